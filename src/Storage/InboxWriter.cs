using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits arrivals: finds or makes contact and conversation, keeps each wamid once, and answers after the commit
/// with the row to be handled, or null when it had been received before.
/// </summary>
public sealed class InboxWriter(Database database, ContactDirectory directory)
    : GroupCommit<Arrival, InboxRow?>(database, capacity: 20_000, pumps: 2)
{
    /// <summary>Appends one arrival; null task when the line is full (answer 503).</summary>
    public Task<InboxRow?>? TryAppend(Arrival arrival) => TryCommit(arrival);

    protected override async Task<IReadOnlyList<InboxRow?>> Write(IReadOnlyList<Arrival> items)
    {
        // each further round needs a merge or an erasure that ended during the last one
        while (true)
        {
            var (conversations, revision) = await directory.Find(items);
            var (results, now) = await Write(items, conversations, revision);
            if (now == revision)
                return results;
            directory.Forget(now);
        }
    }

    /// <summary>Nothing is written when the ways are of another revision than the database's, which is told.</summary>
    private async Task<(IReadOnlyList<InboxRow?> Results, long Revision)> Write(
        IReadOnlyList<Arrival> items,
        long[] conversations,
        long revision
    )
    {
        var results = new InboxRow?[items.Count];

        // one POST may hold the same message twice: the first speaks for all
        var first = new Dictionary<(long, string), int>(items.Count);
        var fresh = new List<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (first.TryAdd((items[i].ChannelId, items[i].Wamid), i))
                fresh.Add(i);
        }

        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.SteadyWays(batch);
        batch.Add("select revision from contact_revision");
        var insert = batch.Add(
            """
            with item as (
                select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[])
                    with ordinality as i (channel_id, wamid, conversation_id, body, ord)
                where (select revision from contact_revision) = $5),
            fresh as (
                insert into inbox_keys (channel_id, wamid)
                select channel_id, wamid from item order by channel_id, wamid
                on conflict do nothing
                returning channel_id, wamid)
            insert into inbox (conversation_id, channel_id, kind, wamid, body)
            select item.conversation_id, item.channel_id, 0, item.wamid, item.body
            from item join fresh using (channel_id, wamid)
            order by item.ord
            returning id, channel_id, wamid
            """
        );
        insert.Bigints(fresh, i => items[i].ChannelId);
        insert.Texts(fresh, i => items[i].Wamid);
        insert.Bigints(fresh, i => conversations[i]);
        insert.Bytes(fresh, i => items[i].Body);
        insert.Value(revision);
#if CHAOS
        Mutant.NoUniqueKey.Rewrite(batch, "do nothing", "(channel_id, wamid) do update set received_at = now()");
#endif

        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        await row.ReadAsync();
        var now = row.GetInt64(0);
        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            var at = first[(row.GetInt64(1), row.GetString(2))];
            results[at] = new InboxRow(conversations[at], row.GetInt64(0), InboxKind.Message, items[at].Body);
        }
        return (results, now);
    }
}
