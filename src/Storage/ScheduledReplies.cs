using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>A reply that goes out at a time. With a refusal: its time came and it could not be sent.</summary>
public sealed record ScheduledReply(
    string WorkspaceId,
    long ConversationId,
    Guid ClientId,
    string PersonId,
    string PersonName,
    Content Content,
    string? ReplyTo,
    DateTimeOffset SendAt,
    string? Refusal,
    DateTimeOffset CreatedAt
);

/// <summary>
/// Replies that wait for their time. A due one is leased, said under its client id (so that one that is said twice is one message), and removed:
/// whoever dies in between leaves it to the next.
/// </summary>
public sealed class ScheduledReplies(Database database)
{
    public const int MostPerConversation = 100;

    private const string Columns =
        "workspace_id, conversation_id, client_id, person_id, person_name, content, reply_to, send_at, refusal, created_at";

    /// <summary>False: there are too many in the conversation. The same client id twice is one.</summary>
    public async Task<bool> Add(ScheduledReply reply, CancellationToken cancel)
    {
        await using var add = database.Source.CreateCommand(
            $"""
            insert into scheduled_replies (workspace_id, conversation_id, client_id, person_id, person_name, content, reply_to, send_at)
            select $1, $2, $3, $4, $5, $6::json, $7, $8
            where (select count(*) from scheduled_replies where conversation_id = $2) < {MostPerConversation}
            on conflict (conversation_id, client_id) do update set client_id = excluded.client_id
            """
        );
        add.Parameters.Text(reply.WorkspaceId);
        add.Parameters.Value(reply.ConversationId);
        add.Parameters.Value(reply.ClientId);
        add.Parameters.Text(reply.PersonId);
        add.Parameters.Text(reply.PersonName);
        add.Parameters.Text(StorageJson.Of(reply.Content));
        add.Parameters.Text(reply.ReplyTo);
        add.Parameters.Value(reply.SendAt.UtcDateTime);
        return await add.ExecuteNonQueryAsync(cancel) == 1;
    }

    public Task<IReadOnlyList<ScheduledReply>> Of(string workspace, long conversation, CancellationToken cancel) =>
        Read(
            $"select {Columns} from scheduled_replies where workspace_id = $1 and conversation_id = $2 order by send_at, client_id",
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Value(conversation);
            },
            cancel
        );

    public async Task<ScheduledReply?> Find(string workspace, long conversation, Guid client, CancellationToken cancel)
    {
        var found = await Read(
            $"select {Columns} from scheduled_replies where workspace_id = $1 and conversation_id = $2 and client_id = $3",
            parameters =>
            {
                parameters.Text(workspace);
                parameters.Value(conversation);
                parameters.Value(client);
            },
            cancel
        );
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Takes it back, as long as nobody has begun to send it.</summary>
    public async Task<bool> Cancel(string workspace, long conversation, Guid client, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand(
            """
            delete from scheduled_replies
            where workspace_id = $1 and conversation_id = $2 and client_id = $3 and (state = 1 or lease_until is null)
            """
        );
        remove.Parameters.Text(workspace);
        remove.Parameters.Value(conversation);
        remove.Parameters.Value(client);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Takes due ones for 30 s; each goes to one silo. Once taken, a reply cannot be taken back.</summary>
    public async Task<IReadOnlyList<ScheduledReply>> Claim(int most, CancellationToken cancel)
    {
        var due = await Read(
            $"""
            update scheduled_replies s set lease_until = now() + interval '30 seconds'
            from (
                select conversation_id, client_id from scheduled_replies
                where state = 0 and send_at <= now() and (lease_until is null or lease_until < now())
                order by send_at limit $1 for update skip locked) d
            where s.conversation_id = d.conversation_id and s.client_id = d.client_id
            returning {string.Join(", ", Columns.Split(", ").Select(one => $"s.{one}"))}
            """,
            parameters => parameters.Value(most),
            cancel
        );
#if CHAOS
        if (due.Count > 0)
            Crash.At("scheduled after claim");
#endif
        return due;
    }

    /// <summary>It is a message now.</summary>
    public async Task Done(ScheduledReply reply, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand(
            "delete from scheduled_replies where conversation_id = $1 and client_id = $2"
        );
        remove.Parameters.Value(reply.ConversationId);
        remove.Parameters.Value(reply.ClientId);
#if CHAOS
        Crash.At("scheduled before commit");
#endif
        await remove.ExecuteNonQueryAsync(cancel);
#if CHAOS
        Crash.At("scheduled after commit");
#endif
    }

    /// <summary>It cannot be sent. True: it is noted for the first time.</summary>
    public async Task<bool> Refuse(ScheduledReply reply, string why, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            """
            update scheduled_replies set state = 1, refusal = $3, lease_until = null
            where conversation_id = $1 and client_id = $2 and state = 0
            """
        );
        note.Parameters.Value(reply.ConversationId);
        note.Parameters.Value(reply.ClientId);
        note.Parameters.Text(why);
        return await note.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task<IReadOnlyList<ScheduledReply>> Read(
        string sql,
        Action<NpgsqlParameterCollection> fill,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(sql);
        fill(ask.Parameters);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<ScheduledReply>();
        while (await row.ReadAsync(cancel))
            found.Add(
                new ScheduledReply(
                    row.GetString(0),
                    row.GetInt64(1),
                    row.GetGuid(2),
                    row.GetString(3),
                    row.GetString(4),
                    StorageJson.Content(row.GetString(5)),
                    row.TextOrNull(6),
                    row.Time(7),
                    row.TextOrNull(8),
                    row.Time(9)
                )
            );
        return found;
    }
}
