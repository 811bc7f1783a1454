using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Finds what was left behind by lost hints and dead nodes. Every silo asks; a row is handed to one of them at a time and again after 5 s. What waits
/// for a new access token is not forgotten, but a broadcast that runs all the same is to notice.
/// </summary>
public sealed class Recovery(Database database) : IRecovery
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
                        and (broadcast_id is null or exists (select 1 from broadcasts r where r.id = broadcast_id and r.state = 2))
                        and (broadcast_id is not null or not exists (
                            select 1 from channels h join connections n on n.id = h.connection_id
                            where h.id = channel_id and n.token_refused_at is not null))
                        and (swept_at is null or swept_at < now() - interval '5 seconds')
                    order by created_at limit 500 for update skip locked) o
                where b.conversation_id = o.conversation_id and b.seq = o.seq
                returning b.conversation_id
                """
            )
            .Value(age);

#if CHAOS
        Crash.At("sweep before claim");
#endif
        var found = new HashSet<long>();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await row.ReadAsync(cancel))
                found.Add(row.GetInt64(0));
        } while (await row.NextResultAsync(cancel));
#if CHAOS
        if (found.Count > 0)
            Crash.At("sweep after claim");
#endif
        return [.. found];
    }

    /// <summary>
    /// Attempts without a result that nobody makes any more: on record for <paramref name="age"/>, or for three seconds by a silo that the cluster has
    /// declared dead, so that whom it was answering need not wait for the rest of that time. At most 500.
    /// </summary>
    public async Task<IReadOnlyList<SendRecord>> LostAttempts(TimeSpan age, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            with dead as (
                select address || ':' || port || '@' || generation as name from orleans.cluster_member
                where status = 6 and i_am_alive > now() - interval '10 minutes')
            select conversation_id, channel_id, seq, attempt from outbox
            where state = 1
                and created_at < now() - (select case when exists (select 1 from dead) then least($1, interval '3 seconds') else $1 end)
                and (attempted_at < now() - $1
                    or attempted_at < now() - interval '3 seconds' and claimed_by = any (array(select name from dead)))
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
                where o.conversation_id = d.conversation_id and o.seq = d.seq and not d.again
                returning o.conversation_id, o.seq, o.resend and o.attempt > 1 as twice),
            marked as (
                update messages m set resent = true
                from given_up g where m.conversation_id = g.conversation_id and m.seq = g.seq and g.twice)
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
#if CHAOS
        if (wake.Count > 0)
            Crash.At("resend after claim");
#endif
        return wake;
    }

    /// <summary>How long the oldest unhandled inbox row has waited; zero when there is none.</summary>
    public async Task<TimeSpan> OldestInbox(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select now() - min(received_at) from inbox");
        return await ask.ExecuteScalarAsync(cancel) is TimeSpan age && age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>
    /// Parked statuses whose message is known by now: a status without an attempt id and our record of the wamid were written at the same moment.
    /// At most 200. They stay until <see cref="Unpark"/>.
    /// </summary>
    public async Task<IReadOnlyList<StatusNews>> Parked(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select p.channel_id, p.wamid, p.status, p.at, p.error
            from parked_statuses p
            cross join lateral (
                select 1 from messages m where m.channel_id = p.channel_id and m.wamid = p.wamid and m.direction = 1 limit 1) m
            limit 200
            """
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var news = new List<StatusNews>();
        while (await row.ReadAsync(cancel))
            news.Add(
                new(
                    row.GetInt64(0),
                    row.GetString(1),
                    (MessageStatus)row.GetInt16(2),
                    row.Time(3),
                    row.TextOrNull(4),
                    null
                )
            );
        return news;
    }

    /// <summary>Removes the parked statuses that their messages have caught up with.</summary>
    public async Task Unpark(CancellationToken cancel)
    {
        await using var work = database.Source.CreateCommand(
            """
            delete from parked_statuses p
            where p.status <= (
                select m.status from messages m where m.channel_id = p.channel_id and m.wamid = p.wamid and m.direction = 1 limit 1)
            """
        );
        await work.ExecuteNonQueryAsync(cancel);
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
