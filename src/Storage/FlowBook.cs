using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using WhatsAppBot.Flows;

namespace WhatsAppBot.Storage;

/// <summary>Where a flow is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowState>))]
public enum FlowState : short
{
    [JsonStringEnumMemberName("draft")]
    Draft = 0,

    [JsonStringEnumMemberName("live")]
    Live = 1,

    [JsonStringEnumMemberName("paused")]
    Paused = 2,

    [JsonStringEnumMemberName("archived")]
    Archived = 3,
}

/// <summary>
/// A flow as lists show it. <paramref name="Waiting"/> of the people inside stand in a queue for a person; <paramref name="Triggers"/> is JSON, and
/// <paramref name="StartedByDay"/> the sessions begun on each of the last seven days (UTC), today last.
/// </summary>
public sealed record FlowLine(
    string Id,
    string Name,
    FlowState State,
    int? PublishedVersion,
    int Versions,
    bool HasChanges,
    int Errors,
    int Warnings,
    long Inside,
    long Waiting,
    FlowOutcomes Outcomes,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Triggers,
    IReadOnlyList<long> StartedByDay
);

/// <summary>What is kept beside a draft that is saved: how much is wrong with it, what starts it (JSON), and who saved it.</summary>
public sealed record DraftNotes(int Errors, int Warnings, string Triggers = "[]", string? By = null);

/// <summary>How the sessions of a flow ended so far.</summary>
public sealed record FlowOutcomes(
    long Started,
    long Completed,
    long Expired,
    long Interrupted,
    long Failed,
    long HandedOff
);

/// <summary>The draft of a flow, its revision, and who saved it.</summary>
public sealed record FlowDraft(
    string Name,
    string Document,
    long Revision,
    DateTimeOffset UpdatedAt,
    string? SavedBy = null
);

/// <summary>The flows of a workspace as people see and name them. A deleted one is not there.</summary>
public sealed class FlowBook(Database database)
{
    private const string Lines = """
        select f.id, f.name, f.state, f.published_version,
            (select count(*) from flow_versions v where v.workspace_id = f.workspace_id and v.flow_id = f.id),
            f.published_revision is distinct from f.revision, f.errors, f.warnings,
            inside.people, inside.waiting,
            s.started, s.completed, s.expired, s.interrupted, s.failed, s.handed_off,
            f.created_at, f.updated_at, f.triggers, case when f.triggers is null then f.draft end, days.started
        from flows f
        cross join lateral (
            select count(*) as people, count(*) filter (where c.owner = 2) as waiting
            from conversations c where c.workspace_id = f.workspace_id and c.flow_id = f.id) inside
        cross join lateral (
            select coalesce(sum(n) filter (where fact = 0), 0)::bigint as started,
                coalesce(sum(n) filter (where fact = 1), 0)::bigint as completed,
                coalesce(sum(n) filter (where fact = 2), 0)::bigint as expired,
                coalesce(sum(n) filter (where fact = 3), 0)::bigint as interrupted,
                coalesce(sum(n) filter (where fact = 4), 0)::bigint as failed,
                coalesce(sum(n) filter (where fact = 5), 0)::bigint as handed_off
            from flow_stats s where s.workspace_id = f.workspace_id and s.flow_id = f.id and s.node_id = '') s
        cross join lateral (
            select array_agg(coalesce(d.started, 0) order by w.day) as started
            from (select (now() at time zone 'utc')::date - ago as day from generate_series(0, 6) ago) w
            left join flow_days d on d.workspace_id = f.workspace_id and d.flow_id = f.id and d.day = w.day) days
        where f.workspace_id = $1 and f.deleted_at is null
        """;

    /// <summary>A page, the last changed first, from before (<paramref name="beforeAt"/>, <paramref name="beforeId"/>).</summary>
    public async Task<IReadOnlyList<FlowLine>> List(
        string workspace,
        FlowState? state,
        string? search,
        DateTimeOffset? beforeAt,
        string beforeId,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            Lines
                + """
                 and case when $2::smallint is null then f.state <> 3 else f.state = $2 end
                    and ($3::text is null or f.name ilike $3)
                    and ($4::timestamptz is null or (f.updated_at, f.id) < ($4, $5))
                order by f.updated_at desc, f.id desc limit $6
                """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Smallint((short?)state);
        ask.Parameters.Text(search is { Length: > 0 } ? $"%{Sql.Like(search)}%" : null);
        ask.Parameters.Time(beforeAt);
        ask.Parameters.Text(beforeId);
        ask.Parameters.Value(most);
        return await Read(ask, cancel);
    }

