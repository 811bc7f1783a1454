using System.Text.Json;
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

    private const short Entered = 10;
    private const short Left = 11;

    private readonly record struct Key(
        string Workspace,
        string Flow,
        int Version,
        string Node,
        short Fact,
        string Handle
    );

    /// <summary>Counts a bite of what is new; false when there is nothing, or another silo is at it.</summary>
    public async Task<bool> RollUp(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Bite(connection, cancel) is not var (from, to))
            return false;

        var counts = await Fold(connection, from, to, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        var add = batch.Add(
            """
            insert into flow_stats as s (workspace_id, flow_id, version, node_id, fact, handle, n)
            select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::smallint[], $6::text[], $7::bigint[])
            on conflict (workspace_id, flow_id, version, node_id, fact, handle) do update set n = s.n + excluded.n
            """
        );
        var keys = counts.Keys.ToArray();
        add.Texts(keys, key => key.Workspace);
        add.Texts(keys, key => key.Flow);
        add.Ints(keys, key => key.Version);
        add.Texts(keys, key => key.Node);
        add.Smallints(keys, key => key.Fact);
        add.Texts(keys, key => key.Handle);
        add.Bigints(keys, key => counts[key]);
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
                    node.Where(one => one.Fact == Entered).Sum(one => one.Count),
                    node.Where(one => one.Fact == Left).ToDictionary(one => one.Handle, one => one.Count)
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

    private static async Task<Dictionary<Key, long>> Fold(
        NpgsqlConnection connection,
        long from,
        long to,
        CancellationToken cancel
    )
    {
        await using var ask = new NpgsqlCommand(
            """
            select workspace_id, coalesce(around ->> 'wasFlow', flow_id), coalesce((around ->> 'wasVersion')::int, flow_version), events
            from turns where written > $1 and written <= $2
            """,
            connection
        );
        ask.Parameters.Value(from);
        ask.Parameters.Value(to);
        var counts = new Dictionary<Key, long>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            Fold(row.GetString(0), row.TextOrNull(1), row.IntOrNull(2), row.GetString(3), counts);
        return counts;
    }

    /// <summary>A turn's facts belong to the session it found, but for those of the session that it began.</summary>
    private static void Fold(string workspace, string? flow, int? version, string events, Dictionary<Key, long> counts)
    {
        using var document = JsonDocument.Parse(events);
        string? begun = null;
        (string Flow, int Version) before = (flow ?? "", version ?? 0);
        var own = before;
        foreach (var happened in document.RootElement.EnumerateArray())
        {
            var session = Text(happened, "sessionId");
            switch (Text(happened, "type"))
            {
                case "session_moved" when Text(happened, "flowId") == before.Flow:
                    before.Version = happened.GetProperty("to").GetInt32();
                    break;
                case "session_started":
                    begun = session;
                    own = (Text(happened, "flowId") ?? "", happened.GetProperty("version").GetInt32());
                    Add("", 0, "");
                    break;
                case "session_ended":
                    Add("", Ended(Text(happened, "outcome")), "");
                    break;
                case "node_entered":
                    Add(Text(happened, "nodeId") ?? "", Entered, "");
                    break;
                case "node_left":
                    Add(Text(happened, "nodeId") ?? "", Left, Text(happened, "handle") ?? "");
                    break;
            }

            void Add(string node, short fact, string handle)
            {
                var (ofFlow, ofVersion) = session == begun ? own : before;
                // what happens inside a sub-flow is that flow's
                if (node.Length > 0 && happened.TryGetProperty("within", out var within))
                    (ofFlow, ofVersion) = (Text(within, "flowId") ?? "", within.GetProperty("version").GetInt32());
                if (ofFlow.Length == 0)
                    return;
                var key = new Key(workspace, ofFlow, ofVersion, node, fact, handle);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }
    }

    private static short Ended(string? outcome) =>
        outcome switch
        {
            "completed" => 1,
            "expired" => 2,
            "interrupted" => 3,
            "handedOff" => 5,
            _ => 4,
        };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
