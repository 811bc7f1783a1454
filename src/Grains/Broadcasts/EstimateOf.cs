using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Reckons what a broadcast would come to.</summary>
internal static class EstimateOf
{
    private const int MostParts = 60;
    private const int SecondsADay = 24 * 60 * 60;

    // from the first clock of the world to the last (UTC+14 to UTC-12)
    private static readonly TimeSpan AroundTheWorld = TimeSpan.FromHours(26);

    /// <summary>A null category: it is no template, or Meta has not told us of it.</summary>
    public static BroadcastEstimate Groups(
        Broadcast row,
        IReadOnlyList<AudienceGroup> groups,
        string? category,
        RateCard rates,
        DailyRoom? daily,
        int perSecond,
        DateTimeOffset now
    )
    {
        var all = groups.Sum(one => one.Count);
        var heldOut = (int)((long)all * row.HoldOut / 100);
        var recipients = all - heldOut;
        var open = Share(groups.Where(one => one.WindowOpen).Sum(one => one.Count), row.HoldOut);
        var limit = Limit(recipients, open, daily);
        var seconds = limit is { Days: > 1 }
            ? (limit.Days - 1L) * SecondsADay + Seconds(limit.Parts[^1], perSecond)
            : Seconds(recipients, perSecond);
        DateTimeOffset? finishes = recipients == 0 ? null : Finishes(row, now, seconds);
        var words = new List<string> { "windows_change" };
        words.Add(rates.Rates.Count == 0 ? "no_rates" : "rates_configured");
        if (rates.Rates.Count > 0)
            words.Add("delivered_share");
        if (row.Content is BroadcastTemplate && category is null)
            words.Add("category_unknown");
        words.Add(limit is null ? "limit_unknown" : "days_by_limit");
        if (row.Plan?.QuietHours is not null)
            words.Add("quiet_hours");
        if (row.LocalAt is not null)
            words.Add("local_time");
        return new BroadcastEstimate(
            recipients,
            heldOut,
            open,
            rates.Rates.Count == 0 || category is null ? null : Cost(row, groups, category, rates),
            limit,
            perSecond,
            seconds,
            finishes,
            words
        );
    }

    private static CostEstimate Cost(
        Broadcast row,
        IReadOnlyList<AudienceGroup> groups,
        string category,
        RateCard rates
    )
    {
        // a flow answers freely where the window is open; of templates only utility ones are free there (Meta, since July 2025)
        var isFree = row.Content is BroadcastFlow || category == "utility";
        var lines = new Dictionary<string, CostLine>();
        var (about, high) = (0m, 0m);
        var (billed, free, unpriced) = (0, 0, 0);
        foreach (var group in groups)
        {
            var count = Share(group.Count, row.HoldOut);
            if (rates.Of(group.Prefix, category) is not var (code, rate))
            {
                unpriced += count;
                continue;
            }
            high += count * rate;
            if (isFree && group.WindowOpen)
            {
                free += count;
                continue;
            }
            billed += count;
            about += count * rate;
            var before = lines.GetValueOrDefault(code, new CostLine(code, category, 0, rate, 0));
            lines[code] = before with { Count = before.Count + count, Amount = before.Amount + count * rate };
        }
        return new CostEstimate(
            rates.Name,
            rates.Currency,
            Math.Round(about, 2),
            Math.Round(about * rates.DeliveredShare, 2),
            Math.Round(high, 2),
            billed,
            free,
            unpriced,
            [.. lines.Values.OrderByDescending(line => line.Amount)]
        );
    }

    private static LimitEstimate? Limit(int recipients, int open, DailyRoom? daily)
    {
        if (daily is not { Limit: { } perDay })
            return null;

        // an open window does not count against it
        var left = recipients - open;
        var today = Math.Min(left, daily.Room);
        var parts = new List<int> { open + today };
        for (left -= today; left > 0 && parts.Count < MostParts; left -= perDay)
            parts.Add(Math.Min(left, perDay));
        var days = parts.Count + (left > 0 ? (left + perDay - 1) / perDay : 0);
        return new LimitEstimate(perDay, daily.Used, daily.Room, days, parts);
    }

    private static DateTimeOffset Finishes(Broadcast row, DateTimeOffset now, long seconds)
    {
        var begins = row.StartsAt > now ? row.StartsAt.Value : now;
        return begins.AddSeconds(seconds) + (row.LocalAt is null ? TimeSpan.Zero : AroundTheWorld);
    }

    private static int Share(int count, int holdOut) => count - (int)((long)count * holdOut / 100);

    private static long Seconds(int count, int perSecond) => (count + perSecond - 1) / Math.Max(1, perSecond);
}
