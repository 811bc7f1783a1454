using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A chat that is kept as a test of a flow; <paramref name="Test"/> is its JSON.</summary>
public sealed record StoredFlowTest(
    string Id,
    string Name,
    string Test,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>The saved tests of flows; few, read whole.</summary>
public sealed class FlowTests(Database database)
{
    public const int MostPerFlow = 100;

    /// <summary>The tests of a flow, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredFlowTest>> All(string workspace, string flow, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, name, test, created_by, created_at, updated_at from flow_tests
            where workspace_id = $1 and flow_id = $2 order by created_at, id
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(flow);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var tests = new List<StoredFlowTest>();
        while (await row.ReadAsync(cancel))
            tests.Add(
                new StoredFlowTest(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.Time(4),
                    row.Time(5)
                )
            );
        return tests;
    }

    public async Task<StoredFlowTest?> Find(string workspace, string flow, string test, CancellationToken cancel) =>
        (await All(workspace, flow, cancel)).FirstOrDefault(one => one.Id == test);

    /// <summary>False: the flow is gone, or has as many as it may. Either all are added or none.</summary>
    public async Task<bool> Add(
        string workspace,
        string flow,
        IReadOnlyList<(string Id, string Name, string Test)> tests,
        string by,
        CancellationToken cancel
    )
    {
        // the flow's row is locked first: who waited for it counts what the other added
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var hold = batch.Add("select 1 from flows where workspace_id = $1 and id = $2 for update");
        hold.Text(workspace);
        hold.Text(flow);
        var add = batch.Add(
            $"""
            insert into flow_tests (workspace_id, flow_id, id, name, test, created_by, created_at)
            select $1, f.id, t.id, t.name, t.test::json, $6, clock_timestamp()
            from flows f cross join unnest($3::text[], $4::text[], $5::text[]) as t (id, name, test)
            where f.workspace_id = $1 and f.id = $2 and f.deleted_at is null
                and (select count(*) from flow_tests where workspace_id = $1 and flow_id = $2) + cardinality($3) <= {MostPerFlow}
            """
        );
        add.Text(workspace);
        add.Text(flow);
        add.Texts(tests, one => one.Id);
        add.Texts(tests, one => one.Name);
        add.Texts(tests, one => one.Test);
        add.Text(by);
        await batch.ExecuteNonQueryAsync(cancel);
        return batch.BatchCommands[1].RecordsAffected == tests.Count;
    }

    /// <summary>Gives a flow that was just made the tests of another.</summary>
    public async Task Copy(string workspace, string from, string to, CancellationToken cancel)
    {
        await using var copy = database.Source.CreateCommand(
            """
            insert into flow_tests (workspace_id, flow_id, id, name, test, created_by, created_at)
            select workspace_id, $3, id, name, test, created_by, created_at from flow_tests where workspace_id = $1 and flow_id = $2
            """
        );
        copy.Parameters.Text(workspace);
        copy.Parameters.Text(from);
        copy.Parameters.Text(to);
        await copy.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>False: there is no such test.</summary>
    public Task<bool> Rename(string workspace, string flow, string test, string name, CancellationToken cancel) =>
        Change("update flow_tests set name = $4, updated_at = now()", workspace, flow, test, name, cancel);

    /// <summary>False: there is no such test.</summary>
    public Task<bool> Replace(string workspace, string flow, string test, string json, CancellationToken cancel) =>
        Change("update flow_tests set test = $4::json, updated_at = now()", workspace, flow, test, json, cancel);

    /// <summary>False: there is no such test.</summary>
    public Task<bool> Remove(string workspace, string flow, string test, CancellationToken cancel) =>
        Change("delete from flow_tests", workspace, flow, test, null, cancel);

    private async Task<bool> Change(
        string what,
        string workspace,
        string flow,
        string test,
        string? value,
        CancellationToken cancel
    )
    {
        await using var change = database.Source.CreateCommand(
            what + " where workspace_id = $1 and flow_id = $2 and id = $3"
        );
        change.Parameters.Text(workspace);
        change.Parameters.Text(flow);
        change.Parameters.Text(test);
        if (value is not null)
            change.Parameters.Text(value);
        return await change.ExecuteNonQueryAsync(cancel) == 1;
    }
}
