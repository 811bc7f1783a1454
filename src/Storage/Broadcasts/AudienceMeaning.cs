using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>What an audience means now: the rule of a segment, and the lines of a list that can be numbers.</summary>
internal static class AudienceMeaning
{
    /// <summary>
    /// What a segment or a rule means; null for audiences that need none. A segment that is gone, or a rule that cannot be read any more, means nobody.
    /// </summary>
    public static async Task<ContactRule?> Rule(
        ContactCatalog catalog,
        string workspace,
        Audience audience,
        CancellationToken cancel
    )
    {
        if (audience is not (SegmentedContacts or RuledContacts))
            return null;

        JsonElement? given = audience switch
        {
            RuledContacts ruled => ruled.Rule,
            SegmentedContacts segmented => await catalog.Segment(workspace, segmented.SegmentId, cancel) is { } segment
                ? JsonDocument.Parse(segment.Rule).RootElement
                : null,
            _ => null,
        };
        if (given is not { } rule)
            return new ContactRule.Or([]);

        var reader = new RuleReader(await catalog.Fields(workspace, cancel));
        var read = reader.Read(rule, "rule");
        return reader.Flaws.Count == 0 ? read : new ContactRule.Or([]);
    }

    /// <summary>The lines that can be numbers, each number once, and how many cannot.</summary>
    public static (Audience Audience, Dictionary<string, int> Excluded) Clean(Audience audience)
    {
        var excluded = new Dictionary<string, int>();
        if (audience is not ListedPhones listed)
            return (audience, excluded);

        var seen = new HashSet<string>();
        var clean = new List<ListedPhone>(listed.Recipients.Count);
        foreach (var line in listed.Recipients)
        {
            if (!Audiences.IsPhone(line.Phone))
                excluded["invalid_number"] = excluded.GetValueOrDefault("invalid_number") + 1;
            else if (!seen.Add(PhoneKey.Of(line.Phone)))
                excluded["duplicate"] = excluded.GetValueOrDefault("duplicate") + 1;
            else
                clean.Add(line);
        }
        return (listed with { Recipients = clean }, excluded);
    }
}
