using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>How many of an audience have numbers that begin so, and whether their 24 hours are open on one of the channels.</summary>
public sealed record AudienceGroup(string Prefix, bool WindowOpen, int Count);

/// <summary>Counts an audience by what its messages cost: the country of the number, and the window.</summary>
public sealed class AudienceGroups(Database database, ContactCatalog catalog)
{
    /// <summary>Digits of a number that are enough to tell what it costs: +1 has countries of four.</summary>
    public const int Digits = 4;

    private const int Patience = 900;

    public async Task<IReadOnlyList<AudienceGroup>> Of(
        string workspace,
        IReadOnlyList<long> channels,
        Audience audience,
        CancellationToken cancel
    )
    {
        var (clean, _) = AudienceMeaning.Clean(audience);
        var rule = await AudienceMeaning.Rule(catalog, workspace, clean, cancel);
        await using var ask = database.Source.CreateCommand();
        ask.CommandTimeout = Patience;
        var judged = AudienceSql.Judged(workspace, 0, clean, rule, ask.Parameters);
        ask.Parameters.Bigints(channels, one => one);
        ask.CommandText = $"""
            with {judged}
            select left(coalesce(j.phone, ''), {Digits}), exists (
                    select 1 from conversations c
                    where c.contact_id = j.contact_id and c.channel_id = any(${ask.Parameters.Count}) and c.window_closes_at > now()),
                count(*), j.reason is null
            from judged j
            group by 1, 2, 4
            """;
        var (groups, known) = (new List<AudienceGroup>(), 0);
        await using (var row = await ask.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
            {
                var count = (int)row.GetInt64(2);
                known += count;
                if (row.GetBoolean(3))
                    groups.Add(new AudienceGroup(row.GetString(0), row.GetBoolean(1), count));
            }
        }
        return clean is ListedPhones listed ? [.. groups, .. Strangers(listed, known)] : groups;
    }

    /// <summary>Numbers of a list that no contact has yet: nobody knows which, so they are spread as the list is.</summary>
    private static IEnumerable<AudienceGroup> Strangers(ListedPhones listed, int known)
    {
        var all = listed.Recipients.Count;
        var left = Math.Max(0, all - known);
        var seen = 0;
        foreach (var same in listed.Recipients.GroupBy(one => Start(PhoneKey.Of(one.Phone))))
        {
            // by the sums so far, so that rounding loses nobody
            var before = (int)((long)left * seen / all);
            seen += same.Count();
            var count = (int)((long)left * seen / all) - before;
            if (count > 0)
                yield return new AudienceGroup(same.Key, false, count);
        }
    }

    private static string Start(string digits) => digits.Length > Digits ? digits[..Digits] : digits;
}
