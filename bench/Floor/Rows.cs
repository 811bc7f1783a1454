using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace WhatsAppBot.Floor;

/// <summary>Commits whatever waits with one statement, at most 256 rows, on two connections: as the product's writers do.</summary>
internal sealed class Rows
{
    private const int Most = 256;

    private sealed record Waiting(byte[] Body, TaskCompletionSource Done);

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(20_000);
    private readonly NpgsqlDataSource source;

    public Rows(NpgsqlDataSource source)
    {
        this.source = source;
        for (var pumps = 0; pumps < 2; pumps++)
            _ = Task.Run(Pump);
    }

    /// <summary>Returns when the row is committed.</summary>
    public async Task Add(byte[] body)
    {
        var waiting = new Waiting(body, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync(waiting);
        await waiting.Done.Task;
    }

    private async Task Pump()
    {
        var batch = new List<Waiting>(Most);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < Most && queue.Reader.TryRead(out var one))
                batch.Add(one);
            try
            {
                await using var insert = source.CreateCommand("insert into floor (body) select * from unnest($1)");
                insert.Parameters.Add(
                    new()
                    {
                        Value = batch.Select(one => one.Body).ToArray(),
                        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
                    }
                );
                await insert.ExecuteNonQueryAsync();
                batch.ForEach(one => one.Done.TrySetResult());
            }
            catch (NpgsqlException trouble)
            {
                batch.ForEach(one => one.Done.TrySetException(trouble));
            }
        }
    }
}
