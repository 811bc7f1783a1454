using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>What goes to a form's endpoint, sealed: a fresh AES key under the business's RSA key, the data under the AES key.</summary>
internal sealed class FormSeal
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] iv = RandomNumberGenerator.GetBytes(16);

    public static bool IsKey(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize == 2048;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    public (string Data, string Key, string Iv) Close(string publicKey, string json)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(publicKey);
        var sealedKey = rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256);
        var data = WideGcm.Seal(key, iv, Encoding.UTF8.GetBytes(json));
        return (Convert.ToBase64String(data), Convert.ToBase64String(sealedKey), Convert.ToBase64String(iv));
    }

    /// <summary>The answer's text; it comes under the same key and the IV with every bit turned. Null when it does not open.</summary>
    public string? Open(string answer)
    {
        var room = new byte[answer.Length];
        return
            Convert.TryFromBase64String(answer.Trim(), room, out var length)
            && WideGcm.Open(key, [.. iv.Select(one => (byte)~one)], room.AsSpan(0, length)) is { } text
            ? Encoding.UTF8.GetString(text)
            : null;
    }
}
