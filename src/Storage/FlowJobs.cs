using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>What a <see cref="FlowJob"/> does with the people inside.</summary>
public enum FlowJobKind : short
{
    Move = 0,
    End = 1,
    Delete = 2,
}

/// <summary>
/// People are to leave the versions of a flow below <paramref name="Version"/>; <paramref name="After"/> was asked last. Not <paramref name="IsSettled"/>:
/// it is so young that a silo may not have noticed the change and may still let somebody in. First those are asked who stand in the flow itself, then the
/// <paramref name="Callers"/>, whose session called a sub-flow from it.
/// </summary>
public sealed record FlowJob(
    long Id,
    string WorkspaceId,
    string FlowId,
    FlowJobKind Kind,
    int Version,
    long After,
    bool IsSettled,
    bool IsOld,
    bool Callers
);

/// <summary>Durable work on everybody inside a flow. A job is one silo's for half a minute at a time; asking somebody twice changes nothing.</summary>
public sealed class FlowJobs(Database database)
{
    /// <summary>Takes the oldest job that nobody has.</summary>
    public async Task<FlowJob?> Claim(CancellationToken cancel)
    {
        await using var take = database.Source.CreateCommand(
            """
            with o as materialized (
                -- once: looked through again for each row, it would lock others, more than the one
                select id from flow_jobs where done_at is null and (lease_until is null or lease_until < now())
                order by id limit 1 for update skip locked)
            update flow_jobs j set lease_until = now() + interval '30 seconds'
            from o
            where j.id = o.id
            returning j.id, j.workspace_id, j.flow_id, j.kind, j.version, j.after_id, j.created_at < now() - interval '3 seconds',
                j.created_at < now() - interval '1 hour', j.callers
            """
        );
        await using var row = await take.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new FlowJob(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                (FlowJobKind)row.GetInt16(3),
                row.GetInt32(4),
                row.GetInt64(5),
                row.GetBoolean(6),
                row.GetBoolean(7),
                row.GetBoolean(8)
            )
            : null;
    }

    /// <summary>Conversations that are still inside, in the order of their ids.</summary>
    public async Task<IReadOnlyList<long>> Inside(FlowJob job, int most, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            job.Callers
                ? """
                select c.id from conversations c
                where c.workspace_id = $1 and c.flow_id is not null and c.id > $4 and exists (
                    select 1 from json_array_elements(case when json_typeof(c.session -> 'callers') = 'array'
                        then c.session -> 'callers' else '[]' end) k
                    where k ->> 'flowId' = $2 and (k ->> 'version')::int < $3)
                order by c.id limit $5
                """
                : """
                select id from conversations
                where workspace_id = $1 and flow_id = $2 and flow_version < $3 and id > $4
                order by id limit $5
                """
        );
        ask.Parameters.Text(job.WorkspaceId);
        ask.Parameters.Text(job.FlowId);
        ask.Parameters.Value(job.Version);
        ask.Parameters.Value(job.After);
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var ids = new List<long>();
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return ids;
    }

    /// <summary>Notes how far the job is and keeps it; with <paramref name="rest"/> it is not taken up again before that time.</summary>
    public async Task Note(FlowJob job, int asked, TimeSpan rest, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            "update flow_jobs set after_id = $2, callers = $3, asked = asked + $4, lease_until = now() + $5 where id = $1"
        );
        note.Parameters.Value(job.Id);
        note.Parameters.Value(job.After);
        note.Parameters.Value(job.Callers);
        note.Parameters.Value(asked);
        note.Parameters.Value(rest);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Nobody is inside any more. A flow that was to be deleted goes with it.</summary>
    public async Task Finish(FlowJob job, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("update flow_jobs set done_at = now() where id = $1").Value(job.Id);
        if (job.Kind == FlowJobKind.Delete)
        {
            var gone = batch.Add("delete from flows where workspace_id = $1 and id = $2 and deleted_at is not null");
            gone.Text(job.WorkspaceId);
            gone.Text(job.FlowId);
        }
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
