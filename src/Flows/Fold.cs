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

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
                continue;

            if (gap)
                folded.Append(' ');
            gap = false;
            Append(folded, Rune.ToLowerInvariant(rune));
        }
        return folded.ToString();
    }

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
