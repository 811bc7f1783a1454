namespace WhatsAppBot.Storage;

/// <summary>A timer whose time has come.</summary>
public sealed record DueTimer(long ConversationId, long Generation);

/// <summary>Durable timers, by the database's clock.</summary>
public sealed class Timers(Database database) : ITimers
{
    /// <summary>
    /// Leases up to <paramref name="most"/> due timers: each goes to one silo at a time. The turn that handles one removes or replaces it; whose
    /// conversation is on a silo that died or hangs is claimed again until the others have noticed that, every second. When more are due than that, the
    /// lease is 3 s: their turns take a while, and to ask for them again would take still longer.
    /// </summary>
    public async Task<IReadOnlyList<DueTimer>> Claim(int most, CancellationToken cancel)
    {
        await using var take = database.Source.CreateCommand(
            """
            with d as materialized (
                select conversation_id from timers
                where due_at <= now() and (lease_until is null or lease_until < now())
                order by due_at limit $1 for update skip locked)
            update timers t set lease_until = now() + interval '1 second' * case when (select count(*) from d) < $1 then 1 else 3 end
            from d
            where t.conversation_id = d.conversation_id
            returning t.conversation_id, t.generation
            """
        );
#if CHAOS
        Mutant.TimerByLocalClock.Rewrite(take, "due_at <= now()", $"due_at <= '{WrongClock.Now}'");
        Crash.At("timer before claim");
#endif
        take.Parameters.Value(most);
        await using var row = await take.ExecuteReaderAsync(cancel);
        var due = new List<DueTimer>();
        while (await row.ReadAsync(cancel))
            due.Add(new(row.GetInt64(0), row.GetInt64(1)));
#if CHAOS
        if (due.Count > 0)
            Crash.At("timer after claim");
#endif
        return due;
    }

    /// <summary>Removes a timer that nobody waits for any more, if it is still of that generation.</summary>
    public async Task Drop(DueTimer timer, CancellationToken cancel)
    {
        await using var drop = database.Source.CreateCommand(
            "delete from timers where conversation_id = $1 and generation = $2"
        );
        drop.Parameters.Value(timer.ConversationId);
        drop.Parameters.Value(timer.Generation);
        await drop.ExecuteNonQueryAsync(cancel);
    }
}
