using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A tag of a workspace.</summary>
public sealed record Tag(string Name, string? Color);

/// <summary>A saved question about contacts; the rule is JSON.</summary>
public sealed record Segment(long Id, string Name, string Rule, long Version, DateTimeOffset UpdatedAt);

/// <summary>What a workspace has made for its contacts: fields, tags, segments, the country of its numbers.</summary>
public sealed class ContactCatalog(Database database)
{
    public const int MostFields = 200;

    public async Task<IReadOnlyDictionary<string, FieldDefinition>> Fields(
        string workspace,
        CancellationToken cancel
    ) =>
        (
            await Read(
                "select key, title, type, choices from contact_fields where workspace_id = $1 order by created_at, key",
                workspace,
                row => new FieldDefinition(
                    row.GetString(0),
                    row.GetString(1),
                    Enum.Parse<FieldType>(row.GetString(2)),
                    row.GetFieldValue<string[]>(3)
                ),
                cancel
            )
        ).ToDictionary(field => field.Key);

    /// <summary>Makes or changes a field. False: it is there with another type, which would make its values wrong, or there are too many.</summary>
    public async Task<bool> Put(string workspace, FieldDefinition field, CancellationToken cancel)
    {
        await using var put = database.Source.CreateCommand(
            $"""
            insert into contact_fields as f (workspace_id, key, title, type, choices)
            select $1, $2, $3, $4, $5 where (select count(*) from contact_fields where workspace_id = $1 and key <> $2) < {MostFields}
            on conflict (workspace_id, key) do update set title = excluded.title, choices = excluded.choices
            where f.type = excluded.type
            """
        );
        put.Parameters.Text(workspace);
        put.Parameters.Text(field.Key);
        put.Parameters.Text(field.Title);
        put.Parameters.Text(field.Type.ToString());
        put.Parameters.Texts(field.Choices, choice => choice);
        return await put.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>The definition goes; values that contacts have stay unseen until it is made again.</summary>
    public Task<bool> RemoveField(string workspace, string key, CancellationToken cancel) =>
        Change("delete from contact_fields where workspace_id = $1 and key = $2", cancel, workspace, key);

    public Task<IReadOnlyList<Tag>> Tags(string workspace, CancellationToken cancel) =>
        Read(
            "select name, color from tags where workspace_id = $1 order by lower(name), name limit 5000",
            workspace,
            row => new Tag(row.GetString(0), row.TextOrNull(1)),
            cancel
        );

    public Task<bool> Put(string workspace, Tag tag, CancellationToken cancel) =>
        Change(
            "insert into tags (workspace_id, name, color) values ($1, $2, $3) on conflict (workspace_id, name) do update set color = excluded.color",
            cancel,
            workspace,
            tag.Name,
            tag.Color
        );

    /// <summary>Takes a tag off the list that nobody has.</summary>
    public async Task<bool> RemoveTag(string workspace, string name, CancellationToken cancel) =>
        await Change("delete from tags where workspace_id = $1 and name = $2", cancel, workspace, name);

    public Task<IReadOnlyList<Segment>> Segments(string workspace, CancellationToken cancel) =>
        Read(
            "select id, name, rule, version, updated_at from segments where workspace_id = $1 order by lower(name), id limit 1000",
            workspace,
            ReadSegment,
            cancel
        );

    public async Task<Segment?> Segment(string workspace, long id, CancellationToken cancel) =>
        await Read(
            "select id, name, rule, version, updated_at from segments where workspace_id = $1 and id = $2",
            workspace,
            ReadSegment,
            cancel,
            id
        )
            is [var one]
            ? one
            : null;

    /// <summary>Makes a segment, or changes the one with this id. Null: no such segment, or another has the name.</summary>
    public async Task<Segment?> Save(string workspace, long? id, string name, string rule, CancellationToken cancel)
    {
        await using var save = database.Source.CreateCommand(
            id is null
                ? "insert into segments (workspace_id, name, rule) values ($1, $2, $3::json) on conflict do nothing returning id, name, rule, version, updated_at"
                : """
                update segments s set name = $2, rule = $3::json, version = version + 1, updated_at = now()
                where workspace_id = $1 and id = $4
                    and not exists (select 1 from segments o where o.workspace_id = $1 and o.name = $2 and o.id <> $4)
                returning id, name, rule, version, updated_at
                """
        );
        save.Parameters.Text(workspace);
        save.Parameters.Text(name);
        save.Parameters.Text(rule);
        if (id is { } which)
            save.Parameters.Value(which);
        await using var row = await save.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? ReadSegment(row) : null;
    }

    public async Task<bool> RemoveSegment(string workspace, long id, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand(
            "delete from segments where workspace_id = $1 and id = $2"
        );
        remove.Parameters.Text(workspace);
        remove.Parameters.Value(id);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>The country of numbers written without one; null when the workspace says none.</summary>
    public async Task<string?> DefaultRegion(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select default_region from workspaces where id = $1");
        ask.Parameters.Text(workspace);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    public Task<bool> SetDefaultRegion(string workspace, string? region, CancellationToken cancel) =>
        Change("update workspaces set default_region = $2 where id = $1", cancel, workspace, region);

    private static Segment ReadSegment(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Time(4));

    private async Task<bool> Change(string sql, CancellationToken cancel, params string?[] values)
    {
        await using var command = database.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Text(value);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task<IReadOnlyList<T>> Read<T>(
        string sql,
        string workspace,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancel,
        long? id = null
    )
    {
        await using var ask = database.Source.CreateCommand(sql);
        ask.Parameters.Text(workspace);
        if (id is { } which)
            ask.Parameters.Value(which);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<T>();
        while (await row.ReadAsync(cancel))
            found.Add(read(row));
        return found;
    }
}
