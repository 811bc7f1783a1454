using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>How much there is of a contact: what an erasure takes away.</summary>
public sealed record ErasureScope(string? Name, long Conversations, long Messages, long Notes, long Changes);

/// <summary>What came of an erasure.</summary>
public enum ErasureResult
{
    Erased,
    Missing,

    /// <summary>An import is running whose file may hold the contact: it is to end or be cancelled first.</summary>
    ImportRunning,
}

/// <summary>
/// Takes a person out of every table, in one transaction: contact and aliases, conversations with all that hangs on them, raw webhooks that name it,
/// uploads and rejected rows. What stays is that somebody erased contact number so-and-so, and how much it was.
/// </summary>
public sealed class Erasure(Database database)
{
    public async Task<ErasureScope?> Scope(string workspace, long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            with who as (select id from contacts where workspace_id = $1 and (id = $2 or merged_into = $2))
            select c.name, (select count(*) from conversations v where v.contact_id in (select id from who)),
                (select count(*) from messages m join conversations v on v.id = m.conversation_id where v.contact_id in (select id from who)),
                (select count(*) from contact_notes n where n.contact_id in (select id from who)),
                (select count(*) from contact_changes l where l.contact_id in (select id from who))
            from contacts c where c.workspace_id = $1 and c.id = $2 and c.merged_into is null
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new ErasureScope(row.TextOrNull(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))
            : null;
    }

    public async Task<ErasureResult> Erase(string workspace, long id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Identities.HoldWays(connection, true, cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        if (await ContactRows.Take(connection, workspace, [id], cancel) is not [_])
            return ErasureResult.Missing;
        if (await ImportRuns(connection, workspace, cancel))
            return ErasureResult.ImportRunning;

        var (who, conversations, traces) = await Gather(connection, workspace, id, cancel);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var statement in OfConversations)
            batch.Add(statement).Bigints(conversations, one => one);
        foreach (var statement in OfContacts)
            batch.Add(statement).Bigints(who, one => one);
        foreach (var statement in OfTraces)
        {
            var sql = batch.Add(statement);
            sql.Text(workspace);
            sql.Texts(traces, one => one);
        }
        // a file that waits for its mapping may name anybody
        batch.Add("delete from contact_imports where workspace_id = $1 and state = 0").Text(workspace);
        ContactLog.Audit(
            batch,
            workspace,
            actor,
            "erase",
            new JsonObject { ["contact"] = id, ["conversations"] = conversations.Count }
        );
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ErasureResult.Erased;
    }

    private static readonly string[] OfConversations =
    [
        "select pg_advisory_xact_lock(v.id) from unnest($1::bigint[]) as v (id)",
        // whoever is just taking messages up (into the search, for webhooks) ends first: afterwards there is nothing of it to take up
        "select pg_advisory_xact_lock(2, 16) where $1::bigint[] is not null",
        """
            delete from inbox_keys k using messages m
            where m.conversation_id = any($1) and m.wamid is not null and k.channel_id = m.channel_id and k.wamid = m.wamid
            """,
        """
            delete from inbox_keys k using inbox i
            where i.conversation_id = any($1) and i.wamid is not null and k.channel_id = i.channel_id and k.wamid = i.wamid
            """,
        """
            delete from parked_statuses p using messages m
            where m.conversation_id = any($1) and m.wamid is not null and p.channel_id = m.channel_id and p.wamid = m.wamid
            """,
        "delete from outbox where conversation_id = any($1)",
        "delete from timers where conversation_id = any($1)",
        "delete from inbox where conversation_id = any($1)",
        "delete from turns where conversation_id = any($1)",
        "delete from calls where conversation_id = any($1)",
        "delete from scheduled_replies where conversation_id = any($1)",
        "delete from reply_drafts where conversation_id = any($1)",
        "delete from read_positions where conversation_id = any($1)",
        "delete from message_words where conversation_id = any($1)",
        "delete from webhook_facts where conversation_id = any($1)",
        "delete from webhook_lanes where lane = any($1)",
        "delete from webhook_deliveries d using webhook_events e where e.lane = any($1) and d.event = e.id",
        "delete from webhook_events where lane = any($1)",
        "delete from webhook_conversations where conversation_id = any($1)",
        "delete from messages where conversation_id = any($1)",
        "delete from conversations where id = any($1)",
    ];

