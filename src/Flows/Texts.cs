namespace WhatsAppBot.Flows;

/// <summary>Meta's limits, in code points, and how a text is made to keep them.</summary>
internal static class Texts
{
    public const int MostText = 4096;
    public const int MostBody = 1024;
    public const int MostListBody = 4096;
    public const int MostCaption = 1024;
    public const int MostHeader = 60;
    public const int MostFooter = 60;
    public const int MostButton = 20;
    public const int MostRow = 24;
    public const int MostDescription = 72;

    /// <summary>At most so many code points; what was cut ends in an ellipsis.</summary>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
            return text;

        var runes = 0;
        var (at, cut) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (runes == most - 1)
                cut = at;
            if (++runes > most)
                return text[..cut] + "…";
            at += rune.Utf16SequenceLength;
        }
        return text;
    }

    public static int Length(string text)
    {
        var runes = 0;
        foreach (var _ in text.EnumerateRunes())
            runes++;
        return runes;
    }
}