    public async Task<FlowLine?> Find(string workspace, string flow, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(Lines + " and f.id = $2");
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        return await Read(ask, cancel) is [var line, ..] ? line : null;
    }

    /// <summary>A new draft.</summary>
    public async Task Create(
        string workspace,
        string flow,
        string name,
        string document,
        DraftNotes notes,
        CancellationToken cancel
    )
    {
        await using var make = database.Source.CreateCommand(
            """
            insert into flows (workspace_id, id, name, draft, errors, warnings, triggers, saved_by)
            values ($1, $2, $3, $4::json, $5, $6, $7::json, $8)
            """
        );
        make.Parameters.Text(workspace);
        make.Parameters.Text(flow);
        make.Parameters.Text(name);
        make.Parameters.Text(document);
        Add(make.Parameters, notes);
        await make.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>False: no such flow. What is published keeps the name it was published with.</summary>
    public async Task<bool> Rename(string workspace, string flow, string name, CancellationToken cancel)
    {
        await using var rename = database.Source.CreateCommand(
            "update flows set name = $3, updated_at = now() where workspace_id = $1 and id = $2 and deleted_at is null"
        );
        rename.Parameters.Text(workspace);
        rename.Parameters.Text(flow);
        rename.Parameters.Text(name);
        return await rename.ExecuteNonQueryAsync(cancel) == 1;
    }

    public async Task<FlowDraft?> Draft(string workspace, string flow, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select name, draft, revision, updated_at, saved_by from flows where workspace_id = $1 and id = $2 and deleted_at is null"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new FlowDraft(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Time(3), row.TextOrNull(4))
            : null;
    }

    /// <summary>The draft's new revision, if it still had <paramref name="revision"/> (null: whatever it had); else null and nothing is changed.</summary>
    public async Task<long?> Save(
        string workspace,
        string flow,
        long? revision,
        string document,
        DraftNotes notes,
        CancellationToken cancel
    )
    {
        await using var save = database.Source.CreateCommand(
            """
            update flows set draft = $4::json, revision = revision + 1, errors = $5, warnings = $6, triggers = $7::json, saved_by = $8, updated_at = now()
            where workspace_id = $1 and id = $2 and deleted_at is null and ($3::bigint is null or revision = $3)
            returning revision
            """
        );
        save.Parameters.Text(workspace);
        save.Parameters.Text(flow);
        save.Parameters.Bigint(revision);
        save.Parameters.Text(document);
        Add(save.Parameters, notes);
        return await save.ExecuteScalarAsync(cancel) as long?;
    }

    /// <summary>What starts a document, as it is kept.</summary>
    public static string Triggers(string document) =>
        JsonSerializer.Serialize(FlowTriggers.Of(document), FlowsJson.Default.IReadOnlyListTriggerLine);

    private static void Add(NpgsqlParameterCollection parameters, DraftNotes notes)
    {
        parameters.Value(notes.Errors);
        parameters.Value(notes.Warnings);
        parameters.Text(notes.Triggers);
        parameters.Text(notes.By);
    }

    private static async Task<IReadOnlyList<FlowLine>> Read(NpgsqlCommand ask, CancellationToken cancel)
    {
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var lines = new List<FlowLine>();
        while (await row.ReadAsync(cancel))
            lines.Add(
                new FlowLine(
                    row.GetString(0),
                    row.GetString(1),
                    (FlowState)row.GetInt16(2),
                    row.IntOrNull(3),
                    (int)row.GetInt64(4),
                    row.GetBoolean(5),
                    row.GetInt32(6),
                    row.GetInt32(7),
                    row.GetInt64(8),
                    row.GetInt64(9),
                    new FlowOutcomes(
                        row.GetInt64(10),
                        row.GetInt64(11),
                        row.GetInt64(12),
                        row.GetInt64(13),
                        row.GetInt64(14),
                        row.GetInt64(15)
                    ),
                    row.Time(16),
                    row.Time(17),
                    row.TextOrNull(18) ?? Triggers(row.TextOrNull(19) ?? "{}"),
                    row.GetFieldValue<long[]>(20)
                )
            );
        return lines;
    }
}
