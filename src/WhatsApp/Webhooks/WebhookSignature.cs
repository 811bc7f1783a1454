using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.WhatsApp;

/// <summary>The check that a webhook is Meta's: HMAC-SHA256 of the raw body with the app's secret, before anything is parsed.</summary>
public static class WebhookSignature
{
    private const string Prefix = "sha256=";

    /// <summary>
    /// Whether <paramref name="header"/> (<c>X-Hub-Signature-256</c>) signs these very bytes with one of the secrets. Several are valid
    /// while a secret is being changed. An empty secret never matches.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> body, string? header, IReadOnlyList<string> secrets)
    {
        if (header is null || header.Length != Prefix.Length + 2 * HMACSHA256.HashSizeInBytes)
            return false;

        if (!header.StartsWith(Prefix, StringComparison.Ordinal))
            return false;

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hex = header.AsSpan(Prefix.Length);
        if (
            Convert.FromHexString(hex, given, out _, out var written) != OperationStatus.Done
            || written != given.Length
        )
            return false;

        var matches = false;
        for (var i = 0; i < secrets.Count; i++)
            matches |= IsSignedWith(secrets[i], body, given);
        return matches;
    }

    private static bool IsSignedWith(string secret, ReadOnlySpan<byte> body, ReadOnlySpan<byte> given)
    {
        if (secret.Length == 0)
            return false;

        Span<byte> room = stackalloc byte[256];
        var key = Encoding.UTF8.TryGetBytes(secret, room, out var length)
            ? room[..length]
            : Encoding.UTF8.GetBytes(secret);

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
