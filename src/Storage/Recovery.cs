using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Finds what was left behind by lost hints and dead nodes. Every silo asks; a row is handed to one of them at a time and again after 5 s.
/// </summary>
public sealed class Recovery(Database database)
{
    /// <summary>Conversations with an inbox row, or a pending send, that nobody took for <paramref name="age"/>; at most 500 each.</summary>
    public async Task<IReadOnlyList<long>> Forgotten(TimeSpan age, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch
            .Add(
                """
                update inbox i set swept_at = now()
                from (
                    select conversation_id, id from inbox
                    where received_at < now() - $1 and (swept_at is null or swept_at < now() - interval '5 seconds')
                    order by received_at limit 500 for update skip locked) o
                where i.conversation_id = o.conversation_id and i.id = o.id
                returning i.conversation_id
                """
            )
            .Value(age);
        batch
            .Add(
                """
                update outbox b set swept_at = now()
                from (
                    select conversation_id, seq from outbox
                    where state = 0 and created_at < now() - $1 and (not_before is null or not_before < now())
                        and (swept_at is null or swept_at < now() - interval '5 seconds')
                    order by created_at limit 500 for update skip locked) o
                where b.conversation_id = o.conversation_id and b.seq = o.seq
                returning b.conversation_id
                """
            )
            .Value(age);

        var found = new HashSet<long>();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await row.ReadAsync(cancel))
                found.Add(row.GetInt64(0));
        } while (await row.NextResultAsync(cancel));
        return [.. found];
    }

    /// <summary>Attempts that have been on record for <paramref name="age"/> without a result: whoever made them is gone. At most 500.</summary>
    public async Task<IReadOnlyList<SendRecord>> LostAttempts(TimeSpan age, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select conversation_id, channel_id, seq, attempt from outbox
            where created_at < now() - $1 and state = 1 and attempted_at < now() - $1
            order by created_at limit 500
            """
        );
        ask.Parameters.Value(age);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var lost = new List<SendRecord>();
        while (await row.ReadAsync(cancel))
            lost.Add(new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), new SendOutcome.Lost()));
        return lost;
    }

    /// <summary>
    /// Sends whose outcome stayed unknown for <paramref name="age"/>: a reply of the bot in the conversation's newest session goes out once more,
    /// marked as a resend, if its workspace wants that; everything else stays unknown until a status tells. Answers whom to wake.
    /// </summary>
    public async Task<IReadOnlyList<long>> Reconcile(TimeSpan age, CancellationToken cancel)
    {
        await using var work = database.Source.CreateCommand(
            """
            with due as (
                select o.conversation_id, o.seq,
                    w.resend_unknown and not o.resend and o.lane = 0 and o.session_id is not null and o.session_id = c.session_id as again
                from outbox o
                join conversations c on c.id = o.conversation_id
                join workspaces w on w.id = o.workspace_id
                where o.created_at < now() - $1 and o.state = 2 and o.attempted_at < now() - $1
                order by o.created_at limit 500 for update of o skip locked),
            given_up as (
                delete from outbox o using due d
                where o.conversation_id = d.conversation_id and o.seq = d.seq and not d.again)
            update outbox o set state = 0, resend = true
            from due d
            where o.conversation_id = d.conversation_id and o.seq = d.seq and d.again
            returning o.conversation_id
            """
        );
        work.Parameters.Value(age);
        await using var row = await work.ExecuteReaderAsync(cancel);
        var wake = new List<long>();
        while (await row.ReadAsync(cancel))
            wake.Add(row.GetInt64(0));
        return wake;
    }

    /// <summary>Removes inbox keys older than 30 days and parked statuses older than a day; a bounded bite at a time.</summary>
    public async Task<int> Forget(CancellationToken cancel)
    {
        await using var work = database.Source.CreateCommand(
            """
            with keys as (
                delete from inbox_keys where ctid = any(array(
                    select ctid from inbox_keys where received_at < now() - interval '30 days' limit 5000)) returning 1),
            statuses as (
                delete from parked_statuses where received_at < now() - interval '1 day' returning 1)
            select (select count(*) from keys) + (select count(*) from statuses)
            """
        );
        return (int)(long)(await work.ExecuteScalarAsync(cancel) ?? 0L);
    }
}
