using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>What came of undoing a merge.</summary>
public enum UndoResult
{
    Undone,

    /// <summary>There is no such merge.</summary>
    Missing,

    /// <summary>Undone before, or older than 30 days.</summary>
    Over,

    /// <summary>The kept contact has itself been merged since: that is to be undone first.</summary>
    Covered,
}

/// <summary>
/// Makes two contacts of one again. What the merge moved goes back; messages that came since stay where they are, and so do values changed since.
/// Sessions that the merge ended stay ended.
/// </summary>
public sealed class MergeUndo(Database database)
{
    public async Task<UndoResult> Undo(string workspace, long id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Identities.HoldWays(connection, true, cancel);
        await ContactRows.Hold(connection, workspace, cancel);
        if (await Find(connection, workspace, id, cancel) is not var (kept, merged, detail, over) || detail is null)
            return UndoResult.Missing;
        if (over)
            return UndoResult.Over;
        if (await ContactRows.Take(connection, workspace, [kept], cancel) is not [var now])
            return UndoResult.Covered;

        await using var batch = new NpgsqlBatch(connection);
        // the alias's own conversations are known to a grain, too
        batch
            .Add(
                "select pg_advisory_xact_lock(v.id) from (select id from conversations where contact_id = $1 order by id) v"
            )
            .Value(merged);
        var back = batch.Add(
            """
            update contact_identities i set contact_id = $1
            from unnest($4::smallint[], $5::text[]) as w (kind, value)
            where i.workspace_id = $3 and i.kind = w.kind and i.value = w.value and i.contact_id = $2
            """
        );
        Between(back);
        back.Text(workspace);
        back.Smallints(detail.Identities, one => one.Kind);
        back.Texts(detail.Identities, one => one.Value);
        Back(
            """
            update conversations v set contact_id = $1, version = version + 1
            where contact_id = $2 and id = any($3::bigint[])
                and not exists (select 1 from conversations o where o.contact_id = $1 and o.channel_id = v.channel_id)
            """,
            detail.Conversations
        );
        Back("update contact_notes set contact_id = $1 where contact_id = $2 and id = any($3::bigint[])", detail.Notes);
        Back("update contacts set merged_into = $1 where merged_into = $2 and id = any($3::bigint[])", detail.Aliases);
        batch
            .Add("update contacts set merged_into = null, version = version + 1, updated_at = now() where id = $1")
            .Value(merged);
        ContactRows.Write(batch, [MergeRules.Undo(now, detail.KeptBefore, detail.KeptAfter)]);
        batch.Add("update conversations set version = version + 1 where contact_id = $1").Value(merged);
        batch.Add("update contact_merges set undone_at = now() where id = $1").Value(id);
        ContactLog.Write(
            batch,
            workspace,
            actor,
            [
                new LogLine(kept, "unmerged", new JsonObject { ["from"] = merged }),
                new LogLine(merged, "unmerged", new JsonObject { ["from"] = kept }),
            ]
        );
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return UndoResult.Undone;

        void Between(NpgsqlParameterCollection sql)
        {
            sql.Value(merged);
            sql.Value(kept);
        }

        void Back(string statement, long[] ids)
        {
            var sql = batch.Add(statement);
            Between(sql);
            sql.Bigints(ids, one => one);
        }
    }

    private static async Task<(long Kept, long Merged, MergeDetail? Detail, bool Over)?> Find(
        NpgsqlConnection connection,
        string workspace,
        long id,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select kept_id, merged_id, detail, undone_at is not null or at < now() - interval '30 days'
            from contact_merges where workspace_id = $1 and id = $2 for update
            """,
            connection
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? (
                row.GetInt64(0),
                row.GetInt64(1),
                JsonSerializer.Deserialize(row.GetString(2), ContactsJson.Default.MergeDetail),
                row.GetBoolean(3)
            )
            : null;
    }
}
