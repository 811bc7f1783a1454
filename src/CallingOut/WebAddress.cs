namespace WhatsAppBot.CallingOut;

/// <summary>Reads addresses that may be called: http or https, with a host and without a user. Where the host leads is seen when it is resolved.</summary>
internal static class WebAddress
{
    private const int Longest = 8192;

    /// <summary>Null: it is none.</summary>
    public static Uri? Read(string text, Uri? from = null)
    {
        var url = text.Trim(' ');
        if (url.Length is 0 or > Longest || url.Any(char.IsControl))
            return null;
        if (!(from is null ? Uri.TryCreate(url, UriKind.Absolute, out var uri) : Uri.TryCreate(from, url, out uri)))
            return null;

        return
            (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && uri.IdnHost.Length is > 0 and <= 255
            && uri.Port > 0
            && uri.UserInfo.Length == 0
            ? uri
            : null;
    }

    /// <summary>Scheme, host and port: credentials given for one origin are not for another.</summary>
    public static bool SameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
