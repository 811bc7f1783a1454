using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>A person, as flows and lists see them.</summary>
public sealed record Contact(
    long Id,
    string? Name,
    string? Phone,
    string? Bsuid,
    string? Language,
    IReadOnlyList<string> Tags,
    string Fields,
    DateTimeOffset? OptedOutAt,
    DateTimeOffset? BlockedAt = null
)
{
    /// <summary>The team wants nothing of this person: what they write is kept, and nothing is sent to them.</summary>
    public bool IsBlocked => BlockedAt is not null;
}

/// <summary>The line under a name in the list: the newest message that people see.</summary>
public sealed record LastMessage(
    long Seq,
    string Kind,
    string Text,
    Direction Direction,
    MessageStatus Status,
    DateTimeOffset At
);

/// <summary>The newest broadcast that a conversation was handed, and when.</summary>
public sealed record BroadcastMark(long Id, DateTimeOffset At);

/// <summary>A conversation as it is stored; <paramref name="IsNoted"/> once the turn log has been told who the contact is.</summary>
public sealed record Conversation(
    long Id,
    string WorkspaceId,
    long ChannelId,
    long Version,
    long Seq,
    ConversationState State,
    Contact Contact,
    int Unread,
    long ReadSeq,
    LastMessage? Last,
    DateTimeOffset CreatedAt,
    bool IsNoted = false,
    BroadcastMark? Broadcast = null
)
{
    /// <summary>The contact said stop and has not written since: what they write later is an invitation to answer.</summary>
    public bool WantsNothing =>
        Contact.OptedOutAt is { } stopped && !(State.WindowClosesAt - TimeSpan.FromHours(24) > stopped);
}

/// <summary>A conversation with the work that waits for it: unhandled inbox rows and pending sends, each in order.</summary>
public sealed record LoadedConversation(
    Conversation Conversation,
    IReadOnlyList<InboxRow> Inbox,
    IReadOnlyList<PendingSend> Sends
);

/// <summary>Loads conversations for activations, many in one round trip. Null: there is none with that id.</summary>
public sealed class ConversationLoader(Database database)
    : GroupCommit<long, LoadedConversation?>(database, capacity: 50_000, pumps: 1),
        IConversations
{
    // a burst longer than this is taken up in several bites
    private const int MostRows = 100;

    public Task<LoadedConversation?> Load(long conversation, CancellationToken cancel) => Commit(conversation, cancel);

    protected override async Task<IReadOnlyList<LoadedConversation?>> Write(IReadOnlyList<long> ids)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch
            .Add($"select {ConversationSql.Columns} {ConversationSql.From} where c.id = any($1::bigint[])")
            .Bigints(ids, id => id);
        batch
            .Add(
                $"""
                select i.conversation_id, i.id, i.kind, i.body
                from unnest($1::bigint[]) as w (id)
                cross join lateral (
                    select * from inbox where conversation_id = w.id order by id limit {MostRows}) i
                """
            )
            .Bigints(ids, id => id);
        batch
            .Add(
                $"""
                select o.conversation_id, o.seq, o.workspace_id, o.channel_id, o.lane, m.content, m.reply_to, o.session_id, o.node_id, o.not_before,
                    o.broadcast_id
                from unnest($1::bigint[]) as w (id)
                cross join lateral (
                    select * from outbox where conversation_id = w.id and state = 0 order by seq limit {MostRows}) o
                join messages m on m.conversation_id = o.conversation_id and m.seq = o.seq
                """
            )
            .Bigints(ids, id => id);

        var conversations = new Dictionary<long, Conversation>();
        var inbox = new Dictionary<long, List<InboxRow>>();
        var sends = new Dictionary<long, List<PendingSend>>();

        await using var row = await batch.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var conversation = ConversationSql.Read(row);
            conversations[conversation.Id] = conversation;
        }
        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            var work = new InboxRow(
                row.GetInt64(0),
                row.GetInt64(1),
                (InboxKind)row.GetInt16(2),
                row.GetFieldValue<byte[]>(3)
            );
            Into(inbox, work.ConversationId).Add(work);
        }
        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            var send = new PendingSend(
                row.GetInt64(0),
                row.GetInt64(1),
                row.GetString(2),
                row.GetInt64(3),
                (Lane)row.GetInt16(4),
                StorageJson.Content(row.GetString(5)),
                row.TextOrNull(6),
                row.TextOrNull(7),
                row.TextOrNull(8),
                row.TimeOrNull(9),
                row.LongOrNull(10)
            );
            Into(sends, send.ConversationId).Add(send);
        }

        return
        [
            .. ids.Select(id =>
                conversations.TryGetValue(id, out var conversation)
                    ? new LoadedConversation(
                        conversation,
                        inbox.TryGetValue(id, out var rows) ? rows.OrderBy(work => work.Id).ToList() : [],
                        sends.TryGetValue(id, out var pending) ? pending.OrderBy(send => send.Seq).ToList() : []
                    )
                    : null
            ),
        ];
    }

    private static List<T> Into<T>(Dictionary<long, List<T>> lists, long key)
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        return list;
    }
}
