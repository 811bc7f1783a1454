using System.Globalization;
using System.Text.Json;

namespace WhatsAppBot.Messages;

/// <summary>
/// What keeps JSON from being stored. JSON may spell half a surrogate pair or a NUL; .NET cannot read the one, and PostgreSQL cannot store either.
/// It takes them, and numbers of any size, into a <c>json</c> column all the same, and fails whenever somebody looks into that.
/// </summary>
public static class StorableJson
{
    // of PostgreSQL's numeric
    private const int MostDigits = 131_072;
    private const int MostDecimals = 16_383;

    /// <summary>What is wrong with these bytes as JSON, or with a text or a number in it; null when they can be stored and read.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes) => Fault(bytes, numbers: true);

    /// <summary>As <see cref="Fault(ReadOnlySpan{byte})"/>, with numbers as they are.</summary>
    public static string? FaultOfTexts(ReadOnlySpan<byte> bytes) => Fault(bytes, numbers: false);

    private static string? Fault(ReadOnlySpan<byte> bytes, bool numbers)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
                if (isText && reader.ValueIsEscaped && reader.GetString()?.Contains('\0') == true)
                    return "a text holds the character NUL";
                if (numbers && reader.TokenType == JsonTokenType.Number && !Fits(reader.ValueSpan))
                    return "a number is too large or too fine";
            }
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
        catch (InvalidOperationException)
        {
            return "a text holds half of a surrogate pair";
        }
    }

    /// <summary>Whether PostgreSQL can hold a number that is written so.</summary>
    private static bool Fits(ReadOnlySpan<byte> number)
    {
        var exponent = 0;
        if (number.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            if (
                !int.TryParse(
                    number[(e + 1)..],
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out exponent
                )
            )
                return false;
            number = number[..e];
        }
        var point = number.IndexOf((byte)'.');
        var digits = point < 0 ? number.Length : point;
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        return digits + (long)exponent <= MostDigits && decimals - (long)exponent <= MostDecimals;
    }
}
