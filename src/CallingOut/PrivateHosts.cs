using System.Net;

namespace WhatsAppBot.CallingOut;

/// <summary>The hosts that may be called although their addresses are private: <c>host</c> for every port of it, or <c>host:port</c>.</summary>
internal sealed class PrivateHosts(IEnumerable<string> names)
{
    private readonly HashSet<(string Host, int? Port)> allowed = [.. names.Select(Read)];

    public bool Has(string host, int port) =>
        allowed.Count > 0 && (allowed.Contains((Plain(host), null)) || allowed.Contains((Plain(host), port)));

    private static (string, int?) Read(string name)
    {
        var text = name.Trim();
        if (IPAddress.TryParse(text.Trim('[', ']'), out _))
            return (Plain(text), null);

        return text.LastIndexOf(':') is var colon and > 0 && ushort.TryParse(text.AsSpan(colon + 1), out var port)
            ? (Plain(text[..colon]), port)
            : (Plain(text), null);
    }

    private static string Plain(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        return IPAddress.TryParse(name, out var address) ? address.ToString() : name;
    }
}
