using System.Globalization;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>How often a node was entered, and left by each handle (empty: the one without a name).</summary>
public sealed record NodeCount(string NodeId, long Entered, IReadOnlyDictionary<string, long> Left);

/// <summary>
/// Counts of sessions, nodes and edges, folded out of the turn log: a turn writes nothing for them. The cursor moves in the transaction that adds the
/// counts, so each turn counts once, whatever dies. It passes only over transactions that are older than every running one: a long transaction in
/// the cluster delays the counts, and never loses any.
/// </summary>
public sealed class FlowCounts(Database database)
{
    private const int MostTurns = 5_000;

    /// <summary>Counts a bite of what is new; false when there is nothing, or another silo is at it.</summary>
    public async Task<bool> RollUp(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Bite(connection, cancel) is not var (from, to))
            return false;

        var tally = await Fold(connection, from, to, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var add = batch.Add(
            """
            insert into flow_stats as s (workspace_id, flow_id, version, node_id, fact, handle, n)
            select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::smallint[], $6::text[], $7::bigint[])
            on conflict (workspace_id, flow_id, version, node_id, fact, handle) do update set n = s.n + excluded.n
            """
        );
        var facts = tally.Facts.ToArray();
        add.Texts(facts, one => one.Key.Workspace);
        add.Texts(facts, one => one.Key.Flow);
        add.Ints(facts, one => one.Key.Version);
        add.Texts(facts, one => one.Key.Node);
        add.Smallints(facts, one => one.Key.Fact);
        add.Texts(facts, one => one.Key.Handle);
        add.Bigints(facts, one => one.Value);
        var days = batch.Add(
            """
            insert into flow_days as d (workspace_id, flow_id, day, started, completed)
            select w, f, day::date, s, c from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) as t (w, f, day, s, c)
            on conflict (workspace_id, flow_id, day) do update set started = d.started + excluded.started, completed = d.completed + excluded.completed
            """
        );
        var byDay = tally.Days.ToArray();
        days.Texts(byDay, one => one.Key.Workspace);
        days.Texts(byDay, one => one.Key.Flow);
        days.Texts(byDay, one => one.Key.Day.ToString("O", CultureInfo.InvariantCulture));
        days.Bigints(byDay, one => one.Value.Started);
        days.Bigints(byDay, one => one.Value.Completed);
        batch.Add("update flow_stats_cursor set written = $1").Value(to);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>What the nodes of a version have seen.</summary>
    public async Task<IReadOnlyList<NodeCount>> Nodes(
        string workspace,
        string flow,
        int version,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select node_id, fact, handle, n from flow_stats
            where workspace_id = $1 and flow_id = $2 and version = $3 and node_id <> ''
            order by node_id, fact, handle
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        ask.Parameters.Value(version);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var rows = new List<(string Node, short Fact, string Handle, long Count)>();
        while (await row.ReadAsync(cancel))
            rows.Add((row.GetString(0), row.GetInt16(1), row.GetString(2), row.GetInt64(3)));
        return
        [
            .. rows.GroupBy(one => one.Node)
                .Select(node => new NodeCount(
                    node.Key,
                    node.Where(one => one.Fact == FlowTally.Entered).Sum(one => one.Count),
                    node.Where(one => one.Fact == FlowTally.Left).ToDictionary(one => one.Handle, one => one.Count)
                )),
        ];
    }

    /// <summary>The transactions to count: from (not included) to (included). A transaction is never split.</summary>
    private static async Task<(long From, long To)?> Bite(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            with here as (select written from flow_stats_cursor for update skip locked)
            select h.written, (
                select max(t.written) from (
                    select written from turns
                    where written > h.written and written < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                    order by written limit {MostTurns}) t)
            from here h
            """,
            connection
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) && row.LongOrNull(1) is { } to ? (row.GetInt64(0), to) : null;
    }

    private static async Task<FlowTally> Fold(NpgsqlConnection connection, long from, long to, CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand(
            """
            select workspace_id, coalesce(around ->> 'wasFlow', flow_id), coalesce((around ->> 'wasVersion')::int, flow_version), events, at
            from turns where written > $1 and written <= $2
            """,
            connection
        );
        ask.Parameters.Value(from);
        ask.Parameters.Value(to);
        var tally = new FlowTally();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            tally.Add(row.GetString(0), row.TextOrNull(1), row.IntOrNull(2), row.GetString(3), row.Time(4));
        return tally;
    }
}
