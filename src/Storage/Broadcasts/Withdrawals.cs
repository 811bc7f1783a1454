using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Takes messages of broadcasts back out of the outbox while nobody has tried them.</summary>
public sealed class Withdrawals(Database database)
{
    private const int AtOnce = 256;

    /// <summary>
    /// Takes back what was not tried yet of cancelled broadcasts, and what is for people who have opted out meanwhile: it never goes out, and its recipient
    /// is skipped. The answer is what people see of it.
    /// </summary>
    public async Task<IReadOnlyList<StatusChange>> Take(CancellationToken cancel)
    {
        var due = new List<(long Conversation, long Seq, string Reason)>();
        await using (
            var ask = database.Source.CreateCommand(
                $"""
                select o.conversation_id, o.seq, case when b.state = 5 then 'cancelled' when p.opted_out_at is not null then 'opted_out' else 'blocked' end
                from outbox o
                join broadcasts b on b.id = o.broadcast_id
                join conversations c on c.id = o.conversation_id
                join contacts p on p.id = c.contact_id
                where o.broadcast_id is not null and o.state = 0 and (b.state = 5 or coalesce(p.opted_out_at, p.blocked_at) is not null)
                limit {AtOnce}
                """
            )
        )
        {
            await using var row = await ask.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                due.Add((row.GetInt64(0), row.GetInt64(1), row.GetString(2)));
        }
        if (due.Count == 0)
            return [];

        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        Locks.Conversations(batch, due.Select(one => one.Conversation));
        // a claim that was faster has made it an attempt: then it stays
        var take = batch.Add(
            $$"""
            with gone as (
                delete from outbox o using unnest($1::bigint[], $2::bigint[], $3::text[]) as w (conversation_id, seq, reason)
                where o.conversation_id = w.conversation_id and o.seq = w.seq and o.state = 0
                returning o.conversation_id, o.seq, w.reason),
            news as (
                select conversation_id, seq, 25::smallint as status, null::text as wamid,
                    json_build_object('code', {{Withdrawn.Code}}, 'title', 'Not sent', 'details', reason)::text as error,
                    null::timestamptz as sent_at, null::timestamptz as delivered_at, null::timestamptz as read_at, false as resend
                from gone),
            {{StatusSql.Apply}}
            """
        );
        take.Bigints(due, one => one.Conversation);
        take.Bigints(due, one => one.Seq);
        take.Texts(due, one => one.Reason);

        var changes = new List<StatusChange>();
        await using var told = await batch.ExecuteReaderAsync(cancel);
        await told.NextResultAsync(cancel);
        while (await told.ReadAsync(cancel))
            changes.Add(StatusSql.Read(told));
        return changes;
    }
}
