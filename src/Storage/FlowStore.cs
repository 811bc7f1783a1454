namespace WhatsAppBot.Storage;

/// <summary>A published, immutable copy of a flow's document.</summary>
public sealed record PublishedFlow(
    string WorkspaceId,
    string FlowId,
    int Version,
    string Name,
    string Document,
    DateTimeOffset FlowCreatedAt
);

/// <summary>Flows and their published versions.</summary>
public sealed class FlowStore(Database database) : IFlows
{
    /// <summary>Each workspace's revision of published flows: it grows with every change that a silo must notice.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Revisions(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select id, flows_revision from workspaces");
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new Dictionary<string, long>();
        while (await row.ReadAsync(cancel))
            all[row.GetString(0)] = row.GetInt64(1);
        return all;
    }

    /// <summary>The revision of one workspace; 0 when there is none.</summary>
    public async Task<long> Revision(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select flows_revision from workspaces where id = $1");
        ask.Parameters.Text(workspace);
        return await ask.ExecuteScalarAsync(cancel) is long revision ? revision : 0;
    }

    /// <summary>The clock of the workspace, as an IANA name.</summary>
    public async Task<string> TimeZone(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand("select time_zone from workspaces where id = $1");
        ask.Parameters.Text(workspace);
        return await ask.ExecuteScalarAsync(cancel) as string ?? "UTC";
    }

    /// <summary>The versions that start for new people: those of live flows.</summary>
    public async Task<IReadOnlyList<PublishedFlow>> Live(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select v.workspace_id, v.flow_id, v.version, v.name, v.document, f.created_at
            from flows f join flow_versions v on v.workspace_id = f.workspace_id and v.flow_id = f.id and v.version = f.published_version
            where f.workspace_id = $1 and f.state = 1 and f.deleted_at is null
            order by f.created_at, f.id
            """
        );
        ask.Parameters.Text(workspace);
        return await Read(ask, cancel);
    }

    /// <summary>One version, whatever has become of its flow; null when there never was one.</summary>
    public async Task<PublishedFlow?> Find(string workspace, string flow, int version, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select v.workspace_id, v.flow_id, v.version, v.name, v.document, f.created_at
            from flow_versions v join flows f on f.workspace_id = v.workspace_id and f.id = v.flow_id
            where v.workspace_id = $1 and v.flow_id = $2 and v.version = $3
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        ask.Parameters.Value(version);
        return await Read(ask, cancel) is [var found, ..] ? found : null;
    }

    private static async Task<IReadOnlyList<PublishedFlow>> Read(Npgsql.NpgsqlCommand ask, CancellationToken cancel)
    {
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<PublishedFlow>();
        while (await row.ReadAsync(cancel))
            all.Add(
                new(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetInt32(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.Time(5)
                )
            );
        return all;
    }
}
