namespace WhatsAppBot.Flows;

/// <summary>Addresses that can be called or shown.</summary>
internal static class WebAddress
{
    private const int Most = 4_096;

    /// <summary>Without what may not stand in an address: a space that a value brought is written as browsers write it.</summary>
    public static string Tidy(string text) =>
        string.Concat(
            text.Trim()
                .Select(c =>
                    char.IsWhiteSpace(c) ? "%20"
                    : char.IsControl(c) ? ""
                    : c.ToString()
                )
        );

    public static bool IsSound(string text) =>
        text.Length is > 0 and <= Most
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0;
}
