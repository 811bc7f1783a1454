using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A message template as we last heard of it; components are the JSON array that Meta lists.</summary>
public sealed record StoredTemplate(
    string WorkspaceId,
    string ConnectionId,
    string Id,
    string Name,
    string Language,
    string Category,
    string? ComingCategory,
    string Status,
    string? Reason,
    string? Quality,
    string? ParameterFormat,
    string Components,
    DateTimeOffset ChangedAt
);

/// <summary>A connection whose templates are to be read, with what that takes.</summary>
public sealed record TemplateAccount(
    string ConnectionId,
    string WorkspaceId,
    string Name,
    string? WabaId,
    DateTimeOffset? SyncedAt,
    string? Problem
);

/// <summary>What is known of message templates. Meta has the truth; webhooks and synchronising keep this close to it.</summary>
public sealed class Templates(Database database)
{
    private const string Columns = """
        workspace_id, connection_id, id, name, language, category, coming_category, status, reason, quality, parameter_format, components, changed_at
        """;

    /// <summary>Names start with <paramref name="search"/> or contain it; sorted by name and language, after that place.</summary>
    public async Task<IReadOnlyList<StoredTemplate>> List(
        string workspace,
        string? status,
        string? search,
        (string Name, string Language, string Id)? after,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {Columns} from templates
            where workspace_id = $1 and ($2::text is null or status = $2) and ($3::text is null or position($3 in name) > 0)
                and ($4::text is null or (name, language, id) > ($4, $5, $6))
            order by name, language, id limit $7
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(status);
        ask.Parameters.Text(search);
        ask.Parameters.Text(after?.Name);
        ask.Parameters.Text(after?.Language);
        ask.Parameters.Text(after?.Id);
        ask.Parameters.Value(most);
        return await Read(ask, cancel);
    }

    public async Task<StoredTemplate?> Find(string workspace, string id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {Columns} from templates where workspace_id = $1 and id = $2 limit 1"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(id);
        return await Read(ask, cancel) is [var found, ..] ? found : null;
    }

