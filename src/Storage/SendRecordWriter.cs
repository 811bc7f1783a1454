using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits how attempts ended. The answer is the change that people see, or null when there is none (a status webhook had told more already).
/// </summary>
public sealed class SendRecordWriter(Database database)
    : GroupCommit<SendRecord, StatusChange?>(database, capacity: 20_000, pumps: 2),
        ISendRecords
{
    public Task<StatusChange?> Record(SendRecord record, CancellationToken cancel) => Commit(record, cancel);

    protected override async Task<IReadOnlyList<StatusChange?>> Write(IReadOnlyList<SendRecord> records)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.Conversations(batch, records.Select(record => record.ConversationId));

        var sql = batch.Add(
            $"""
            with result as (
                select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::smallint[], $6::text[], $7::text[], $8::bigint[])
                    as r (conversation_id, channel_id, seq, attempt, status, wamid, error, after_ms)),
            known as (
                select r.*, coalesce(o.resend and o.state <> 0, false) as resend, o.attempt = r.attempt as is_current
                from result r left join outbox o on o.conversation_id = r.conversation_id and o.seq = r.seq),
            parked as (
                delete from parked_statuses p using result r
                where p.channel_id = r.channel_id and p.wamid = r.wamid
                returning p.channel_id, p.wamid, p.status, p.at, p.error),
            news as (
                select distinct on (k.conversation_id, k.seq) k.conversation_id, k.seq, greatest(k.status, p.status) as status, k.wamid, coalesce(p.error, k.error) as error,
                    p.sent_at, p.delivered_at, p.read_at, k.resend
                from known k
                left join lateral (
                    select max(p.status) as status, max(p.error::text) as error, min(p.at) filter (where p.status = 20) as sent_at,
                        min(p.at) filter (where p.status = 30) as delivered_at, min(p.at) filter (where p.status >= 40) as read_at
                    from parked p where p.channel_id = k.channel_id and p.wamid = k.wamid) p on true
                where k.status >= 0 and (k.wamid is not null or k.is_current)
                order by k.conversation_id, k.seq, greatest(k.status, p.status) desc),
            finished as (
                delete from outbox o using known k
                where o.conversation_id = k.conversation_id and o.seq = k.seq
                    and (k.wamid is not null or (k.status = 25 and k.is_current))),
            waiting as (
                update outbox o set state = case when k.status = 2 then 2 else 0 end,
                    not_before = case when k.status < 0 then now() + k.after_ms * interval '1 millisecond' end
                from known k
                where o.conversation_id = k.conversation_id and o.seq = k.seq and k.is_current and k.wamid is null
                    and k.status in (2, -1)),
            resent as (
                -- lost a second time: no news, but it may have gone out twice
                update messages m set resent = true
                from known k
                where k.status = 2 and k.resend and k.is_current and m.conversation_id = k.conversation_id and m.seq = k.seq and m.status >= 2),
            {StatusSql.Apply}
            """
        );
        sql.Bigints(records, record => record.ConversationId);
        sql.Bigints(records, record => record.ChannelId);
        sql.Bigints(records, record => record.Seq);
        sql.Ints(records, record => record.Attempt);
        sql.Smallints(records, record => Status(record.Outcome));
        sql.Texts(records, record => (record.Outcome as SendOutcome.Accepted)?.Wamid);
        sql.Texts(records, record => record.Outcome is SendOutcome.Failed failed ? StorageJson.Of(failed.Error) : null);
        sql.Bigints(
            records,
            record => record.Outcome is SendOutcome.Later later ? (long)later.After.TotalMilliseconds : 0
        );

        var changes = new Dictionary<(long, long), StatusChange>(records.Count);
        await using (var row = await batch.ExecuteReaderAsync())
        {
            await row.NextResultAsync();
            while (await row.ReadAsync())
            {
                var change = StatusSql.Read(row);
                changes[(change.ConversationId, change.MessageSeq)] = change;
            }
        }
        return [.. records.Select(record => changes.GetValueOrDefault((record.ConversationId, record.Seq)))];
    }

    private static short? Status(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Accepted { Held: true } => (short)MessageStatus.Held,
            SendOutcome.Accepted => (short)MessageStatus.Accepted,
            SendOutcome.Failed => (short)MessageStatus.Failed,
            SendOutcome.Lost => (short)MessageStatus.Unknown,
            SendOutcome.Later => -1,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
}
