using System.Text;

namespace WhatsAppBot.Messages;

/// <summary>
/// Makes any text storable: PostgreSQL has no NUL in text, and a lone surrogate cannot be written as UTF-8.
/// Both become U+FFFD; everything else stays.
/// </summary>
public static class CleanText
{
    public static string Of(string text)
    {
        if (IsClean(text))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        return clean.ToString();
    }

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || char.IsLowSurrogate(c))
                return false;

            if (!char.IsHighSurrogate(c))
                continue;

            if (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
