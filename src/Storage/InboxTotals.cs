namespace WhatsAppBot.Storage;

/// <summary>Counts the conversations of each view. All of a workspace are counted for it: an answer serves everybody who asks within a second.</summary>
internal sealed class InboxTotals(Database database)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private const int MostKept = 1_000;

    private readonly Dictionary<(string, string), (long At, Task<InboxCounts> Counts)> kept = [];
    private readonly Lock door = new();

    public Task<InboxCounts> Of(string workspace, string user, CancellationToken cancel)
    {
        lock (door)
        {
            var now = Environment.TickCount64;
            if (
                kept.TryGetValue((workspace, user), out var known)
                && now - known.At < GoodFor.TotalMilliseconds
                && !known.Counts.IsFaulted
            )
                return known.Counts.WaitAsync(cancel);

            if (kept.Count >= MostKept)
                kept.Clear();
            var counts = Count(workspace, user);
            kept[(workspace, user)] = (now, counts);
            return counts.WaitAsync(cancel);
        }
    }

    private async Task<InboxCounts> Count(string workspace, string user)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select 0 as what, null as name, count(*), count(*) filter (where status = 0), count(*) filter (where owner = 0),
                count(*) filter (where owner <> 0 and assignee_id is null), count(*) filter (where assignee_id = $2),
                count(*) filter (where unread > 0), count(*) filter (where status = 2), count(*) filter (where status = 1),
                count(*) filter (where status = 0 and owner = 0),
                count(*) filter (where status = 0 and owner <> 0 and assignee_id is null),
                count(*) filter (where status = 0 and assignee_id = $2)
            from conversations where workspace_id = $1 and listed_at is not null
            union all
            select 1, queue, count(*), count(*) filter (where status = 0), 0, 0, 0, 0, 0, 0, 0, 0, 0 from conversations
            where workspace_id = $1 and queue is not null and listed_at is not null group by queue
            union all
            select 2, l, count(*), count(*) filter (where status = 0), 0, 0, 0, 0, 0, 0, 0, 0, 0
            from conversations c, unnest(c.labels) as l
            where workspace_id = $1 and labels <> '{}' and listed_at is not null group by l
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(user);
        await using var row = await ask.ExecuteReaderAsync();
        var (queues, labels) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        var (openQueues, openLabels) = (new Dictionary<string, long>(), new Dictionary<string, long>());
        var n = new long[13];
        while (await row.ReadAsync())
        {
            var what = row.GetInt32(0);
            if (what == 0)
            {
                for (var at = 2; at < n.Length; at++)
                    n[at] = row.GetInt64(at);
                continue;
            }
            (what == 1 ? queues : labels)[row.GetString(1)] = row.GetInt64(2);
            if (row.GetInt64(3) is > 0 and var open)
                (what == 1 ? openQueues : openLabels)[row.GetString(1)] = open;
        }
        var opened = new OpenCounts(n[3], n[10], n[11], n[12], openQueues, openLabels);
        return new InboxCounts(n[2], n[4], n[5], n[6], n[7], n[8], n[9], queues, labels, opened);
    }
}
