using Npgsql;
using NpgsqlTypes;

namespace WhatsAppBot.Storage;

/// <summary>The rows of broadcasts. Each step of the state machine names the states it may come from, and changes nothing otherwise.</summary>
public sealed class BroadcastStore(Database database) : IBroadcasts
{
    private const int MostTakenUp = 20;

    public async Task<Broadcast> Make(string workspace, string user, BroadcastDraft draft, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            $"""
            insert into broadcasts (workspace_id, channel_id, title, content, audience, live_session, per_second, safety_percent,
                safety_after, plan, variants, hold_out, goal_node, created_by)
            values ($1, $2, $3, $4::json, $5::json, $6, $7, $8, $9, $10::json, $11::json, $12, $13, $14)
            returning {BroadcastSql.Columns}
            """
        );
        insert.Parameters.Text(workspace);
        BroadcastSql.Draft(insert.Parameters, draft, StorageJson.Of(draft.Content), StorageJson.Of(draft.Audience));
        insert.Parameters.Text(user);
        return await BroadcastSql.One(insert, cancel) ?? throw new System.Diagnostics.UnreachableException();
    }

    public async Task<Broadcast?> Find(long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {BroadcastSql.Columns} from broadcasts where id = $1"
        );
        ask.Parameters.Value(id);
        return await BroadcastSql.One(ask, cancel);
    }

    /// <summary>With its audience.</summary>
    public async Task<Broadcast?> Find(string workspace, long id, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select {BroadcastSql.Columns.Replace("null", "audience", StringComparison.Ordinal)} from broadcasts where workspace_id = $1 and id = $2"
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(id);
        return await BroadcastSql.One(ask, cancel);
    }

    /// <summary>The newest first, from before an id; <paramref name="state"/> null for all.</summary>
    public async Task<IReadOnlyList<Broadcast>> List(
        string workspace,
        BroadcastState? state,
        long before,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select {BroadcastSql.Columns} from broadcasts
            where workspace_id = $1 and id < $2 and ($3 < 0 or state = $3) and sequence_id is null
            order by id desc limit $4
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Value(before);
        ask.Parameters.Value((int)(state ?? (BroadcastState)(-1)));
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<Broadcast>();
        while (await row.ReadAsync(cancel))
            page.Add(BroadcastSql.Read(row));
        return page;
    }

    /// <summary>Changes a draft, or a scheduled one that has not begun. Null: it is neither.</summary>
    public async Task<Broadcast?> Change(long id, BroadcastDraft draft, CancellationToken cancel)
    {
        await using var change = database.Source.CreateCommand(
            $"""
            update broadcasts set channel_id = $2, title = $3, content = $4::json, audience = $5::json, live_session = $6, per_second = $7,
                safety_percent = $8, safety_after = $9, plan = $10::json, variants = $11::json, hold_out = $12, goal_node = $13,
                updated_at = now()
            where id = $1 and state = 0
            returning {BroadcastSql.Columns}
            """
        );
        change.Parameters.Value(id);
        BroadcastSql.Draft(change.Parameters, draft, StorageJson.Of(draft.Content), StorageJson.Of(draft.Audience));
        return await BroadcastSql.One(change, cancel);
    }

    /// <summary>Removes a draft. False: it is none.</summary>
    public async Task<bool> Remove(long id, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand("delete from broadcasts where id = $1 and state = 0");
        remove.Parameters.Value(id);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>
    /// From draft, or from another time: it begins at <paramref name="at"/>, at once when that is null. With a wall clock each contact gets it when theirs
    /// shows it.
    /// </summary>
    public Task<Broadcast?> Schedule(
        long id,
        DateTimeOffset? at,
        CancellationToken cancel,
        DateTime? wallClock = null
    ) =>
        Step(
            "state = 1, starts_at = coalesce($2, now()), local_at = $3, reason = null, detail = null, code = null",
            "state in (0, 1)",
            id,
            parameters =>
            {
                parameters.Time(at);
                parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = (object?)wallClock ?? DBNull.Value,
                        NpgsqlDbType = NpgsqlDbType.Timestamp,
                    }
                );
            },
            cancel
        );

    /// <summary>With the number that made it stop, if it was one of them.</summary>
    public Task<Broadcast?> Pause(
        long id,
        string reason,
        string? detail,
        int? code,
        long? channel,
        CancellationToken cancel
    ) =>
        Step(
            "state = 3, reason = $2, detail = $3, code = $4, reason_channel_id = $5",
            "state = 2",
            id,
            parameters =>
            {
                parameters.Text(reason);
                parameters.Text(detail);
                BroadcastSql.Number(parameters, code);
                parameters.Bigint(channel);
            },
            cancel
        );

    /// <summary>Whoever resumes what the safety stop has paused has seen the failures: it does not stop for them again.</summary>
    public Task<Broadcast?> Resume(long id, CancellationToken cancel) =>
        Step(
            "state = 2, safety_percent = case when reason = 'failures' then null else safety_percent end, reason = null, detail = null, code = null",
            "state = 3",
            id,
            cancel
        );

    public Task<Broadcast?> Cancel(long id, CancellationToken cancel) =>
        Step(
            "state = 5, reason = null, detail = null, code = null, ended_at = case when state in (0, 1) then now() end",
            "state in (0, 1, 2, 3)",
            id,
            cancel
        );

    /// <summary>
    /// Everybody has come to an end, and nothing of it is left to be sent (a flow may say more than its first message). The row is held before it is looked
    /// who waits: whoever makes somebody wait anew holds it, too.
    /// </summary>
    public async Task<Broadcast?> Complete(long id, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("select 1 from broadcasts where id = $1 for no key update").Value(id);
        batch
            .Add(
                $"""
                update broadcasts set state = 4, ended_at = now(), updated_at = now()
                where id = $1 and state = 2 and not exists (select 1 from broadcast_recipients r where r.broadcast_id = $1 and r.state in (0, 1))
                    and not exists (select 1 from outbox o where o.broadcast_id = $1 and o.state in (0, 1))
                returning {BroadcastSql.Columns}
                """
            )
            .Value(id);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.NextResultAsync(cancel);
        return await row.ReadAsync(cancel) ? BroadcastSql.Read(row) : null;
    }

    /// <summary>A cancelled one has nobody left who waits.</summary>
    public Task<Broadcast?> EndCancelled(long id, CancellationToken cancel) =>
        Step(
            "ended_at = now()",
            """
            state = 5 and ended_at is null
                and not exists (select 1 from broadcast_recipients r where r.broadcast_id = id and r.state in (0, 1))
            """,
            id,
            cancel
        );

    /// <summary>It goes on although whoever looked after it has ended; the last few times are kept.</summary>
    public Task<Broadcast?> TakeUp(long id, CancellationToken cancel) =>
        Step(
            $"taken_up_at = (taken_up_at || now())[greatest(1, coalesce(cardinality(taken_up_at), 0) - {MostTakenUp - 2}):]",
            "state = 2",
            id,
            cancel
        );

    /// <summary>It could not begin.</summary>
    public Task<Broadcast?> Fail(long id, string reason, CancellationToken cancel) =>
        Step("state = 6, reason = $2, ended_at = now()", "state = 1", id, reason, cancel);

    public Task<Broadcast?> Rate(long id, int? perSecond, CancellationToken cancel) =>
        Step("per_second = $2", "state in (0, 1, 2, 3)", id, perSecond, cancel);

    /// <summary>What is to begin, goes on, or has to be brought to its end.</summary>
    public Task<IReadOnlyList<long>> Due(CancellationToken cancel) =>
        Ids(
            """
            select id from broadcasts
            where ended_at is null and state in (1, 2, 5) and (state <> 1 or starts_at <= now())
            order by id limit 1000
            """,
            cancel
        );

    /// <summary>Those that may send now: a step of a sequence only while the sequence is active, too.</summary>
    public Task<IReadOnlyList<long>> Running(CancellationToken cancel) =>
        Ids(
            """
            select id from broadcasts b where ended_at is null and state in (1, 2, 5) and state = 2
                and (sequence_id is null or exists (select 1 from sequences s where s.id = b.sequence_id and s.state = 1))
            """,
            cancel
        );

    private async Task<IReadOnlyList<long>> Ids(string sql, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(sql);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var ids = new List<long>();
        while (await row.ReadAsync(cancel))
            ids.Add(row.GetInt64(0));
        return ids;
    }

    private Task<Broadcast?> Step(string set, string from, long id, CancellationToken cancel) =>
        Step(set, from, id, _ => { }, cancel);

    private Task<Broadcast?> Step(string set, string from, long id, string text, CancellationToken cancel) =>
        Step(set, from, id, parameters => parameters.Text(text), cancel);

    private Task<Broadcast?> Step(string set, string from, long id, int? number, CancellationToken cancel) =>
        Step(set, from, id, parameters => BroadcastSql.Number(parameters, number), cancel);

    private async Task<Broadcast?> Step(
        string set,
        string from,
        long id,
        Action<NpgsqlParameterCollection> fill,
        CancellationToken cancel
    )
    {
        await using var step = database.Source.CreateCommand(
            $"update broadcasts set {set}, updated_at = now() where id = $1 and {from} returning {BroadcastSql.Columns}"
        );
        step.Parameters.Value(id);
        fill(step.Parameters);
#if CHAOS
        Crash.At("broadcast step before commit");
#endif
        var row = await BroadcastSql.One(step, cancel);
#if CHAOS
        Crash.At("broadcast step after commit");
#endif
        return row;
    }
}
