using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>Ids that look like Meta's.</summary>
internal static class Ids
{
    /// <summary>A message id: a small binary record that holds the person's digits, the way and 18 hex digits, as base64.</summary>
    public static string Wamid(Way way, string who)
    {
        var digits = new string([.. who.Where(char.IsAsciiDigit).Take(20)]);
        Span<byte> random = stackalloc byte[9];
        Random.Shared.NextBytes(random);
        var hex = Convert.ToHexString(random);
        Span<byte> record = stackalloc byte[3 + 20 + 6 + 18 + 1];
        var at = 0;
        record[at++] = 0x1c;
        record[at++] = 0x18;
        record[at++] = (byte)digits.Length;
        at += Encoding.ASCII.GetBytes(digits, record[at..]);
        record[at++] = 0x15;
        record[at++] = 0x02;
        record[at++] = 0x00;
        record[at++] = way == Way.Out ? (byte)0x11 : (byte)0x12;
        record[at++] = 0x18;
        record[at++] = 0x12;
        at += Encoding.ASCII.GetBytes(hex, record[at..]);
        record[at++] = 0x00;
        return $"wamid.{Convert.ToBase64String(record[..at])}";
    }

    public static string Trace()
    {
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random);
        return $"A{Base64Url.EncodeToString(random)}";
    }

    /// <summary>The id of a number, template, file or form: 16 digits.</summary>
    public static string Object() =>
        Random.Shared.NextInt64(1_000_000_000_000_000, 9_999_999_999_999_999).ToString(CultureInfo.InvariantCulture);
}