    /// <summary>What may be sent: the approved ones as <c>name/language</c>, for checks of flows. Null while no account was ever read: nothing is known.</summary>
    public async Task<IReadOnlySet<string>?> Approved(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select t.name, t.language
            from (select 1 from connections where workspace_id = $1 and templates_synced_at is not null limit 1) known
            left join templates t on t.workspace_id = $1 and t.status = 'APPROVED'
            """
        );
        ask.Parameters.Text(workspace);
        HashSet<string>? names = null;
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            names ??= new HashSet<string>(StringComparer.Ordinal);
            if (!row.IsDBNull(0))
                names.Add($"{row.GetString(0)}/{row.GetString(1)}");
        }
        return names;
    }

    /// <summary>The connections of a workspace, or of all, with the state of their synchronising.</summary>
    public async Task<IReadOnlyList<TemplateAccount>> Accounts(string? workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, workspace_id, name, waba_id, templates_synced_at, templates_problem from connections
            where $1::text is null or workspace_id = $1 order by id
            """
        );
        ask.Parameters.Text(workspace);
        var all = new List<TemplateAccount>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(
                new(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.TextOrNull(3),
                    row.TimeOrNull(4),
                    row.TextOrNull(5)
                )
            );
        return all;
    }

    /// <summary>Takes the turn to synchronise a connection; one node of many gets it.</summary>
    public async Task<bool> Claim(string connection, TimeSpan atMostEvery, CancellationToken cancel)
    {
        await using var claim = database.Source.CreateCommand(
            """
            update connections set templates_synced_at = now()
            where id = $1 and waba_id is not null and (templates_synced_at is null or templates_synced_at <= now() - $2::interval)
            """
        );
        claim.Parameters.Text(connection);
        claim.Parameters.Value(atMostEvery);
        return await claim.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Why synchronising failed, and that it may be tried again soon; or null when it did not.</summary>
    public async Task Problem(string connection, string? problem, TimeSpan again, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            """
            update connections set templates_problem = $2,
                templates_synced_at = case when $2::text is null then templates_synced_at else templates_synced_at - $3::interval end
            where id = $1
            """
        );
        note.Parameters.Text(connection);
        note.Parameters.Text(problem);
        note.Parameters.Value(again);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The whole list as Meta has it: what is not in it is gone, but not what became known after the reading began.</summary>
    public async Task Replace(TemplateAccount account, IReadOnlyList<StoredTemplate> all, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        Upsert(batch, all);
        var gone = batch.Add(
            """
            delete from templates t using connections c
            where c.id = $1 and t.connection_id = c.id and not (t.id = any ($2::text[]))
                and t.changed_at < coalesce(c.templates_synced_at, 'infinity')
            """
        );
        gone.Text(account.ConnectionId);
        gone.Texts(all, one => one.Id);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public async Task Put(StoredTemplate template, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        Upsert(batch, [template]);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    public async Task Remove(string connection, string id, CancellationToken cancel)
    {
        await using var gone = database.Source.CreateCommand(
            "delete from templates where connection_id = $1 and id = $2"
        );
        gone.Parameters.Text(connection);
        gone.Parameters.Text(id);
        await gone.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// What a webhook told of one template; null leaves as it is. False when we do not know the template: it is to be read from Meta.
    /// </summary>
    public async Task<bool> Hear(
        string connection,
        string id,
        string? status,
        string? reason,
        string? quality,
        string? category,
        string? coming,
        CancellationToken cancel
    )
    {
        await using var change = database.Source.CreateCommand(
            """
            update templates set status = coalesce($3, status), reason = case when $3::text is null then reason else $4 end,
                quality = coalesce($5, quality), category = coalesce($6, category),
                coming_category = case when $6::text is null then coming_category else $7 end, changed_at = now()
            where connection_id = $1 and id = $2
            """
        );
        change.Parameters.Text(connection);
        change.Parameters.Text(id);
        change.Parameters.Text(status);
        change.Parameters.Text(reason);
        change.Parameters.Text(quality);
        change.Parameters.Text(category);
        change.Parameters.Text(coming);
        return await change.ExecuteNonQueryAsync(cancel) > 0;
    }

    private static void Upsert(NpgsqlBatch batch, IReadOnlyList<StoredTemplate> all)
    {
        var sql = batch.Add(
            """
            insert into templates as t (connection_id, id, workspace_id, name, language, category, status, reason, quality, parameter_format, components)
            select connection_id, id, workspace_id, name, language, category, status, reason, quality, parameter_format, components::json
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
                as n (connection_id, id, workspace_id, name, language, category, status, reason, quality, parameter_format, components)
            order by connection_id, id
            on conflict (connection_id, id) do update set name = excluded.name, language = excluded.language, category = excluded.category,
                status = excluded.status, reason = excluded.reason, quality = coalesce(excluded.quality, t.quality),
                parameter_format = excluded.parameter_format, components = excluded.components, changed_at = now()
            where (t.name, t.language, t.category, t.status, t.reason, t.quality, t.components::text) is distinct from
                (excluded.name, excluded.language, excluded.category, excluded.status, excluded.reason,
                    coalesce(excluded.quality, t.quality), excluded.components::text)
            """
        );
        sql.Texts(all, one => one.ConnectionId);
        sql.Texts(all, one => one.Id);
        sql.Texts(all, one => one.WorkspaceId);
        sql.Texts(all, one => one.Name);
        sql.Texts(all, one => one.Language);
        sql.Texts(all, one => one.Category);
        sql.Texts(all, one => one.Status);
        sql.Texts(all, one => one.Reason);
        sql.Texts(all, one => one.Quality);
        sql.Texts(all, one => one.ParameterFormat);
        sql.Texts(all, one => one.Components);
    }

    private static async Task<IReadOnlyList<StoredTemplate>> Read(NpgsqlCommand ask, CancellationToken cancel)
    {
        var all = new List<StoredTemplate>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(
                new(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetString(5),
                    row.TextOrNull(6),
                    row.GetString(7),
                    row.TextOrNull(8),
                    row.TextOrNull(9),
                    row.TextOrNull(10),
                    row.GetString(11),
                    row.Time(12)
                )
            );
        return all;
    }
}
