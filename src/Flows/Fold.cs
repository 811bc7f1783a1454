using System.Globalization;
using System.Text;

namespace WhatsAppBot.Flows;

/// <summary>
/// Texts as people mean them: trimmed, single spaces, no case, no accents. The table stands here because the program runs with invariant
/// globalization, where <c>string.Normalize</c> leaves everything as it is.
/// </summary>
internal static class Fold
{
    private static readonly string[] Accented =
    [
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        "bḃḅḇ",
        "cçćĉċčḉ",
        "dďḋḍḏḑḓđð",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        "fḟ",
        "gĝğġģǧǵḡ",
        "hĥȟḣḥḧḩḫẖħ",
        "iìíîïĩīĭįǐȉȋḭḯỉịıİ",
        "jĵǰ",
        "kķǩḱḳḵ",
        "lĺļľḷḹḻḽł",
        "mḿṁṃ",
        "nñńņňǹṅṇṉṋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
        "pṕṗ",
        "rŕŗřȑȓṙṛṝṟ",
        "sśŝşšșṡṣṥṧṩſẛ",
        "tţťțṫṭṯṱẗ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        "vṽṿ",
        "wŵẁẃẅẇẉẘ",
        "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ",
        "αάἀἁἂἃἄἅἆἇὰᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
        "εέἐἑἒἓἔἕὲ",
        "ηήἠἡἢἣἤἥἦἧὴᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
        "ιΐίϊἰἱἲἳἴἵἶἷὶῐῑῒῖῗ",
        "οόὀὁὂὃὄὅὸ",
        "ρῤῥ",
        "σς",
        "υΰϋύὐὑὒὓὔὕὖὗὺῠῡῢῦῧ",
        "ωώὠὡὢὣὤὥὦὧὼᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
        "аӑӓ",
        "гѓ",
        "еѐёӗ",
        "жӂӝ",
        "зӟ",
        "ийѝӣӥ",
        "іїї",
        "кќ",
        "оӧ",
        "уўӯӱӳ",
        "чӵ",
        "ыӹ",
        "эӭ",
    ];

    private static readonly char[] Bases = Table();

    public static string Of(string text)
    {
        if (IsFolded(text))
            return text;

        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (IsAccent(rune))
                continue;

            if (gap)
                folded.Append(' ');
            gap = false;
            Append(folded, Rune.ToLowerInvariant(rune));
        }
        return folded.ToString();
    }

    /// <summary>A sign that belongs to the letter before it, as the vowels of Indic scripts do.</summary>
    public static bool IsSign(Rune rune) =>
        !rune.IsAscii
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>
    /// A sign that people leave out: the accents of Latin, Greek and Cyrillic letters, the points of Hebrew and Arabic, and what chooses the
    /// look of an emoji. In other scripts such signs are vowels, and another one makes another word.
    /// </summary>
    private static bool IsAccent(Rune rune) =>
        rune.Value
            is (>= 0x0300 and <= 0x036F)
                or (>= 0x0483 and <= 0x0487)
                or (>= 0x0591 and <= 0x05C7)
                or (>= 0x0610 and <= 0x06ED)
                or (>= 0x0898 and <= 0x08FF)
                or (>= 0x1AB0 and <= 0x1AFF)
                or (>= 0x1DC0 and <= 0x1DFF)
                or (>= 0x20D0 and <= 0x20F0)
                or (>= 0x2DE0 and <= 0x2DFF)
                or (>= 0xA66F and <= 0xA69F)
                or (>= 0xFB1E and <= 0xFB1E)
                or (>= 0xFE00 and <= 0xFE2F)
                or (>= 0xE0100 and <= 0xE01EF)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.Value == 'ß')
            folded.Append("ss");
        else if (rune.Value < Bases.Length && Bases[rune.Value] is not '\0' and var plain)
            folded.Append(plain);
        else
            folded.Append(rune.ToString());
    }

    private static bool IsFolded(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var single = c == ' ' && i > 0 && i < text.Length - 1 && text[i - 1] != ' ';
            if (!single && c is not (>= '!' and < 'A' or > 'Z' and <= '~'))
                return false;
        }
        return true;
    }

    private static char[] Table()
    {
        var table = new char[0x2000];
        foreach (var group in Accented)
        {
            foreach (var accented in group.AsSpan(1))
                table[accented] = group[0];
        }
        return table;
    }
}
