using Npgsql;

namespace WhatsAppBot.Chaos;

/// <summary>
/// Stops whoever writes to a table at an exact place, without a line in the product: a trigger waits for an advisory lock that the test holds.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private const long Lock = 2_000_004_711;

    private readonly NpgsqlConnection _holder;

    private Gate(NpgsqlConnection holder) => _holder = holder;

    /// <summary>Closes before <paramref name="what"/>, such as <c>insert on messages</c>; <paramref name="when"/> narrows it to some rows.</summary>
    public static async Task<Gate> Close(NpgsqlDataSource source, string what, string when, CancellationToken cancel)
    {
        var holder = await source.OpenConnectionAsync(cancel);
        var gate = new Gate(holder);
        await gate.Run($"select pg_advisory_lock({Lock})", cancel);
        await gate.Run(
            $"""
            create or replace function wait_at_gate() returns trigger language plpgsql as
            'begin perform pg_advisory_xact_lock_shared({Lock}); return new; end';
            create trigger gate before {what} for each row when ({when}) execute function wait_at_gate();
            """,
            cancel
        );
        return gate;
    }

    /// <summary>Waits until somebody stands before it.</summary>
    public Task Reached(CancellationToken cancel) =>
        Eventually.True(async () => (await Waiting(cancel)).Count > 0, "a writer stands before the gate", cancel);

    /// <summary>Opens it. What those before it wanted to write is undone first, or done although they are dead.</summary>
    public async Task Open(string table, bool undo, CancellationToken cancel)
    {
        if (undo)
        {
            foreach (var pid in await Waiting(cancel))
                await Run($"select pg_terminate_backend({pid}, 30000)", cancel);
        }

        await Run($"select pg_advisory_unlock({Lock})", cancel);
        await Run($"drop trigger gate on {table}", cancel);
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private async Task<IReadOnlyList<int>> Waiting(CancellationToken cancel)
    {
        await using var ask = new NpgsqlCommand(
            $"""
            select pid from pg_locks
            where locktype = 'advisory' and objid = {Lock} and not granted
                and database = (select oid from pg_database where datname = current_database())
            """,
            _holder
        );
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var pids = new List<int>();
        while (await row.ReadAsync(cancel))
            pids.Add(row.GetInt32(0));
        return pids;
    }

    private async Task Run(string sql, CancellationToken cancel)
    {
        await using var run = new NpgsqlCommand(sql, _holder);
        await run.ExecuteNonQueryAsync(cancel);
    }
}
