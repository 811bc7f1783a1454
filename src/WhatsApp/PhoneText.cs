using System.Buffers;
using PhoneNumbers;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads a telephone number in any spelling that people use.</summary>
public static class PhoneText
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    private static readonly SearchValues<char> Beginnings = SearchValues.Create("+0123456789");

    // what people put around a number is far shorter
    private const int Longest = 60;

    /// <summary>
    /// E.164 as digits only, as Meta writes it. A number without a plus is read as one of the region, and as one with its country code;
    /// what is valid wins. Null: it is no number, or one without a country and no region is given.
    /// </summary>
    public static string? Digits(string text, string? region)
    {
        var first = text.AsSpan().IndexOfAny(Beginnings);
        if (first < 0 || text.Length > Longest)
            return null;
        var trimmed = text[first..].TrimEnd();
        if (trimmed.StartsWith("00", StringComparison.Ordinal))
            trimmed = $"+{trimmed[2..]}";

        var plus = trimmed[0] == '+';
        var national = plus || region is null ? null : Parse(trimmed, region);
        if (national is not null && Util.IsValidNumber(national))
            return Spell(national);

        // numbers of simulators and new ranges are possible, though nobody has them yet
        var whole = Parse(plus ? trimmed : $"+{trimmed}", null);
        if (whole is not null && (plus || Util.IsValidNumber(whole)) && Util.IsPossibleNumber(whole))
            return Spell(whole);
        if (national is not null && Util.IsPossibleNumber(national))
            return Spell(national);
        return whole is not null && Util.IsPossibleNumber(whole) ? Spell(whole) : null;
    }

    /// <summary>Whether it is a country that numbers are known of, as two capital letters.</summary>
    public static bool IsRegion(string region) => Util.GetSupportedRegions().Contains(region);

    private static string Spell(PhoneNumber number) => Util.Format(number, PhoneNumberFormat.E164)[1..];

    private static PhoneNumber? Parse(string text, string? region)
    {
        try
        {
            return Util.Parse(text, region);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
