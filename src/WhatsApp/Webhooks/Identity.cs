namespace WhatsAppBot.WhatsApp;

/// <summary>Tells phone numbers from business-scoped user ids: Meta puts either into the same member.</summary>
internal static class Identity
{
    /// <summary>E.164 has 15 digits; a few more do no harm.</summary>
    private const int LongestPhone = 20;

    /// <summary>
    /// Phone and BSUID out of a member that should hold a phone and one that should hold a BSUID. What is no phone is taken for a BSUID:
    /// it can at least be answered.
    /// </summary>
    public static (string? Phone, string? Bsuid) Of(string? phoneOrElse, string? bsuid)
    {
        var phone = Digits(phoneOrElse);
        return (phone, bsuid ?? (phone is null ? phoneOrElse : null));
    }

    /// <summary>The digits of a phone number in any usual form; null when it is none.</summary>
    public static string? Digits(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return text.Length <= LongestPhone ? text : null;

        Span<char> digits = stackalloc char[LongestPhone];
        var count = 0;
        foreach (var c in text)
        {
            if (c is '+' or ' ' or '-' or '(' or ')' or '\u00a0')
                continue;
            if (!char.IsAsciiDigit(c) || count == LongestPhone)
                return null;
            digits[count++] = c;
        }
        return count == 0 ? null : new string(digits[..count]);
    }
}
