using System.Threading.Channels;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Takes whatever is waiting (up to 256, no artificial delay) and writes it with one statement, each caller awaiting its own result.
/// An item that fails is tried alone, so that it fails only its own caller. Bounded: when full, callers wait for room.
/// </summary>
public abstract class GroupCommit<TItem, TResult> : IAsyncDisposable
{
    /// <summary>Most items in one statement (measured: beyond this the gain is small).</summary>
    public const int MostInABatch = 256;

    private sealed record Waiting(TItem Item, TaskCompletionSource<TResult> Done)
    {
        public long Since { get; } = Environment.TickCount64;
    }

    private readonly Channel<Waiting> queue;
    private readonly Task[] pumps;

    // since when the oldest of what each pump writes at this moment has been in line
    private readonly long[] writing;

    /// <summary>The writer's own connections, one for each pump.</summary>
    protected NpgsqlDataSource Source { get; }

    private protected GroupCommit(Database database, int capacity, int pumps)
    {
        Source = database.Own(pumps);
        queue = System.Threading.Channels.Channel.CreateBounded<Waiting>(
            new BoundedChannelOptions(capacity) { SingleReader = pumps == 1 }
        );
        writing = new long[pumps];
        Array.Fill(writing, long.MaxValue);
        this.pumps = [.. Enumerable.Range(0, pumps).Select(number => Task.Run(() => Pump(number)))];
    }

    /// <summary>How many wait for their turn.</summary>
    public int Depth => queue.Reader.CanCount ? queue.Reader.Count : 0;

    /// <summary>How long the one that has waited longest is in line, or in writing, by now.</summary>
    public TimeSpan Lag
    {
        get
        {
            var oldest = queue.Reader.TryPeek(out var first) ? first.Since : long.MaxValue;
            for (var i = 0; i < writing.Length; i++)
                oldest = Math.Min(oldest, Volatile.Read(ref writing[i]));
            return TimeSpan.FromMilliseconds(
                Math.Max(0, Environment.TickCount64 - Math.Min(oldest, Environment.TickCount64))
            );
        }
    }

    /// <summary>Writes the items and returns a result for each, in their order. Throws when nothing was written.</summary>
    protected abstract Task<IReadOnlyList<TResult>> Write(IReadOnlyList<TItem> items);

    /// <summary>Puts an item in line and waits until it is committed.</summary>
    protected Task<TResult> Commit(TItem item, CancellationToken cancel)
    {
        var waiting = new Waiting(item, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return queue.Writer.TryWrite(waiting) ? waiting.Done.Task.WaitAsync(cancel) : WaitForRoom(waiting, cancel);
    }

    private async Task<TResult> WaitForRoom(Waiting waiting, CancellationToken cancel)
    {
        await queue.Writer.WriteAsync(waiting, cancel);
        return await waiting.Done.Task.WaitAsync(cancel);
    }

    /// <summary>As <see cref="Commit"/>, but refuses at once when the line is full: null.</summary>
    protected Task<TResult>? TryCommit(TItem item)
    {
        var waiting = new Waiting(item, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return queue.Writer.TryWrite(waiting) ? waiting.Done.Task : null;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(pumps);
        GC.SuppressFinalize(this);
    }

    private async Task Pump(int number)
    {
        var batch = new List<Waiting>(MostInABatch);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInABatch && queue.Reader.TryRead(out var waiting))
                batch.Add(waiting);

            if (batch.Count == 0)
                continue;
            Volatile.Write(ref writing[number], batch[0].Since);
            await WriteAll(batch);
            Volatile.Write(ref writing[number], long.MaxValue);
        }
    }

    private async Task WriteAll(List<Waiting> batch)
    {
        try
        {
#if CHAOS
            Crash.At($"{GetType().Name} before commit");
#endif
            var results = await Write([.. batch.Select(waiting => waiting.Item)]);
#if CHAOS
            Crash.At($"{GetType().Name} after commit");
#endif
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.TrySetResult(results[i]);
        }
        catch (Exception trouble) when (batch.Count > 1 && trouble is (PostgresException or not NpgsqlException))
        {
            // one of them cannot be written: find out which
            foreach (var one in batch.ToArray())
                await WriteAll([one]);
        }
        catch (Exception trouble)
        {
            foreach (var waiting in batch)
                waiting.Done.TrySetException(trouble);
        }
    }
}
