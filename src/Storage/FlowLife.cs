using System.Text.Json.Serialization;

namespace WhatsAppBot.Storage;

/// <summary>What becomes of the people inside older versions when a new one is published.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Inside>))]
public enum Inside
{
    /// <summary>They finish on the version they began with.</summary>
    [JsonStringEnumMemberName("finish")]
    Finish,

    /// <summary>They go on at the same node of the new version; where it vanished, they are stopped.</summary>
    [JsonStringEnumMemberName("move")]
    Move,

    /// <summary>They are stopped.</summary>
    [JsonStringEnumMemberName("end")]
    End,
}

/// <summary>A version of a flow, without its document.</summary>
public sealed record VersionLine(int Version, string Name, DateTimeOffset PublishedAt, long Inside);

/// <summary>How many people stand where in older versions of a flow.</summary>
public sealed record StandingAt(int Version, string NodeId, long People);

/// <summary>Publishing, pausing, archiving, deleting. Each change that starts or stops a flow raises the workspace's revision, so that silos notice.</summary>
public sealed class FlowLife(Database database)
{
    /// <summary>
    /// Publishes the draft of that revision as the next version: null when the draft has changed meanwhile, or the flow is archived or gone. Whoever
    /// is to be moved or ended becomes a durable job in the same transaction.
    /// </summary>
    public async Task<int?> Publish(
        string workspace,
        string flow,
        long revision,
        string document,
        Inside inside,
        CancellationToken cancel
    )
    {
        await using var publish = database.Source.CreateCommand(
            """
            with next as (
                update flows f set
                    published_version = coalesce(published_version, 0) + 1,
                    published_revision = revision, errors = 0, updated_at = now(), state = case when state = 0 then 1 else state end
                where workspace_id = $1 and id = $2 and deleted_at is null and state <> 3 and revision = $3
                returning published_version, name),
            copy as (
                insert into flow_versions (workspace_id, flow_id, version, name, document)
                select $1, $2, published_version, name, $4::json from next),
            noticed as (
                update workspaces set flows_revision = flows_revision + 1 where id = $1 and exists (select 1 from next)),
            job as (
                insert into flow_jobs (workspace_id, flow_id, kind, version)
                select $1, $2, $5 - 1, published_version from next where $5 > 0)
            select published_version from next
            """
        );
        publish.Parameters.Text(workspace);
        publish.Parameters.Text(flow);
        publish.Parameters.Value(revision);
        publish.Parameters.Text(document);
        publish.Parameters.Value((int)inside);
        return await publish.ExecuteScalarAsync(cancel) as int?;
    }

    /// <summary>Stops or lets start. False: the flow is not in a state from which that can be.</summary>
    public async Task<bool> Change(
        string workspace,
        string flow,
        IReadOnlyList<FlowState> from,
        FlowState to,
        CancellationToken cancel
    )
    {
        await using var change = database.Source.CreateCommand(
            """
            with changed as (
                update flows set state = $4, updated_at = now()
                where workspace_id = $1 and id = $2 and deleted_at is null and state = any($3) and ($4 not in (1, 2) or published_version is not null)
                returning id),
            noticed as (
                update workspaces set flows_revision = flows_revision + 1 where id = $1 and exists (select 1 from changed))
            select count(*) from changed
            """
        );
        change.Parameters.Text(workspace);
        change.Parameters.Text(flow);
        change.Parameters.Smallints(from, state => (short)state);
        change.Parameters.Value((short)to);
        return await change.ExecuteScalarAsync(cancel) is 1L;
    }

    /// <summary>
    /// Deletes the flow if nobody is inside or <paramref name="force"/>: for people it is gone at once; a job ends the sessions and then removes the
    /// rows. Null: deleted; else how many people are inside. A flow that is not there counts as deleted.
    /// </summary>
    public async Task<long?> Delete(string workspace, string flow, bool force, CancellationToken cancel)
    {
        await using var delete = database.Source.CreateCommand(
            """
            with people as (
                select count(*) as inside from conversations c
                where c.workspace_id = $1 and c.flow_id is not null and (c.flow_id = $2 or exists (
                    select 1 from json_array_elements(case when json_typeof(c.session -> 'callers') = 'array'
                        then c.session -> 'callers' else '[]' end) k
                    where k ->> 'flowId' = $2))),
            gone as (
                update flows set deleted_at = now(), state = 3, updated_at = now()
                where workspace_id = $1 and id = $2 and deleted_at is null and ($3 or (select inside from people) = 0)
                returning id),
            noticed as (
                update workspaces set flows_revision = flows_revision + 1 where id = $1 and exists (select 1 from gone)),
            job as (
                insert into flow_jobs (workspace_id, flow_id, kind, version) select $1, id, 2, 2147483647 from gone)
            select case when $3 or inside = 0 then null else inside end from people
            """
        );
        delete.Parameters.Text(workspace);
        delete.Parameters.Text(flow);
        delete.Parameters.Value(force);
        return await delete.ExecuteScalarAsync(cancel) as long?;
    }

    /// <summary>The versions, the newest first.</summary>
    public async Task<IReadOnlyList<VersionLine>> Versions(
        string workspace,
        string flow,
        int before,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select v.version, v.name, v.published_at,
                (select count(*) from conversations c where c.workspace_id = $1 and c.flow_id = $2 and c.flow_version = v.version)
            from flow_versions v
            where v.workspace_id = $1 and v.flow_id = $2 and v.version < $3
            order by v.version desc limit $4
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        ask.Parameters.Value(before);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var lines = new List<VersionLine>();
        while (await row.ReadAsync(cancel))
            lines.Add(new VersionLine(row.GetInt32(0), row.GetString(1), row.Time(2), row.GetInt64(3)));
        return lines;
    }

    /// <summary>Where the people inside stand, by version and node.</summary>
    public async Task<IReadOnlyList<StandingAt>> Standing(string workspace, string flow, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select flow_version, coalesce(node_id, ''), count(*) from conversations
            where workspace_id = $1 and flow_id = $2
            group by 1, 2 order by 1, 2
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var places = new List<StandingAt>();
        while (await row.ReadAsync(cancel))
            places.Add(new StandingAt(row.GetInt32(0), row.GetString(1), row.GetInt64(2)));
        return places;
    }
}
