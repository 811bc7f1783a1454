using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A key of a program, without the key itself.</summary>
public sealed record ApiKey(
    string Id,
    string WorkspaceId,
    string WorkspaceName,
    string Name,
    string Last4,
    IReadOnlyList<string> Scopes,
    int PerMinute,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>The keys of programs, kept by their hash.</summary>
public sealed class ApiKeys(Database database)
{
    private const string Columns = """
        select k.id, k.workspace_id, w.name, k.name, k.last4, k.scopes, k.per_minute, k.created_at, k.expires_at, k.last_used_at
        from api_keys k join workspaces w on w.id = k.workspace_id
        """;

    /// <summary>False when the workspace has a key of that name.</summary>
    public async Task<bool> Create(ApiKey key, byte[] hash, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var insert = batch.Change(
            """
            insert into api_keys (id, workspace_id, name, key_hash, last4, scopes, per_minute, created_by, expires_at)
            values ($7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing returning id
            """,
            new AuditEntry(
                key.WorkspaceId,
                actor,
                "api-key.create",
                key.Id,
                new Dictionary<string, string?> { ["name"] = key.Name, ["scopes"] = string.Join(' ', key.Scopes) }
            )
        );
        insert.Text(key.Id);
        insert.Text(key.WorkspaceId);
        insert.Text(key.Name);
        insert.Value(hash);
        insert.Text(key.Last4);
        insert.Texts(key.Scopes, scope => scope);
        insert.Value(key.PerMinute);
        insert.Text(actor.Id);
        insert.Time(key.ExpiresAt);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    public async Task<IReadOnlyList<ApiKey>> List(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"{Columns} where k.workspace_id = $1 and k.revoked_at is null order by k.created_at desc, k.id limit 200"
        );
        ask.Parameters.Text(workspace);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<ApiKey>();
        while (await row.ReadAsync(cancel))
            all.Add(Read(row));
        return all;
    }

    /// <summary>The key that works now, with a note that it was used (at most one a minute).</summary>
    public async Task<ApiKey?> Use(byte[] hash, CancellationToken cancel)
    {
        const string works =
            "k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())";
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch
            .Add(
                $"update api_keys k set last_used_at = now() where {works} and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute')"
            )
            .Value(hash);
        batch.Add($"{Columns} where {works}").Value(hash);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? Read(row) : null;
    }

    public async Task<bool> Revoke(string workspace, string id, Actor actor, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Change(
            "update api_keys set revoked_at = now() where workspace_id = $7 and id = $8 and revoked_at is null returning id",
            new AuditEntry(workspace, actor, "api-key.revoke", id)
        );
        change.Text(workspace);
        change.Text(id);
        return await batch.ExecuteNonQueryAsync(cancel) == 1;
    }

    private static ApiKey Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetFieldValue<string[]>(5),
            row.GetInt32(6),
            row.Time(7),
            row.TimeOrNull(8),
            row.TimeOrNull(9)
        );
}
