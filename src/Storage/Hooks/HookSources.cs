using System.Text.Json;
using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>Reads what some transactions wrote: from (not included) to (included), in workspaces that have a webhook.</summary>
internal static class HookSources
{
    /// <summary>Null: it is more than <paramref name="most"/> of a kind.</summary>
    public static async Task<HookFacts?> Read(
        NpgsqlConnection connection,
        IReadOnlyList<string> workspaces,
        long from,
        long to,
        int most,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        Ask(
            $"""
            select written, workspace_id, {InboxReads.Columns} from messages
            where written > $1 and written <= $2 and workspace_id = any($3)
            """
        );
        Ask(
            """
            select written, workspace_id, conversation_id, version, at, events from turns
            where written > $1 and written <= $2 and workspace_id = any($3)
            """
        );
        Ask(
            """
            select f.written, f.workspace_id, f.conversation_id, f.seq, f.message_seq, f.status, f.error, f.at, m.wamid, m.client_id, m.broadcast_id
            from webhook_facts f
            join messages m on m.conversation_id = f.conversation_id and m.seq = f.message_seq
            where f.written > $1 and f.written <= $2 and f.workspace_id = any($3) and f.conversation_id is not null
            """
        );
        Ask(
            """
            select f.written, f.id, f.workspace_id, f.broadcast_id, f.status, f.reason, f.at, b.title, b.audience_size, b.started_at, b.ended_at
            from webhook_facts f
            join broadcasts b on b.id = f.broadcast_id
            where f.written > $1 and f.written <= $2 and f.workspace_id = any($3) and f.broadcast_id is not null
            """
        );

        var messages = new List<WrittenMessage>();
        var turns = new List<WrittenTurn>();
        var statuses = new List<StatusStep>();
        var broadcasts = new List<BroadcastStep>();
        await using (var row = await batch.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
                messages.Add(new(row.GetInt64(0), row.GetString(1), InboxReads.Read(row, 2)));
            await row.NextResultAsync(cancel);
            while (await row.ReadAsync(cancel))
                turns.Add(
                    new(
                        row.GetInt64(0),
                        row.GetString(1),
                        row.GetInt64(2),
                        row.GetInt64(3),
                        row.Time(4),
                        row.GetString(5)
                    )
                );
            await row.NextResultAsync(cancel);
            while (await row.ReadAsync(cancel))
                statuses.Add(Status(row));
            await row.NextResultAsync(cancel);
            while (await row.ReadAsync(cancel))
                broadcasts.Add(Broadcast(row));
        }
        var facts = new HookFacts(messages, turns, statuses, broadcasts, new Dictionary<long, TouchedConversation>());
        if (facts.Largest > most)
            return null;

        var touched = messages
            .Select(one => one.Message.ConversationId)
            .Concat(turns.Select(one => one.ConversationId))
            .Concat(statuses.Select(one => one.ConversationId))
            .Distinct()
            .ToArray();
        return touched.Length == 0
            ? facts
            : facts with
            {
                Conversations = await Conversations(connection, touched, cancel),
            };

        void Ask(string sql)
        {
            var parameters = batch.Add($"{sql} limit {most + 1}");
            parameters.Value(from);
            parameters.Value(to);
            parameters.Texts(workspaces, one => one);
        }
    }

    private static StatusStep Status(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt64(4),
            (MessageStatus)row.GetInt16(5),
            row.TextOrNull(6),
            row.Time(7),
            row.TextOrNull(8),
            row.IsDBNull(9) ? null : row.GetGuid(9),
            row.LongOrNull(10)
        );

    private static BroadcastStep Broadcast(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetString(2),
            row.GetInt64(3),
            (BroadcastState)row.GetInt16(4),
            row.TextOrNull(5),
            row.Time(6),
            row.GetString(7),
            row.IntOrNull(8),
            row.TimeOrNull(9),
            row.TimeOrNull(10)
        );

    private static async Task<Dictionary<long, TouchedConversation>> Conversations(
        NpgsqlConnection connection,
        long[] ids,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            $"""
            select {ConversationSql.Columns}, h.id, h.connection_id, h.phone_number_id, h.number, h.title, h.simulated, h.messages_per_second, t.told
            {ConversationSql.From}
            left join channels h on h.id = c.channel_id
            left join webhook_conversations t on t.conversation_id = c.id
            where c.id = any($1::bigint[])
            """,
            connection
        );
        ask.Parameters.Bigints(ids, id => id);
        var found = new Dictionary<long, TouchedConversation>(ids.Length);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var conversation = ConversationSql.Read(row);
            const int More = ConversationSql.Count;
            var channel = row.IsDBNull(More)
                ? null
                : new Channel(
                    row.GetInt64(More),
                    conversation.WorkspaceId,
                    row.GetString(More + 1),
                    row.GetString(More + 2),
                    row.GetString(More + 3),
                    row.GetString(More + 4),
                    row.GetBoolean(More + 5),
                    row.GetInt32(More + 6),
                    TokenRefusedAt: null
                );
            var told = row.TextOrNull(More + 7) is { } json
                ? JsonSerializer.Deserialize(json, HookJson.Default.HookStanding)
                : null;
            found[conversation.Id] = new TouchedConversation(conversation, channel, told);
        }
        return found;
    }
}
