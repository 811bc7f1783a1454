using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.WhatsApp;

/// <summary>What to answer when Meta asks whether a callback address is ours.</summary>
public abstract record HandshakeOutcome;

/// <summary>It is: answer 200 with <paramref name="Text"/> and nothing around it, as <c>text/plain</c>.</summary>
public sealed record Challenge(string Text) : HandshakeOutcome;

/// <summary>The token or the mode is not the one expected: answer 403.</summary>
public sealed record Forbidden : HandshakeOutcome;

/// <summary>A parameter is missing: answer 400.</summary>
public sealed record Missing : HandshakeOutcome;

/// <summary>The GET by which Meta checks a callback address each time it is saved.</summary>
public static class WebhookHandshake
{
    /// <summary>
    /// Judges the three parameters <c>hub.mode</c>, <c>hub.challenge</c> and <c>hub.verify_token</c>. Tokens are compared in constant
    /// time by their hashes, so that not even the length can be measured.
    /// </summary>
    public static HandshakeOutcome Answer(string? mode, string? challenge, string? token, string expectedToken)
    {
        if (string.IsNullOrEmpty(mode) || string.IsNullOrEmpty(challenge) || string.IsNullOrEmpty(token))
            return new Missing();

        // a connection without a token must not be opened by anybody
        if (mode != "subscribe" || expectedToken.Length == 0 || !Same(token, expectedToken))
            return new Forbidden();

        return new Challenge(challenge);
    }

    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(expected))
        );
}
