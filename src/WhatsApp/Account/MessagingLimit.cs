using System.Globalization;

namespace WhatsAppBot.WhatsApp;

/// <summary>Meta's spellings of how many new people may be reached in 24 hours: a number (-1 is no limit), or a tier.</summary>
public static class MessagingLimit
{
    /// <summary>Null: no limit, or a spelling that nobody knows yet.</summary>
    public static int? Of(string said)
    {
        if (int.TryParse(said, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var people))
            return people > 0 ? people : null;

        var tier = said.StartsWith("TIER_", StringComparison.Ordinal) ? said["TIER_".Length..] : said;
        var thousands = tier.EndsWith('K');
        return
            int.TryParse(tier.TrimEnd('K'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? number * (thousands ? 1000 : 1)
            : null;
    }
}
