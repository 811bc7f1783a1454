using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A merge, and whether it can still be undone.</summary>
public sealed record ContactMerge(
    long Id,
    long KeptId,
    long MergedId,
    DateTimeOffset At,
    string ActorName,
    DateTimeOffset? UndoneAt,
    DateTimeOffset UndoableUntil
);

/// <summary>
/// Makes two contacts one. Identities, notes and conversations move to the one that is kept. Where both have a conversation on a channel, the other's
/// stays with its contact, which becomes an alias: its messages are read through the kept one, its session ends, and what that person writes next goes into the
/// kept one's conversation. So no message ever changes its conversation or its seq, and everything can be undone for 30 days.
/// </summary>
public sealed class ContactMerges(Database database)
{
    /// <summary>Null: one of the two is not there.</summary>
    public async Task<long?> Merge(
        string workspace,
        long kept,
        long merged,
        IReadOnlySet<string> take,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Identities.HoldWays(connection, true, cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        var both = await ContactRows.Take(connection, workspace, [kept, merged], cancel);
        if (
            both.FirstOrDefault(one => one.Id == kept) is not { } keeps
            || both.FirstOrDefault(one => one.Id == merged) is not { } goes
        )
            return null;

        var after = MergeRules.Merge(keeps, goes, take);
        var detail = await Move(connection, keeps, after, goes, cancel);
        await using var batch = new NpgsqlBatch(connection);
        ContactRows.Write(batch, [after]);
        var leave = batch.Add(
            "update contacts set merged_into = $2, version = version + 1, updated_at = now() where id = $1"
        );
        leave.Value(merged);
        leave.Value(kept);
        // what waits in an alias's conversation would wait for ever
        batch
            .Add("delete from timers where conversation_id in (select id from conversations where contact_id = $1)")
            .Value(merged);
        batch
            .Add(
                """
                update conversations set session = null, flow_id = null, flow_version = null, flow_name = null, node_id = null, node_name = null,
                    status = 1, version = version + 1
                where contact_id = $1
                """
            )
            .Value(merged);
        var keep = batch.Add(
            """
            insert into contact_merges (workspace_id, kept_id, merged_id, actor_id, actor_name, detail)
            values ($1, $2, $3, $4, $5, $6::json) returning id
            """
        );
        keep.Text(workspace);
        keep.Value(kept);
        keep.Value(merged);
        keep.Text(actor.Id);
        keep.Text(actor.Name);
        keep.Text(JsonSerializer.Serialize(detail, ContactsJson.Default.MergeDetail));
        // no names here: what is erased of one must not stay in the log of the other
        ContactLog.Write(batch, workspace, actor, [new LogLine(kept, "merged", new JsonObject { ["with"] = merged })]);

        long id = 0;
        await using (var row = await batch.ExecuteReaderAsync(cancel))
        {
            do
            {
                while (await row.ReadAsync(cancel))
                    id = row.GetInt64(0);
            } while (await row.NextResultAsync(cancel));
        }
        await transaction.CommitAsync(cancel);
        return id;
    }

    private static async Task<MergeDetail> Move(
        NpgsqlConnection connection,
        StoredContact kept,
        StoredContact after,
        StoredContact merged,
        CancellationToken cancel
    )
    {
        var identities = new List<MovedIdentity>();
        await using (
            var move = Between(
                connection,
                "update contact_identities set contact_id = $1 where contact_id = $2 returning kind, value",
                kept.Id,
                merged.Id
            )
        )
        await using (var row = await move.ExecuteReaderAsync(cancel))
        {
            while (await row.ReadAsync(cancel))
                identities.Add(new MovedIdentity(row.GetInt16(0), row.GetString(1)));
        }

        return new MergeDetail(
            kept,
            after,
            merged,
            identities,
            await Moved(
                """
                update conversations v set contact_id = $1, version = version + 1
                where contact_id = $2 and not exists (select 1 from conversations o where o.contact_id = $1 and o.channel_id = v.channel_id)
                returning id
                """
            ),
            await Moved("update contact_notes set contact_id = $1 where contact_id = $2 returning id"),
            await Moved("update contacts set merged_into = $1 where merged_into = $2 returning id")
        );

        async Task<long[]> Moved(string sql)
        {
            await using var move = Between(connection, sql, kept.Id, merged.Id);
            var ids = new List<long>();
            await using var row = await move.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                ids.Add(row.GetInt64(0));
            return [.. ids];
        }
    }

    private static NpgsqlCommand Between(NpgsqlConnection connection, string sql, long to, long from)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Value(to);
        command.Parameters.Value(from);
        return command;
    }

    /// <summary>The merges of a contact, the newest first.</summary>
    public async Task<IReadOnlyList<ContactMerge>> Of(string workspace, long contact, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, kept_id, merged_id, at, actor_name, undone_at, at + interval '30 days' from contact_merges
            where workspace_id = $1 and (kept_id = $2 or merged_id = $2) order by id desc limit 100
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(contact);
        var found = new List<ContactMerge>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            found.Add(
                new ContactMerge(
                    row.GetInt64(0),
                    row.GetInt64(1),
                    row.GetInt64(2),
                    row.Time(3),
                    row.GetString(4),
                    row.TimeOrNull(5),
                    row.Time(6)
                )
            );
        return found;
    }
}
