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
    DateTimeOffset CreatedAt,
    string? ReplyTo
);

/// <summary>What the inbox screens read. Every query is scoped by workspace: what is not there and what is another's look the same.</summary>
public sealed class InboxReads(Database database)
{
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

    /// <summary>The oldest <paramref name="most"/> messages from a seq on, in ascending order.</summary>
    public Task<IReadOnlyList<Message>> From(
        string workspace,
        long conversation,
        long from,
        int most,
        CancellationToken cancel
    ) => Messages("and seq >= $3 order by seq limit $4", workspace, conversation, from, most, cancel);

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

    /// <summary>
    /// Notes how far people have read: never backwards, unless it is to be <paramref name="unread"/> from a seq on. Null: no such conversation.
    /// </summary>
    public async Task<(long ReadSeq, int Unread)?> MarkRead(
        string workspace,
        long conversation,
        long seq,
        bool unread,
        CancellationToken cancel
    )
    {
        await using var mark = database.Source.CreateCommand(
            """
            update conversations c set
                read_seq = case when $4 then greatest(least(read_seq, $3 - 1), 0) else greatest(read_seq, least($3, seq)) end,
                unread = (select count(*) from messages m
                    where m.conversation_id = c.id and m.direction = 0
                        and m.seq > case when $4 then greatest(least(c.read_seq, $3 - 1), 0) else greatest(c.read_seq, $3) end)
            where workspace_id = $1 and id = $2
            returning read_seq, unread
            """
        );
        mark.Parameters.Text(workspace);
        mark.Parameters.Value(conversation);
        mark.Parameters.Value(seq);
        mark.Parameters.Value(unread);
        await using var row = await mark.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetInt64(0), row.GetInt32(1)) : null;
    }

    /// <summary>What the contact wrote last, as Meta names it.</summary>
    public async Task<string?> LastWamid(long conversation, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select wamid from messages where conversation_id = $1 and direction = 0 and wamid is not null
            order by seq desc limit 1
            """
        );
        ask.Parameters.Value(conversation);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>Whether the conversation is the workspace's.</summary>
    public async Task<bool> IsOf(string workspace, long conversation, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select exists(select 1 from conversations where workspace_id = $1 and id = $2)"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Which of them are the workspace's.</summary>
    public async Task<IReadOnlySet<long>> Of(string workspace, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select id from conversations where workspace_id = $1 and id = any($2::bigint[])"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Bigints(ids, id => id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new HashSet<long>();
        while (await row.ReadAsync(cancel))
            found.Add(row.GetInt64(0));
        return found;
    }

    /// <summary>Whether a message that Meta names so stands in the conversation.</summary>
    public async Task<bool> Has(string workspace, long conversation, string wamid, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select exists(select 1 from messages where workspace_id = $1 and conversation_id = $2 and wamid = $3)"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(conversation);
        ask.Parameters.Text(wamid);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>One message.</summary>
    public async Task<Message?> One(string workspace, long conversation, long seq, CancellationToken cancel)
    {
        var page = await Messages("and seq = $3 limit $4", workspace, conversation, seq, 1, cancel);
        return page.Count == 1 ? page[0] : null;
    }

    internal const string Columns =
        "conversation_id, seq, changed_seq, direction, kind, text, content, author, status, error, wamid, client_id, resent, created_at, reply_to";

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

    internal static Message Read(NpgsqlDataReader row, int at = 0) =>
        new(
            row.GetInt64(at),
            row.GetInt64(at + 1),
            row.GetInt64(at + 2),
            (Direction)row.GetInt16(at + 3),
            row.GetString(at + 4),
            row.GetString(at + 5),
            StorageJson.Content(row.GetString(at + 6)),
            StorageJson.Author(row.GetString(at + 7)),
            (MessageStatus)row.GetInt16(at + 8),
            StorageJson.Error(row.TextOrNull(at + 9)),
            row.TextOrNull(at + 10),
            row.IsDBNull(at + 11) ? null : row.GetGuid(at + 11),
            row.GetBoolean(at + 12),
            row.Time(at + 13),
            row.TextOrNull(at + 14)
        );
}
