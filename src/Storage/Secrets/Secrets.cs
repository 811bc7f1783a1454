using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Storage;

/// <summary>Where a secret stands. It is bound into the cipher text: a value copied to another place does not open.</summary>
public sealed record SecretPlace(string Table, string Row, string Column)
{
    internal byte[] Bytes => Encoding.UTF8.GetBytes($"{Table}\n{Row}\n{Column}");
}

/// <summary>
/// Seals what must not stand in the database in clear: AES-256-GCM with a key from the configuration. A sealed text names its key by the key's
/// fingerprint, so that older keys go on opening what they sealed: <c>sealed:{key}:{nonce, cipher text and tag}</c>.
/// </summary>
public sealed class Secrets
{
    public const int KeyBytes = 32;
    private const string Mark = "sealed:";
    private const int Nonce = 12;
    private const int Tag = 16;

    private readonly FrozenDictionary<string, byte[]> keys;
    private readonly string current;

    /// <summary>Seals with the first key; opens with any.</summary>
    public Secrets(IReadOnlyList<byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(key => key.Length != KeyBytes))
            throw new ArgumentException($"A key has {KeyBytes} bytes.", nameof(keys));

        this.keys = keys.DistinctBy(Fingerprint).ToFrozenDictionary(Fingerprint);
        current = Fingerprint(keys[0]);
    }

    /// <summary>With a key that everybody knows: for development and tests, where what is sealed is made up.</summary>
    public static Secrets WellKnown { get; } = new([SHA256.HashData("whatsappbot development"u8)]);

    /// <summary>The keys as a host is told them, each 32 bytes in base64: the one that seals, and older ones that still open.</summary>
    /// <exception cref="SecretException">One line that says what to change.</exception>
    public static Secrets Configured(string? key, IEnumerable<string?> older, bool needed)
    {
        if (string.IsNullOrWhiteSpace(key))
            return needed
                ? throw new SecretException(
                    "Secrets__Key is not set. It seals the secrets in the database: 32 random bytes in base64, the same for every node (openssl rand -base64 32)."
                )
                : WellKnown;
        return new Secrets([
            Read("Secrets__Key", key),
            .. older.OfType<string>().Select(old => Read("Secrets__OldKeys", old)),
        ]);
    }

    private static byte[] Read(string name, string key)
    {
        var bytes = new byte[KeyBytes + 1];
        return Convert.TryFromBase64String(key.Trim(), bytes, out var length) && length == KeyBytes
            ? bytes[..KeyBytes]
            : throw new SecretException($"{name} is not {KeyBytes} bytes in base64.");
    }

    public static bool IsSealed(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Whether it is sealed with the newest key.</summary>
    public bool IsCurrent(string text) => text.StartsWith($"{Mark}{current}:", StringComparison.Ordinal);

    public string Seal(SecretPlace place, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = new AesGcm(keys[current], Tag);
        cipher.Encrypt(
            box.AsSpan(0, Nonce),
            plain,
            box.AsSpan(Nonce, plain.Length),
            box.AsSpan(Nonce + plain.Length),
            place.Bytes
        );
        return $"{Mark}{current}:{Base64Url.EncodeToString(box)}";
    }

    /// <summary>The secret; a text that is not sealed is one that an older node wrote, and is itself.</summary>
    /// <exception cref="SecretException">None of the keys opens it, or it was sealed for another place.</exception>
    public string Open(SecretPlace place, string text)
    {
        if (!IsSealed(text))
            return text;
        if (
            text.Split(':') is not [_, var key, var body]
            || !keys.TryGetValue(key, out var known)
            || !Base64Url.IsValid(body)
        )
            throw new SecretException(place, "it was sealed with another key");

        var box = Base64Url.DecodeFromChars(body);
        if (box.Length < Nonce + Tag)
            throw new SecretException(place, "it is cut off");

        var plain = new byte[box.Length - Nonce - Tag];
        using var cipher = new AesGcm(known, Tag);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, Nonce),
                box.AsSpan(Nonce, plain.Length),
                box.AsSpan(^Tag..),
                plain,
                place.Bytes
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretException(place, "it was changed, or belongs somewhere else");
        }
        return Encoding.UTF8.GetString(plain);
    }

    private static string Fingerprint(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key)[..4]);
}

/// <summary>A sealed secret cannot be opened. The message names its place and says nothing of what is in it.</summary>
public sealed class SecretException : Exception
{
    public SecretException(SecretPlace place, string reason)
        : base($"{place.Table}.{place.Column} of {place.Row} does not open: {reason}.") { }

    public SecretException(string message)
        : base(message) { }

    public SecretException(string message, Exception innerException)
        : base(message, innerException) { }

    public SecretException() { }
}
