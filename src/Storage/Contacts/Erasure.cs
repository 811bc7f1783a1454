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
/// Takes a person out of every table: raw webhooks and rejected rows that name it first, then, in one transaction, contact and aliases, conversations
/// with all that hangs on them, uploads, and what has come to name it since. What stays is that somebody erased contact number so-and-so, and how much
/// it was.
/// </summary>
public sealed class Erasure(Database database)
{
    // far more than the longest conversation takes. While it deletes nothing arrives: rather it fails, and is asked for again
    private const int Patience = 120;

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
        // each further round needs somebody who gave the contact another name or number during the last one
        while (true)
        {
            var (hindrance, seen) = await Look(workspace, id, cancel);
            if (hindrance is { } result)
                return result;

            var traces = new ErasedTraces(database, workspace, seen, Patience);
            var since = await traces.Remove(cancel);
            if (await Erase(workspace, id, seen, traces, since, actor, cancel) is { } done)
                return done;
        }
    }

    private async Task<(ErasureResult? Hindrance, ErasedPerson Person)> Look(
        string workspace,
        long id,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        return (
            await Hindrance(connection, workspace, id, cancel),
            await ErasedPerson.Gather(connection, workspace, id, cancel)
        );
    }

    /// <summary>Null: the person has names or numbers whose traces were not removed.</summary>
    private async Task<ErasureResult?> Erase(
        string workspace,
        long id,
        ErasedPerson seen,
        ErasedTraces traces,
        DateTimeOffset since,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // whoever is just taking messages up (into the search, for webhooks) ends first: afterwards there is nothing of it to take up. That may take
        // its time, so it is waited for before anything that arrives has to wait, too
        await using (var takers = new NpgsqlCommand("select pg_advisory_xact_lock(2, 16)", connection))
        {
            takers.CommandTimeout = Patience;
            await takers.ExecuteNonQueryAsync(cancel);
        }
        await Identities.HoldWays(connection, true, cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        if (await ContactRows.Take(connection, workspace, [id], cancel) is not [_])
            return ErasureResult.Missing;
        if (await Hindrance(connection, workspace, id, cancel) is { } hindrance)
            return hindrance;

        var person = await ErasedPerson.Gather(connection, workspace, id, cancel);
        if (!person.Traces.IsSubsetOf(seen.Traces))
            return null;

        await traces.RemoveSince(connection, since, cancel);
        await using var batch = new NpgsqlBatch(connection) { Timeout = Patience };
        foreach (var statement in OfConversations)
            batch.Add(statement).Bigints(person.Conversations, one => one);
        foreach (var statement in OfContacts)
            batch.Add(statement).Bigints(person.Contacts, one => one);
        // a file that waits for its mapping may name anybody; one that is still coming in is as one that comes afterwards
        batch.Add("delete from contact_imports where workspace_id = $1 and state = 0 and whole").Text(workspace);
        ContactLog.Audit(
            batch,
            workspace,
            actor,
            "erase",
            new JsonObject { ["contact"] = id, ["conversations"] = person.Conversations.Count }
        );
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return ErasureResult.Erased;
    }

    private static readonly string[] OfConversations =
    [
        "select pg_advisory_xact_lock(v.id) from unnest($1::bigint[]) as v (id)",
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
        "delete from webhook_lanes l using webhooks h where l.webhook_id = h.id and l.lane = any($1)",
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

    private static async Task<ErasureResult?> Hindrance(
        NpgsqlConnection connection,
        string workspace,
        long id,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select exists (select 1 from contacts where workspace_id = $1 and id = $2 and merged_into is null),
                exists (select 1 from contact_imports where workspace_id = $1 and state = 1)
            """,
            connection
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return !row.GetBoolean(0) ? ErasureResult.Missing
            : row.GetBoolean(1) ? ErasureResult.ImportRunning
            : null;
    }
}
