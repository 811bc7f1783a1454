using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>A message as it is stored.</summary>
public sealed record Message(
    long ConversationId,
    long Seq,
    long ChangedSeq,
    Direction Direction,
    string Kind,
    string Text,
    Content Content,
    Author Author,
    MessageStatus Status,
    MessageError? Error,
    string? Wamid,
    Guid? ClientId,
    bool Resent,
    DateTimeOffset CreatedAt
);

/// <summary>Which conversations a list shows.</summary>
public enum InboxView
{
    All,
    Bot,
    Unassigned,
    Mine,
}

/// <summary>How many conversations each view has, and how many have something unread.</summary>
public sealed record InboxCounts(long All, long Bot, long Unassigned, long Mine, long Unread);

/// <summary>What the inbox screens read. Every query is scoped by workspace: what is not there and what is another's look the same.</summary>
public sealed class InboxReads(Database database)
{
    private const string ViewFilter = """
        and case $2 when 0 then true when 1 then c.owner = 0 when 2 then c.owner <> 0 and c.assignee_id is null else c.assignee_id = $3 end
        """;

    /// <summary>A page of conversations, newest first, from before (<paramref name="beforeAt"/>, <paramref name="beforeId"/>).</summary>
    public async Task<IReadOnlyList<Conversation>> List(
        string workspace,
        InboxView view,
        string user,
        string? search,
        DateTimeOffset? beforeAt,
        long beforeId,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {ConversationSql.Columns} {ConversationSql.From}
            where c.workspace_id = $1 and c.listed_at is not null {ViewFilter}
                and ($4::text is null or p.name ilike $4 or p.phone like $4)
                and ($5::timestamptz is null or (c.listed_at <= date_bin('15 seconds', $5, timestamptz '2000-01-01 00:00:00+00')
                    and (c.last_at, c.id) < ($5, $6)))
            order by c.listed_at desc, c.last_at desc, c.id desc
            limit $7
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value((int)view);
        ask.Parameters.Text(user);
        ask.Parameters.Text(search is { Length: > 0 } ? $"%{Sql.Like(search)}%" : null);
        ask.Parameters.Add(
            new NpgsqlParameter
            {
                Value = beforeAt is { } at ? at.UtcDateTime : DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz,
            }
        );
        ask.Parameters.Value(beforeId);
        ask.Parameters.Value(most);

        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<Conversation>();
        while (await row.ReadAsync(cancel))
            page.Add(ConversationSql.Read(row));
        return page;
    }

    public async Task<InboxCounts> Counts(string workspace, string user, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select count(*), count(*) filter (where owner = 0), count(*) filter (where owner <> 0 and assignee_id is null),
                count(*) filter (where assignee_id = $2), count(*) filter (where unread > 0)
            from conversations where workspace_id = $1 and listed_at is not null
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(user);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new InboxCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
    }

    public async Task<Conversation?> Find(string workspace, long conversation, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {ConversationSql.Columns} {ConversationSql.From} where c.workspace_id = $1 and c.id = $2"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? ConversationSql.Read(row) : null;
    }

    /// <summary>The newest <paramref name="most"/> messages before a seq, in ascending order.</summary>
    public Task<IReadOnlyList<Message>> Before(
        string workspace,
        long conversation,
        long before,
        int most,
        CancellationToken cancel
    ) => Messages("and seq < $3 order by seq desc limit $4", workspace, conversation, before, most, cancel);

    /// <summary>
    /// What was added or changed after a seq of the conversation, in the order of the changes; ask again from the last one while a page is full.
    /// </summary>
    public Task<IReadOnlyList<Message>> ChangedAfter(
        string workspace,
        long conversation,
        long after,
        int most,
        CancellationToken cancel
    ) => Messages("and changed_seq > $3 order by changed_seq limit $4", workspace, conversation, after, most, cancel);

    /// <summary>The message that was asked for under this client id, if there is one.</summary>
    public async Task<Message?> ByClientId(string workspace, long conversation, Guid client, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {Columns} from messages where workspace_id = $1 and conversation_id = $2 and client_id = $3"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Value(client);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Read(row) : null;
    }

    /// <summary>Notes how far people have read; never backwards. False: no such conversation.</summary>
    public async Task<bool> MarkRead(string workspace, long conversation, long seq, CancellationToken cancel)
    {
        await using var mark = database.Source.CreateCommand(
            """
            update conversations c set read_seq = greatest(read_seq, least($3, seq)),
                unread = (select count(*) from messages m
                    where m.conversation_id = c.id and m.direction = 0 and m.seq > greatest(c.read_seq, $3))
            where workspace_id = $1 and id = $2
            """
        );
        mark.Parameters.Text(workspace);
        mark.Parameters.Value(conversation);
        mark.Parameters.Value(seq);
        return await mark.ExecuteNonQueryAsync(cancel) == 1;
    }

    private const string Columns =
        "conversation_id, seq, changed_seq, direction, kind, text, content, author, status, error, wamid, client_id, resent, created_at";

    private async Task<IReadOnlyList<Message>> Messages(
        string which,
        string workspace,
        long conversation,
        long from,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"select {Columns} from messages where workspace_id = $1 and conversation_id = $2 {which}"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Value(from);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<Message>();
        while (await row.ReadAsync(cancel))
            page.Add(Read(row));
        return page;
    }

    private static Message Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetInt64(2),
            (Direction)row.GetInt16(3),
            row.GetString(4),
            row.GetString(5),
            StorageJson.Content(row.GetString(6)),
            StorageJson.Author(row.GetString(7)),
            (MessageStatus)row.GetInt16(8),
            StorageJson.Error(row.TextOrNull(9)),
            row.TextOrNull(10),
            row.IsDBNull(11) ? null : row.GetGuid(11),
            row.GetBoolean(12),
            row.Time(13)
        );
}
