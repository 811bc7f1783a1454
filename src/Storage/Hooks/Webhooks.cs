using Npgsql;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>The webhooks of workspaces. Their secrets go in sealed and come out only to those who sign.</summary>
public sealed class Webhooks(Database database, Secrets secrets)
{
    /// <summary>How many a workspace may have.</summary>
    public const int Most = 20;

    private const string Table = "webhooks";
    private const string Columns = """
        id, workspace_id, url, description, kinds, state, secret, case when previous_until > now() then previous_until end, failing_since,
        created_at, updated_at
        """;

    public async Task<IReadOnlyList<Webhook>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {Columns} from webhooks where workspace_id = $1 order by created_at, id"
        );
        ask.Parameters.Text(workspace);
        var all = new List<Webhook>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }

    public async Task<Webhook?> Find(string workspace, string id, CancellationToken cancel) =>
        (await List(workspace, cancel)).FirstOrDefault(one => one.Id == id);

    /// <summary>False when the workspace has as many as it may have. It is told what is committed from now on.</summary>
    public async Task<bool> Add(
        string workspace,
        string id,
        string url,
        string description,
        IReadOnlyList<string> kinds,
        string secret,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        BeginHere(batch);
        var insert = batch.Change(
            $"""
            insert into webhooks (id, workspace_id, url, description, kinds, secret, from_written, created_by)
            select $7, $8, $9, $10, $11, $12, pg_current_xact_id()::text::bigint, $13
            where (select count(*) from webhooks where workspace_id = $8) < {Most}
            returning id
            """,
            Entry(workspace, actor, "webhook.add", id, url)
        );
        insert.Text(id);
        insert.Text(workspace);
        insert.Text(url);
        insert.Text(description);
        insert.Texts(kinds, kind => kind);
        insert.Text(Sealed(id, "secret", secret));
        insert.Text(actor.Id);
        await batch.ExecuteNonQueryAsync(cancel);
        return await Find(workspace, id, cancel) is not null;
    }

    /// <summary>False when there is no such webhook in the workspace. Switched on, it is told what is committed from now on.</summary>
    public async Task<bool> Change(
        string workspace,
        string id,
        HookChanges changes,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        if (changes.IsOn == true)
        {
            BeginHere(batch);
            // what waited when it was switched off waits no longer
            var hurry = batch.Add(
                """
                update webhook_lanes l set due_at = now() from webhooks w
                where l.webhook_id = $1 and w.id = $1 and w.workspace_id = $2 and w.state <> 0
                """
            );
            hurry.Text(id);
            hurry.Text(workspace);
        }
        var update = batch.Change(
            """
            update webhooks set url = coalesce($9, url), description = coalesce($10, description), kinds = coalesce($11, kinds),
                from_written = case when $12 and state <> 0 then pg_current_xact_id()::text::bigint else from_written end,
                failing_since = case when $12 and state <> 0 then null else failing_since end,
                state = case when $12 then 0 when not $12 and state = 0 then 1 else state end, updated_at = now()
            where workspace_id = $7 and id = $8
            returning id
            """,
            Entry(workspace, actor, "webhook.change", id, changes.Url, changes.IsOn)
        );
        update.Text(workspace);
        update.Text(id);
        update.Text(changes.Url);
        update.Text(changes.Description);
        update.Add(
            new NpgsqlParameter
            {
                Value = (object?)changes.Kinds?.ToArray() ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
            }
        );
        update.Add(
            new NpgsqlParameter
            {
                Value = (object?)changes.IsOn ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean,
            }
        );
        return await batch.ExecuteNonQueryAsync(cancel) > 0 && await Find(workspace, id, cancel) is not null;
    }

    /// <summary>A new secret; the one before goes on signing beside it until a time. False when there is no such webhook.</summary>
    public async Task<bool> Rotate(
        string workspace,
        string id,
        string secret,
        TimeSpan previousFor,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var ask = new NpgsqlCommand(
            "select secret from webhooks where workspace_id = $1 and id = $2 for update",
            connection
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(id);
        if (await ask.ExecuteScalarAsync(cancel) is not string now)
            return false;

        // a secret is bound to its column: the one that becomes the previous one is sealed anew
        var before = secrets.Open(Place(id, "secret"), now);
        await using var batch = new NpgsqlBatch(connection);
        var update = batch.Change(
            """
            update webhooks set secret = $8, previous_secret = $9, previous_until = now() + $10, updated_at = now() where id = $7
            returning id
            """,
            Entry(workspace, actor, "webhook.rotate", id)
        );
        update.Text(id);
        update.Text(Sealed(id, "secret", secret));
        update.Text(Sealed(id, "previous_secret", before));
        update.Value(previousFor);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>The secret before signs no more. False when there is no such webhook.</summary>
    public async Task<bool> EndPrevious(string workspace, string id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var update = batch.Change(
            "update webhooks set previous_secret = null, previous_until = null where workspace_id = $7 and id = $8 returning id",
            Entry(workspace, actor, "webhook.end-secret", id)
        );
        update.Text(workspace);
        update.Text(id);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>It goes with its log. False when there is no such webhook.</summary>
    public async Task<bool> Remove(string workspace, string id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection) { Timeout = 120 };
        var remove = batch.Change(
            "delete from webhooks where workspace_id = $7 and id = $8 returning id",
            Entry(workspace, actor, "webhook.remove", id)
        );
        remove.Text(workspace);
        remove.Text(id);
        var gone = await batch.ExecuteNonQueryAsync(cancel) == 1;
        if (!gone)
            return false;

        await using var rest = new NpgsqlBatch(connection) { Timeout = 120 };
        rest.Add("delete from webhook_lanes where webhook_id = $1").Text(id);
        rest.Add("delete from webhook_deliveries where webhook_id = $1").Text(id);
        await rest.ExecuteNonQueryAsync(cancel);
        return true;
    }

    /// <summary>It is told nothing more, by ourselves. False: it was off already.</summary>
    public async Task<bool> SwitchOff(Receiver receiver, HookState why, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var update = batch.Change(
            "update webhooks set state = $8, updated_at = now() where id = $7 and state = 0 returning id",
            new AuditEntry(
                receiver.WorkspaceId,
                Actor.Product,
                "webhook.switched-off",
                receiver.Id,
                new Dictionary<string, string?> { ["reason"] = why == HookState.Gone ? "gone" : "failing" }
            )
        );
        update.Text(receiver.Id);
        update.Value((short)why);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>All that are on, of all workspaces.</summary>
    public async Task<IReadOnlyList<Receiver>> Receivers(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, workspace_id, url, secret, case when previous_until > now() then previous_secret end, failing_since
            from webhooks where state = 0
            """
        );
        var all = new List<Receiver>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var id = row.GetString(0);
            var signing = new List<string> { secrets.Open(Place(id, "secret"), row.GetString(3)) };
            if (row.TextOrNull(4) is { } previous)
                signing.Add(secrets.Open(Place(id, "previous_secret"), previous));
            all.Add(new Receiver(id, row.GetString(1), row.GetString(2), signing, row.TimeOrNull(5)));
        }
        return all;
    }

    /// <summary>Nobody was told anything for a while: what happened meanwhile is not gone through.</summary>
    private static void BeginHere(NpgsqlBatch batch)
    {
        batch.Add("select pg_advisory_xact_lock(2, 19)");
        batch.Add(
            """
            update webhook_cursor set written = greatest(written, pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)
            where not exists (select 1 from webhooks where state = 0)
            """
        );
    }

    private static AuditEntry Entry(
        string workspace,
        Actor actor,
        string action,
        string id,
        string? url = null,
        bool? isOn = null
    )
    {
        var detail = new Dictionary<string, string?>();
        // a query may hold a key of the receiver's
        if (url is not null)
            detail["url"] = url.Split('?')[0];
        if (isOn is { } on)
            detail["state"] = on ? "on" : "off";
        return new AuditEntry(workspace, actor, action, id, detail.Count == 0 ? null : detail);
    }

    private Webhook Read(NpgsqlDataReader row)
    {
        var id = row.GetString(0);
        return new Webhook(
            id,
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetFieldValue<string[]>(4),
            (HookState)row.GetInt16(5),
            secrets.Open(Place(id, "secret"), row.GetString(6))[^4..],
            row.TimeOrNull(7),
            row.TimeOrNull(8),
            row.Time(9),
            row.Time(10)
        );
    }

    private static SecretPlace Place(string id, string column) => new(Table, id, column);

    private string Sealed(string id, string column, string secret) => secrets.Seal(Place(id, column), secret);
}
