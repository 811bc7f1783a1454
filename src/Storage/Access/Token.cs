using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Storage;

/// <summary>Random words that let somebody in: shown once, kept only as their hash. They are long, so a plain hash is enough.</summary>
public static class Token
{
    private const int Bytes = 32;
    private const int IdBytes = 10;

    /// <summary>A new one, 256 bits behind a prefix that tells what it is.</summary>
    public static string New(string prefix = "") =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>An id that cannot be guessed; no secret.</summary>
    public static string NewId(string prefix) =>
        prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
