using System.Diagnostics;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Load;

/// <summary>A broadcast to people nobody knew: how fast it is frozen, how fast it goes out, and what it costs.</summary>
internal sealed class BroadcastRun(string connection, Options options, CampaignMeta meta)
{
    private readonly int people = Math.Max(options.Broadcast, options.Freeze);

    /// <summary>Contacts that have no conversation yet.</summary>
    private async Task Meet()
    {
        await using var source = NpgsqlDataSource.Create($"{connection};Command Timeout=600");
        await using var make = source.CreateCommand(
            $"""
            insert into contacts (workspace_id, phone, name)
            select 'bench', ({Phones.Of(0)} + i)::text, 'Contact ' || i from generate_series(0, {people - 1}) as g (i);
            insert into contact_identities (workspace_id, kind, value, contact_id)
            select 'bench', 0, phone, id from contacts where workspace_id = 'bench' and phone >= '{Phones.Of(0)}'
            on conflict do nothing;
            analyze contacts
            """
        );
        await make.ExecuteNonQueryAsync();
    }

    /// <summary>Writes it down, due at once.</summary>
    private static async Task<long> Schedule(Database database, int perSecond)
    {
        var store = new BroadcastStore(database);
        var plan = new BroadcastDraft(
            1,
            "Bench",
            new BroadcastTemplate("promo", "en_US", [new BroadcastSlot("body", From: "contact.name", Fallback: "you")]),
            new EveryContact(),
            LiveSessionPolicy.Skip,
            perSecond > 0 ? perSecond : null,
            null,
            100
        );
        var row = await store.Make("bench", "bench", plan, CancellationToken.None);
        await store.Schedule(row.Id, null, CancellationToken.None);
        return row.Id;
    }

    /// <summary>Freezes without anybody to send it.</summary>
    public async Task Freeze()
    {
        await using var database = new Database(connection);
        await Meet();
        var id = await Schedule(database, options.PerSecond);
        var started = Stopwatch.GetTimestamp();
        await new Audiences(database, new WhatsAppBot.Storage.Contacts.ContactCatalog(database)).Freeze(
            id,
            CancellationToken.None
        );
        Console.WriteLine($"freeze      {people} recipients in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        started = Stopwatch.GetTimestamp();
        var counts = await new RecipientReads(database).Counts(id, CancellationToken.None);
        Console.WriteLine(
            $"count       {counts.Sum(one => one.Count)} recipients in {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s"
        );
    }

    /// <summary>Runs it through the host; the figures count from the first send to the last.</summary>
    public async Task<int> Send(IReadOnlyList<HostProcess> hosts, Func<(string Name, double Seconds)[]> spent)
    {
        await using var database = new Database(connection);
        var store = new BroadcastStore(database);
        await Meet();
        meta.Talk(hosts[^1].Address);
        var (before, memory, size) = (spent(), Memory(hosts), await Size());
        var scheduled = Stopwatch.GetTimestamp();
        var id = await Schedule(database, options.PerSecond);
        var freeze = await Frozen(store, id, scheduled);

        var state = BroadcastState.Running;
        while (state != BroadcastState.Completed && Stopwatch.GetElapsedTime(scheduled) < options.Time)
        {
            await Task.Delay(20);
            if (meta.Posts >= people)
                state = (await store.Find(id, CancellationToken.None))?.State ?? state;
        }
        var completed = Stopwatch.GetElapsedTime(scheduled);
        while (!meta.IsQuiet && Stopwatch.GetElapsedTime(scheduled) < options.Time)
            await Task.Delay(20);
        var caughtUp = await CaughtUp(database, id, scheduled);
        var after = spent();

        Console.WriteLine(
            $"broadcast   {people} recipients, {options.Statuses} statuses each, {options.Replies} % answer, own rate {(options.PerSecond > 0 ? options.PerSecond : "none")}, state {state}"
        );
        Console.WriteLine($"freeze      {freeze.TotalSeconds:F1} s");
        Console.WriteLine($"messages/s  {meta.Sends}");
        Console.WriteLine($"completed   {completed.TotalSeconds:F1} s after it was due");
        if (options.Statuses > 0)
        {
            Console.WriteLine($"statuses/s  {meta.Taken}");
            Console.WriteLine($"caught up   the last status is written {caughtUp.TotalSeconds:F1} s after it was due");
        }
        if (options.Replies > 0)
            Console.WriteLine(
                $"replies     {meta.Talkers.Asked} wrote, {meta.Talkers.Answers} were answered, p50 {meta.Talkers.Percentile(0.5):F0} ms, p99 {meta.Talkers.Percentile(0.99):F0} ms, waiting {meta.Talkers.Waiting}"
            );
        if (options.Statuses > 0 || options.Replies > 0)
            Console.WriteLine($"refused     {meta.Refused} webhooks at first");
        foreach (var (now, then) in after.Zip(before))
            Console.WriteLine(
                $"cpu/message {(now.Seconds - then.Seconds) * 1000 / people:F3} ms {now.Name} ({(now.Seconds - then.Seconds) / caughtUp.TotalSeconds:F2} cores)"
            );
        Console.WriteLine($"memory      at the start {memory}, at the end {Memory(hosts)}");
        Console.WriteLine(
            $"database    {size / 1e6:F0} MB at the start, {await Size() / 1e6:F0} MB at the end, {(await Size() - size) / (double)people:F0} bytes a recipient"
        );
        var counts = await new RecipientReads(database).Counts(id, CancellationToken.None);
        Console.WriteLine($"states      {string.Join(", ", counts.Select(one => $"{one.State} {one.Count}"))}");
        Console.WriteLine($"doubled     {meta.Doubled}");
        Console.WriteLine($"missing     {meta.Missing}");
        return meta.Doubled + meta.Missing == 0 && state == BroadcastState.Completed ? 0 : 1;
    }

    /// <summary>How long the audience took to be frozen: from the beginning of that transaction until all can see it.</summary>
    private async Task<TimeSpan> Frozen(BroadcastStore store, long id, long scheduled)
    {
        while (Stopwatch.GetElapsedTime(scheduled) < options.Time)
        {
            // written by the same machine's clock as ours
            if ((await store.Find(id, CancellationToken.None))?.FrozenAt is { } began)
                return DateTimeOffset.UtcNow - began;
            await Task.Delay(10);
        }
        return Stopwatch.GetElapsedTime(scheduled);
    }

    /// <summary>What was taken with 200 stands in the inbox at first: the time until all of it is done.</summary>
    private async Task<TimeSpan> CaughtUp(Database database, long id, long scheduled)
    {
        int[] last = [10, 10, 11, 12];
        while (Stopwatch.GetElapsedTime(scheduled) < options.Time)
        {
            var counts = await new RecipientReads(database).Counts(id, CancellationToken.None);
            if (counts.Where(one => (int)one.State >= last[options.Statuses]).Sum(one => one.Count) == people)
                break;
            await Task.Delay(200);
        }
        return Stopwatch.GetElapsedTime(scheduled);
    }

    private async Task<long> Size()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var ask = source.CreateCommand("select pg_database_size(current_database())");
        return (long)(await ask.ExecuteScalarAsync() ?? 0L);
    }

    private static string Memory(IReadOnlyList<HostProcess> hosts) =>
        string.Join(", ", hosts.Select(host => $"{host.Name} {host.MemoryMb("VmRSS")} MB"));
}
