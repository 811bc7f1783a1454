using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Grains.Hooks;

/// <summary>
/// Signs what is posted: HMAC-SHA256 over the time and the body, <c>1700000000.{…}</c>, with each secret that is good; a receiver takes it when one of them
/// is right and the time is near.
/// </summary>
internal static class Signature
{
    public static string Of(IReadOnlyList<string> secrets, DateTimeOffset now, string body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{time}.{body}");
        return string.Join(
            ',',
            secrets
                .Select(secret =>
                    $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}"
                )
                .Prepend($"t={time}")
        );
    }
}
