namespace WhatsAppBot.Messages;

/// <summary>
/// The spelling by which two phone numbers are known to be one person: digits only, without the extra digit that Meta's
/// <c>wa_id</c> has or lacks in Argentina (54 9), Mexico (52 1) and Brazil (55, area, 9).
/// </summary>
public static class PhoneKey
{
    public static string Of(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits switch
        {
            ['5', '4', '9', ..] when digits.Length == 13 => string.Concat("54", digits.AsSpan(3)),
            ['5', '2', '1', ..] when digits.Length == 13 => string.Concat("52", digits.AsSpan(3)),
            ['5', '5', _, _, '9', ..] when digits.Length == 13 => string.Concat(digits.AsSpan(0, 4), digits.AsSpan(5)),
            _ => digits,
        };
    }
}
