using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Chaos;

/// <summary>What must be true of the database and of Meta's log once everything has come to rest, whatever happened before.</summary>
internal static class Invariants
{
    /// <summary>Writes down each number that a conversation gives out: a status that is overtaken leaves no other trace.</summary>
    public const string Watch = """
        create table seq_log (conversation_id bigint not null, seq bigint not null, message_seq bigint not null, status smallint not null);
        create function log_seq() returns trigger language plpgsql as
        'begin insert into seq_log values (new.conversation_id, new.changed_seq, new.seq, new.status); return null; end';
        create trigger seq_log after insert or update of changed_seq on messages for each row execute function log_seq();
        """;

    private static readonly (string Promise, string Wrong, string Sql)[] Never =
    [
        (
            "I11",
            "a seq has a gap or was given out twice",
            """
            select c.id || ': seq ' || c.seq || ', given out ' || count(l.seq) || ', different ' || count(distinct l.seq) || ', up to ' || max(l.seq)
            from conversations c left join seq_log l on l.conversation_id = c.id
            group by c.id, c.seq
            having c.seq <> count(l.seq) or c.seq <> count(distinct l.seq) or c.seq <> coalesce(max(l.seq), 0)
            """
        ),
        (
            "I2",
            "a message came in twice",
            "select channel_id || ' ' || wamid from messages where direction = 0 group by channel_id, wamid having count(*) > 1"
        ),
        (
            "I2",
            "a message was answered twice",
            "select conversation_id || ': ' || text from messages where direction = 1 group by conversation_id, text having count(*) > 1"
        ),
        (
            "I1",
            "a message was not answered",
            """
            select i.conversation_id || ': ' || i.text from messages i
            where i.direction = 0 and not exists (
                select 1 from messages o
                where o.conversation_id = i.conversation_id and o.direction = 1 and o.seq > i.seq and o.text = 'echo ' || i.text)
            """
        ),
        (
            "I3",
            "answers stand in another order than the messages",
            """
            select o.conversation_id || ': ' || o.text
            from (
                select m.conversation_id, m.text, a.seq as answered,
                    max(a.seq) over (partition by m.conversation_id order by m.seq rows between unbounded preceding and 1 preceding) as before
                from messages m
                join messages a on a.conversation_id = m.conversation_id and a.direction = 1 and a.text = 'echo ' || m.text
                where m.direction = 0) o
            where o.answered < o.before
            """
        ),
        (
            "I11",
            "a status went backwards",
            """
            select a.conversation_id || '-' || a.message_seq from seq_log a
            join seq_log b on b.conversation_id = a.conversation_id and b.message_seq = a.message_seq and b.seq > a.seq
            where b.status < a.status
            """
        ),
        ("I1", "a send is not over", "select conversation_id || '-' || seq || ' state ' || state from outbox"),
    ];

    public static async Task Hold(NpgsqlDataSource database, Meta meta, CancellationToken cancel)
    {
        await ToldAll(meta, cancel);
        await Rest(database, cancel);
        foreach (var (_, wrong, found) in await Broken(database, meta, cancel))
            Assert.Fail($"{wrong}: {string.Join(", ", found.Take(10))}");
    }

    /// <summary>Waits until each status that Meta tells has been taken: what is unknown before may still become known.</summary>
    public static Task ToldAll(Meta meta, CancellationToken cancel) =>
        Eventually.True(() => meta.HasToldAll, "every status is told", cancel, TimeSpan.FromMinutes(5));

    /// <summary>Waits until nothing is left to do.</summary>
    public static Task Rest(NpgsqlDataSource database, CancellationToken cancel, TimeSpan? within = null) =>
        Eventually.True(
            async () =>
                await Empty(database, "inbox", cancel)
                && await Empty(database, "outbox", cancel)
                && await AllDelivered(database, cancel),
            "inbox and outbox are empty, and the statuses have come",
            cancel,
            within ?? TimeSpan.FromMinutes(5)
        );

    /// <summary>Each promise that does not hold, with what shows it.</summary>
    public static async Task<IReadOnlyList<(string Promise, string Wrong, IReadOnlyList<string> Found)>> Broken(
        NpgsqlDataSource database,
        Meta meta,
        CancellationToken cancel
    )
    {
        // nobody has counted what a storm left behind: without, the larger questions take minutes
        await using (var count = database.CreateCommand("analyze"))
        {
            count.CommandTimeout = 300;
            await count.ExecuteNonQueryAsync(cancel);
        }

        var broken = new List<(string, string, IReadOnlyList<string>)>();
        void Look(string promise, string wrong, IReadOnlyList<string> found)
        {
            if (found.Count > 0)
                broken.Add((promise, wrong, found));
        }

        foreach (var (promise, wrong, sql) in Never)
            Look(promise, wrong, await Rows(database, sql, cancel));

        var known = (await Rows(database, "select wamid from messages where direction = 0", cancel)).ToHashSet();
        Look(
            "I1",
            "an acked message is not there",
            [.. meta.AckedMessages.Where(acked => !known.Contains(acked.Wamid)).Select(acked => acked.Text)]
        );

        var resent = (
            await Rows(database, "select conversation_id || '.' || seq from messages where resent", cancel)
        ).ToHashSet();
        var doubled = meta
            .Posts.GroupBy(post => Sent(post))
            .Where(sends => sends.Count() > (resent.Contains(sends.Key) ? 2 : 1))
            .Select(sends =>
                $"{sends.Key} {sends.Count()} times: {string.Join(", ", sends.Select(send => $"{send.Callback} at {send.At:HH:mm:ss.fff}"))}"
            );
        Look("I2", "a message was sent more often than it is marked to be", [.. doubled]);
        return broken;
    }

    /// <summary>The statuses that a message has had, in order.</summary>
    public static async Task<IReadOnlyList<MessageStatus>> Statuses(
        NpgsqlDataSource database,
        string text,
        CancellationToken cancel
    )
    {
        await using var ask = database.CreateCommand(
            """
            select l.status from seq_log l
            join messages m on m.conversation_id = l.conversation_id and m.seq = l.message_seq
            where m.direction = 1 and m.text = $1
            order by l.seq
            """
        );
        ask.Parameters.AddWithValue(text);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var statuses = new List<MessageStatus>();
        while (await row.ReadAsync(cancel))
            statuses.Add((MessageStatus)row.GetInt16(0));
        return statuses;
    }

    private static string Sent(Post post) =>
        AttemptId.TryParse(post.Callback, out var id)
            ? $"{id.Conversation}.{id.Seq}"
            : throw new InvalidOperationException($"A send carried no attempt id but {post.Callback}.");

    private static async Task<bool> Empty(NpgsqlDataSource database, string table, CancellationToken cancel) =>
        await Rows(database, $"select 'row' from {table} limit 1", cancel) is [];

    // those that Meta never saw stay unknown
    private static async Task<bool> AllDelivered(NpgsqlDataSource database, CancellationToken cancel) =>
        await Rows(database, "select 'row' from messages where direction = 1 and status not in (2, 30) limit 1", cancel)
            is [];

    public static async Task<IReadOnlyList<string>> Rows(
        NpgsqlDataSource database,
        string sql,
        CancellationToken cancel
    )
    {
        await using var ask = database.CreateCommand(sql);
        // a quarter of an hour leaves much to look through
        ask.CommandTimeout = 300;
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(cancel))
            rows.Add(await row.IsDBNullAsync(0, cancel) ? "" : row.GetString(0));
        return rows;
    }
}
