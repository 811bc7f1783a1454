namespace WhatsAppBot.CallingOut;

/// <summary>An HTTP call to an address that a stranger may have chosen. All of it is checked before anything is sent.</summary>
/// <param name="TimeLimit">For everything, redirects and body too; 15 s unless it says otherwise, and never more than 30 s.</param>
/// <param name="FollowsRedirects">Without, a redirect is the answer: what was posted to one place is not asked for at another.</param>
public sealed record OutCall(
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    TimeSpan? TimeLimit = null,
    bool FollowsRedirects = true
);

/// <summary>How a call ended.</summary>
public abstract record CallEnd
{
    private CallEnd() { }

    /// <summary>The server answered, whatever it said. Names of headers are in lower case; the body is text of at most 256 KiB of bytes.</summary>
    public sealed record Answered(int Status, IReadOnlyDictionary<string, string> Headers, string Body) : CallEnd;

    /// <summary>There is no answer; <paramref name="Word"/> is one of <see cref="CallWords"/>.</summary>
    public sealed record Failed(string Word) : CallEnd;
}

/// <summary>Why there is no answer: five words that flows can rely on, and that tell a stranger nothing about our network.</summary>
public static class CallWords
{
    /// <summary>Nothing was sent: the method, the address, a header or the body is not one that may be.</summary>
    public const string Invalid = "invalid";

    /// <summary>We do not go there: a private or reserved address, a redirect to what is no good address, or one redirect too many.</summary>
    public const string Refused = "refused";

    /// <summary>No such name, nobody listens, no trust in the certificate, or no HTTP.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>The answer is larger than 256 KiB once it is decompressed, or has too many headers.</summary>
    public const string TooLarge = "too_large";
}