    private static readonly string[] OfContacts =
    [
        "delete from contact_notes where contact_id = any($1)",
        """
            update broadcast_recipients set vals = null, reason = case when state in (0, 1) then 'contact_gone' else reason end,
                state = case when state in (0, 1) then 30 else state end
            where contact_id = any($1)
            """,
        "delete from sequence_entries where contact_id = any($1)",
        "delete from reached_people where contact_id = any($1)",
        "delete from contact_changes where contact_id = any($1)",
        "delete from contact_merges where kept_id = any($1) or merged_id = any($1)",
        "delete from contact_identities where contact_id = any($1)",
        "delete from contacts where id = any($1)",
    ];

    // texts that name the person, in places that are not anybody's own
    private static readonly string[] OfTraces =
    [
        """
            delete from quarantine q using connections n
            where n.workspace_id = $1 and q.connection_id = n.id
                and exists (select 1 from unnest($2::text[]) as t (trace) where position(convert_to(t.trace, 'UTF8') in q.body) > 0)
            """,
        """
            delete from contact_import_rejects r using contact_imports i
            where i.workspace_id = $1 and r.import_id = i.id
                and exists (
                    select 1 from unnest($2::text[]) as t (trace)
                    where position(lower(t.trace) in lower(array_to_string(r.cells, ' '))) > 0
                        or (t.trace ~ '^[0-9]{6,}$'
                            and position(right(t.trace, 8) in regexp_replace(array_to_string(r.cells, ' '), '[^0-9]', '', 'g')) > 0))
            """,
        """
            update contact_audit a set detail = '{}'
            where a.workspace_id = $1
                and exists (select 1 from unnest($2::text[]) as t (trace) where position(lower(t.trace) in lower(a.detail::text)) > 0)
            """,
    ];

    private static async Task<bool> ImportRuns(NpgsqlConnection connection, string workspace, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand(
            "select exists (select 1 from contact_imports where workspace_id = $1 and state = 1)",
            connection
        );
        ask.Parameters.Text(workspace);
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task<(
        IReadOnlyList<long> Who,
        IReadOnlyList<long> Conversations,
        IReadOnlyList<string> Traces
    )> Gather(NpgsqlConnection connection, string workspace, long id, CancellationToken cancel)
    {
        await using var ask = new NpgsqlBatch(connection);
        Ask("select id from contacts where workspace_id = $1 and (id = $2 or merged_into = $2)");
        Ask(
            """
            select v.id from conversations v join contacts c on c.id = v.contact_id
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2) order by v.id
            """
        );
        // a short name would be found in everything
        Ask(
            """
            select t.trace from contacts c
            cross join lateral (values (c.phone), (c.bsuid), (case when length(c.name) >= 5 then c.name end)) as t (trace)
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2) and t.trace <> ''
            union
            select i.value from contact_identities i join contacts c on c.id = i.contact_id
            where c.workspace_id = $1 and (c.id = $2 or c.merged_into = $2)
            """
        );

        var (who, conversations, traces) = (new List<long>(), new List<long>(), new List<string>());
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            who.Add(row.GetInt64(0));
        await row.NextResultAsync(cancel);
        while (await row.ReadAsync(cancel))
            conversations.Add(row.GetInt64(0));
        await row.NextResultAsync(cancel);
        while (await row.ReadAsync(cancel))
            traces.Add(row.GetString(0));
        return (who, conversations, traces);

        void Ask(string sql)
        {
            var parameters = ask.Add(sql);
            parameters.Text(workspace);
            parameters.Value(id);
        }
    }
}
