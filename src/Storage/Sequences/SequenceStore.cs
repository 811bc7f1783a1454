using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>The rows of sequences. Each step of their state names the states it may come from, and changes nothing otherwise.</summary>
public sealed class SequenceStore(Database database)
{
    // a step is tried again until the contact is free: it is one message to one person, not a mass of them
    private const short Queue = (short)LiveSessionPolicy.Queue;
    private const int SafetyPercent = 20;
    private const int SafetyAfter = 100;

    public async Task<Sequence> Make(string workspace, string user, SequenceDraft draft, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            $"""
            with s as (
                insert into sequences (workspace_id, channel_id, name, steps, stop, enter, plan, created_by)
                values ($1, $2, $3, $4::json, $5::json, $6::json, $7::json, $8) returning *)
            select {SequenceSql.Columns} from s
            """
        );
        insert.Parameters.Text(workspace);
        SequenceSql.Write(insert.Parameters, draft);
        insert.Parameters.Text(user);
        return (await SequenceSql.All(insert, cancel))[0];
    }

    /// <summary>Changes a draft. Null: it is none.</summary>
    public async Task<Sequence?> Change(long id, SequenceDraft draft, CancellationToken cancel)
    {
        await using var change = database.Source.CreateCommand(
            $"""
            with s as (
                update sequences set channel_id = $2, name = $3, steps = $4::json, stop = $5::json, enter = $6::json, plan = $7::json, updated_at = now()
                where id = $1 and state = 0 returning *)
            select {SequenceSql.Columns} from s
            """
        );
        change.Parameters.Value(id);
        SequenceSql.Write(change.Parameters, draft);
        return await SequenceSql.All(change, cancel) is [var changed, ..] ? changed : null;
    }

    /// <summary>Removes a draft. False: it is none.</summary>
    public async Task<bool> Remove(long id, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand("delete from sequences where id = $1 and state = 0");
        remove.Parameters.Value(id);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    public async Task<Sequence?> Find(long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {SequenceSql.Columns} from sequences s where s.id = $1"
        );
        ask.Parameters.Value(id);
        return await SequenceSql.All(ask, cancel) is [var found, ..] ? found : null;
    }

    public async Task<Sequence?> Find(string workspace, long id, CancellationToken cancel) =>
        await Find(id, cancel) is { } found && found.WorkspaceId == workspace ? found : null;

    /// <summary>The newest first, from before an id.</summary>
    public async Task<IReadOnlyList<Sequence>> List(string workspace, long before, int most, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {SequenceSql.Columns} from sequences s where s.workspace_id = $1 and s.id < $2 order by s.id desc limit $3"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(before);
        ask.Parameters.Value(most);
        return await SequenceSql.All(ask, cancel);
    }

    /// <summary>Those whose steps are sent now.</summary>
    public async Task<IReadOnlyList<Sequence>> Active(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {SequenceSql.Columns} from sequences s where s.state = 1 order by s.id"
        );
        return await SequenceSql.All(ask, cancel);
    }

    /// <summary>From draft: every step gets its broadcast, empty and through. False: it is no draft any more.</summary>
    public async Task<bool> Begin(Sequence sequence, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Step(connection, sequence.Id, SequenceState.Active, "state = 0", cancel) == 0)
            return false;

        for (var step = 0; step < sequence.Steps.Count; step++)
        {
            await using var make = new NpgsqlCommand(
                $$"""
                with b as (
                    insert into broadcasts (workspace_id, channel_id, title, state, content, audience, live_session, safety_percent, safety_after,
                        shards, created_by, frozen_at, ended_at, audience_size, plan, sequence_id, sequence_step)
                    select workspace_id, channel_id, left(name, 180) || ' ' || ($2 + 1), 4, $3::json, '{"kind":"contacts","contactIds":[]}', {{Queue}}, {{SafetyPercent}},
                        {{SafetyAfter}}, 1, created_by, now(), now(), 0, plan, id, $2
                    from sequences where id = $1
                    returning id)
                insert into broadcast_shards (broadcast_id, shard, start_ord, next_ord, end_ord) select id, 0, 0, 0, 0 from b
                """,
                connection,
                transaction
            );
            make.Parameters.Value(sequence.Id);
            make.Parameters.Value(step);
            make.Parameters.Text(StorageJson.Of(sequence.Steps[step].Content));
            await make.ExecuteNonQueryAsync(cancel);
        }
#if CHAOS
        Crash.At("sequence begin before commit");
#endif
        await transaction.CommitAsync(cancel);
#if CHAOS
        Crash.At("sequence begin after commit");
#endif
        return true;
    }

    public Task<bool> Pause(long id, CancellationToken cancel) => Step(id, SequenceState.Paused, "state = 1", cancel);

    public Task<bool> Resume(long id, CancellationToken cancel) => Step(id, SequenceState.Active, "state = 2", cancel);

    /// <summary>For good: whoever is in it leaves.</summary>
    public async Task<bool> End(long id, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Step(connection, id, SequenceState.Ended, "state in (1, 2)", cancel) == 0)
            return false;

        await using var leave = new NpgsqlCommand(
            "update sequence_entries set state = 2, reason = 'ended', due_at = null, changed_at = now() where sequence_id = $1 and state = 0",
            connection,
            transaction
        );
        leave.Parameters.Value(id);
        await leave.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task<bool> Step(long id, SequenceState to, string from, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        return await Step(connection, id, to, from, cancel) == 1;
    }

    private static async Task<int> Step(
        NpgsqlConnection connection,
        long id,
        SequenceState to,
        string from,
        CancellationToken cancel
    )
    {
        await using var step = new NpgsqlCommand(
            $"update sequences set state = $2, updated_at = now() where id = $1 and {from}",
            connection
        );
        step.Parameters.Value(id);
        step.Parameters.Value((short)to);
        return await step.ExecuteNonQueryAsync(cancel);
    }
}
