using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits status webhooks. A status finds its message by the attempt id it carries, else by wamid; one that comes before our own
/// record is either joined by its attempt id or parked until the record is written. One that comes before the record of a second send marks the message as
/// resent, as the record would have done. The answer lists the changes that people see.
/// </summary>
public sealed class StatusWriter(Database database)
    : GroupCommit<StatusNews, IReadOnlyList<StatusChange>>(database, capacity: 20_000, pumps: 1),
        IStatuses
{
    /// <summary>Applies one status; null task when the line is full (answer 503).</summary>
    public Task<IReadOnlyList<StatusChange>>? TryApply(StatusNews news) => TryCommit(news);

    /// <summary>Applies one status, waiting for room.</summary>
    public Task<IReadOnlyList<StatusChange>> Apply(StatusNews news, CancellationToken cancel) => Commit(news, cancel);

    /// <summary>Several statuses of one message, taken together.</summary>
    private sealed record Climb(
        StatusNews Top,
        DateTimeOffset? SentAt,
        DateTimeOffset? DeliveredAt,
        DateTimeOffset? ReadAt
    );

    protected override async Task<IReadOnlyList<IReadOnlyList<StatusChange>>> Write(IReadOnlyList<StatusNews> items)
    {
        var climbs = items.GroupBy(item => (item.ChannelId, item.Wamid)).Select(Together).ToArray();

        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);

        var hold = batch.Add(
            """
            select pg_advisory_xact_lock(id) from (
                select id from unnest($3::bigint[]) as a (id) where id <> 0
                union
                select m.conversation_id from unnest($1::bigint[], $2::text[]) as s (channel_id, wamid)
                cross join lateral (
                    select conversation_id from messages
                    where channel_id = s.channel_id and wamid = s.wamid and direction = 1 limit 1) m
                order by id) c
            """
        );
        var nameless = climbs.Where(climb => climb.Top.Attempt is null).ToArray();
        hold.Bigints(nameless, climb => climb.Top.ChannelId);
        hold.Texts(nameless, climb => climb.Top.Wamid);
        hold.Bigints(climbs, climb => climb.Top.Attempt?.Conversation ?? 0);

        var sql = batch.Add(
            $"""
            with status as (
                select * from unnest($1::bigint[], $2::text[], $3::smallint[], $4::text[], $5::bigint[], $6::bigint[],
                        $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
                    as s (channel_id, wamid, status, error, attempt_conversation, attempt_seq, sent_at, delivered_at, read_at, at)),
            found as (
                select s.*, coalesce(a.conversation_id, w.conversation_id) as conversation_id, coalesce(a.seq, w.seq) as seq
                from status s
                left join lateral (
                    select conversation_id, seq from messages
                    where conversation_id = s.attempt_conversation and seq = s.attempt_seq and channel_id = s.channel_id and direction = 1
                    limit 1) a on true
                left join lateral (
                    select conversation_id, seq from messages
                    where a.seq is null and channel_id = s.channel_id and wamid = s.wamid and direction = 1 limit 1) w on true),
            news as (
                select distinct on (f.conversation_id, f.seq) f.conversation_id, f.seq, f.status, f.wamid, f.error, f.sent_at, f.delivered_at,
                    f.read_at, coalesce(o.resend and o.state <> 0, false) as resend
                from found f left join outbox o on o.conversation_id = f.conversation_id and o.seq = f.seq
                where f.seq is not null
                order by f.conversation_id, f.seq, f.status desc),
            parked as (
                insert into parked_statuses (channel_id, wamid, status, at, error)
                select channel_id, wamid, status, at, error::json from found where seq is null and attempt_seq is null
                on conflict do nothing),
            resolved as (
                delete from outbox o using news n where o.conversation_id = n.conversation_id and o.seq = n.seq),
            {StatusSql.Apply}
            """
        );
#if CHAOS
        Mutant.StatusByArrival.Rewrite(batch, "n.status > m.status", "n.status <> m.status");
#endif
        sql.Bigints(climbs, climb => climb.Top.ChannelId);
        sql.Texts(climbs, climb => climb.Top.Wamid);
        sql.Smallints(climbs, climb => (short)climb.Top.Status);
        sql.Texts(climbs, climb => climb.Top.Error);
        sql.Bigints(climbs, climb => climb.Top.Attempt?.Conversation);
        sql.Bigints(climbs, climb => climb.Top.Attempt?.Seq);
        sql.Times(climbs, climb => climb.SentAt);
        sql.Times(climbs, climb => climb.DeliveredAt);
        sql.Times(climbs, climb => climb.ReadAt);
        sql.Times(climbs, climb => climb.Top.At);

        var changes = new List<StatusChange>(climbs.Length);
        await using (var row = await batch.ExecuteReaderAsync())
        {
            await row.NextResultAsync();
            while (await row.ReadAsync())
                changes.Add(StatusSql.Read(row));
        }

        // whoever comes first in the batch publishes what the batch did
        var results = new IReadOnlyList<StatusChange>[items.Count];
        Array.Fill(results, []);
        results[0] = changes;
        return results;
    }

    private static Climb Together(IEnumerable<StatusNews> sameMessage)
    {
        var all = sameMessage.ToArray();
        DateTimeOffset? When(MessageStatus from, MessageStatus to) =>
            all.FirstOrDefault(news => news.Status >= from && news.Status <= to)?.At;

        return new Climb(
            all.MaxBy(news => news.Status) ?? all[0],
            When(MessageStatus.Sent, MessageStatus.Sent),
            When(MessageStatus.Delivered, MessageStatus.Delivered),
            When(MessageStatus.Read, MessageStatus.Played)
        );
    }
}
