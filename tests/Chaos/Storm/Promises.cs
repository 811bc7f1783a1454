using System.Globalization;
using Npgsql;

namespace WhatsAppBot.Chaos.Storm;

/// <summary>One promise after a storm: how much it was tried, and what broke it.</summary>
internal sealed record Promise(string Name, string Tried, IReadOnlyList<string> Broken)
{
    public bool Holds => Broken.Count == 0;

    public override string ToString() =>
        Holds ? $"{Name} ok {Tried}" : $"{Name} BROKEN {Tried}: {string.Join("; ", Broken.Take(5))}";
}

/// <summary>Compares Meta's log with the database once all is at rest.</summary>
internal sealed class Promises(
    NpgsqlDataSource database,
    Meta meta,
    Campaign campaign,
    int people,
    IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> dark,
    CancellationToken cancel
)
{
    /// <summary>Where processes die all the time, how late a delay ends is not asked.</summary>
    public static readonly IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> NeverSoon =
    [
        (DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
    ];

    /// <summary>
    /// A pause that is answered holds after so long (I5): two seconds. A silo sends for a second and a half on what it knew before; the rest is the way of the
    /// last POSTs, and they may be slow.
    /// </summary>
    public static TimeSpan PauseHoldsAfter => TimeSpan.FromSeconds(1.5 + Long.Bound(0.5));

    public async Task<IReadOnlyList<Promise>> All()
    {
        var broken = await Invariants.Broken(database, meta, cancel);
        var acked = meta.AckedMessages.Count;
        return
        [
            Common("I1", $"{acked} acked"),
            Common("I2", $"{meta.Doubled} webhooks posted twice, {meta.Posts.Count} sends"),
            Common("I3", $"{acked} messages in order"),
            await EachAtMostOnce(),
            Pauses(),
            await Timers(),
            Common("I11", $"{await Count("select count(*) from seq_log")} changes of status"),
        ];

        Promise Common(string name, string tried) =>
            new(
                name,
                tried,
                [
                    .. broken
                        .Where(one => one.Promise == name)
                        .Select(one => $"{one.Wrong} ({one.Found.Count}): {string.Join(", ", one.Found.Take(3))}"),
                ]
            );
    }

    /// <summary>I4: nobody twice; the sums are right; and nobody is called failed who got it, or reached who did not.</summary>
    private async Task<Promise> EachAtMostOnce()
    {
        var sent = meta
            .Posts.Where(Campaign.Has)
            .GroupBy(post => post.Phone)
            .ToDictionary(one => one.Key, one => one.Count());
        var wrong = sent.Where(one => one.Value > 1).Select(one => $"{one.Key} got {one.Value}").ToList();
        var states = new Dictionary<int, int>();
        await using var ask = database.CreateCommand(
            "select c.phone, r.state from broadcast_recipients r join contacts c on c.id = r.contact_id where r.broadcast_id = $1"
        );
        ask.Parameters.AddWithValue(long.Parse(campaign.Id, CultureInfo.InvariantCulture));
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var (phone, state) = (row.GetString(0), (int)row.GetInt16(1));
            states[state] = states.GetValueOrDefault(state) + 1;
            if (sent.ContainsKey(phone) && state is 20 or 30)
                wrong.Add($"{phone} is called failed or skipped, and got it");
            if (!sent.ContainsKey(phone) && state is 10 or 11 or 12)
                wrong.Add($"{phone} is called reached, and got nothing");
            if (state is 0 or 1)
                wrong.Add($"{phone} has no end");
        }

        var sum = states.Values.Sum();
        if (sum != people)
            wrong.Add($"{sum} of {people} recipients are on record");
        return new Promise(
            "I4",
            $"{people} recipients, {sent.Count} got it, {states.GetValueOrDefault(40)} unknown",
            wrong
        );
    }

    private Promise Pauses()
    {
        var holds = PauseHoldsAfter;
        var late = campaign
            .Pauses.SelectMany(pause =>
                meta.Posts.Where(post =>
                    Campaign.Has(post) && post.At > pause.Answered + holds && post.At < pause.Resumed
                )
            )
            .Select(post => $"{post.Phone} at {post.At:HH:mm:ss.f}")
            .ToList();
        return new Promise("I5", $"{campaign.Pauses.Count} pauses", late);
    }

    /// <summary>
    /// I9: a delay ends once and never early, by the clock of the database; and soon, apart from the time in which no silo, or no database, was alive. After
    /// a kill it may take as long as I6 lets an answer take, after a hang too; two seconds when nothing is harmed.
    /// </summary>
    private async Task<Promise> Timers()
    {
        var wrong = new List<string>();
        await using var ask = database.CreateCommand(
            $"""
            select c.id, p.phone like '{Sleepers.CalmPhones}%', count(*) filter (where m.text = '{Sleepers.Rang}'),
                extract(epoch from min(m.created_at) filter (where m.text = '{Sleepers.Rang}') - max(m.created_at) filter (where m.text like 'echo %'))::float8,
                min(m.created_at) filter (where m.text = '{Sleepers.Rang}')
            from conversations c join messages m on m.conversation_id = c.id
            join contacts p on p.id = c.contact_id
            where p.phone like '{Sleepers.Phones}%'
            group by c.id, p.phone
            """
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var (stormy, calm) = (new List<Delay>(), new List<Delay>());
        while (await row.ReadAsync(cancel))
        {
            var rang = row.GetInt64(2);
            if (rang != 1)
                wrong.Add($"conversation {row.GetInt64(0)} rang {rang} times");
            if (rang == 0)
                continue;
            var after = row.GetDouble(3);
            var at = row.GetFieldValue<DateTimeOffset>(4);
            (row.GetBoolean(1) ? calm : stormy).Add(
                new(after - Sleepers.Seconds - Dark(at.AddSeconds(Sleepers.Seconds - after), at), at)
            );
            if (after < Sleepers.Seconds - 0.001)
                wrong.Add($"conversation {row.GetInt64(0)} rang after {after:0.000} s instead of {Sleepers.Seconds}");
        }

        var (half, most, worst) = Lateness(stormy);
        if (half > Long.Bound(2) || most > Long.Bound(5) || worst > Long.Bound(15))
            wrong.Add($"delays ended too late: {Latest(stormy)}");
        var (_, mostInCalm, _) = Lateness(calm);
        if (mostInCalm > Long.Bound(2))
            wrong.Add($"delays ended too late in calm: {Latest(calm)}");
        return new Promise(
            "I9",
            $"{stormy.Count} delays, late p50 {half:0.0} s, p99 {most:0.0} s, at most {worst:0.0} s while a silo and the database were alive; {calm.Count} in calm, p99 {mostInCalm:0.0} s",
            wrong
        );
    }

    private readonly record struct Delay(double Seconds, DateTimeOffset At);

    private static (double Half, double Most, double Worst) Lateness(List<Delay> delays)
    {
        delays.Sort((one, other) => one.Seconds.CompareTo(other.Seconds));
        return delays.Count == 0
            ? (0, 0, 0)
            : (delays[delays.Count / 2].Seconds, delays[delays.Count * 99 / 100].Seconds, delays[^1].Seconds);
    }

    private static string Latest(List<Delay> sorted) =>
        string.Join(", ", sorted.TakeLast(20).Select(one => $"{one.Seconds:0.0} s at {one.At:HH:mm:ss}"));

    /// <summary>For how many seconds between these moments nobody could have done it.</summary>
    private double Dark(DateTimeOffset from, DateTimeOffset to) =>
        dark.Sum(time =>
            Math.Max(0, ((time.To < to ? time.To : to) - (time.From > from ? time.From : from)).TotalSeconds)
        );

    private async Task<long> Count(string sql)
    {
        await using var ask = database.CreateCommand(sql);
        return (long)(await ask.ExecuteScalarAsync(cancel) ?? 0L);
    }
}
