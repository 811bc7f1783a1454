using System.Buffers;

namespace WhatsAppBot.CallingOut;

/// <summary>Which headers a call may carry.</summary>
internal static class RequestHeaders
{
    private const int Most = 64;
    private const int Longest = 8192;

    // what frames the message or steers the connection is ours alone
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection",
        "Content-Length",
        "Expect",
        "Host",
        "HTTP2-Settings",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Via",
    };

    // Any other header may be somebody's credential under a name of their own (X-Api-Key, X-Token …): only these go along to another origin.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept",
        "Accept-Charset",
        "Accept-Encoding",
        "Accept-Language",
        "Cache-Control",
        "Content-Encoding",
        "Content-Language",
        "Content-Type",
        "Idempotency-Key",
        "User-Agent",
    };

    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>No control characters (a line break would begin a header of its own), nothing beyond ASCII, nothing that is ours.</summary>
    public static bool MayCarry(IReadOnlyDictionary<string, string> headers) =>
        headers.Count <= Most
        && headers.Sum(one => one.Key.Length + one.Value.Length) <= Longest
        && headers.All(one =>
            one.Key.Length > 0
            && !one.Key.AsSpan().ContainsAnyExcept(Token)
            && !Ours.Contains(one.Key)
            && one.Value.All(c => c is >= ' ' and <= '~' or '\t')
        );

    public static bool MayGoAnywhere(string name) => Harmless.Contains(name);
}
