using System.Threading.Channels;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Takes whatever is waiting (up to 256, no artificial delay) and writes it with one statement, each caller awaiting its own result. What comes meanwhile
/// is the next statement; a second one is begun beside it only for many, as a statement for a few costs nearly as much as one for all.
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

    /// <summary>So many must wait before another pump writes beside one that does.</summary>
    private const int WorthAnother = 64;

    // ms; or what is being written takes so long that whoever comes had better not wait for it
    private const int Long = 200;

    private readonly Channel<Waiting> queue;
    private readonly Lock gate = new();
    private readonly TaskCompletionSource rested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // of each pump: since when the oldest of what it writes at this moment has been in line, or that it rests
    private readonly long[] writing;
    private readonly bool[] runs;
    private int running;
    private bool isClosed;

    /// <summary>The writer's own connections, one for each pump.</summary>
    protected NpgsqlDataSource Source { get; }

    private protected GroupCommit(Database database, int capacity, int pumps)
    {
        Source = database.Own(pumps);
        queue = System.Threading.Channels.Channel.CreateBounded<Waiting>(new BoundedChannelOptions(capacity));
        writing = new long[pumps];
        Array.Fill(writing, long.MaxValue);
        runs = new bool[pumps];
    }

    /// <summary>How many wait for their turn.</summary>
    public int Depth => queue.Reader.Count;

    /// <summary>How long the one that has waited longest is in line, or in writing, by now.</summary>
    public TimeSpan Lag
    {
        get
        {
            var oldest = queue.Reader.TryPeek(out var first) ? Math.Min(first.Since, Oldest()) : Oldest();
            return TimeSpan.FromMilliseconds(
                Math.Max(0, Environment.TickCount64 - Math.Min(oldest, Environment.TickCount64))
            );
        }
    }

    private long Oldest()
    {
        var oldest = long.MaxValue;
        for (var i = 0; i < writing.Length; i++)
            oldest = Math.Min(oldest, Volatile.Read(ref writing[i]));
        return oldest;
    }

    /// <summary>Writes the items and returns a result for each, in their order. Throws when nothing was written.</summary>
    protected abstract Task<IReadOnlyList<TResult>> Write(IReadOnlyList<TItem> items);

    /// <summary>Puts an item in line and waits until it is committed.</summary>
    protected Task<TResult> Commit(TItem item, CancellationToken cancel)
    {
        var waiting = new Waiting(item, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!queue.Writer.TryWrite(waiting))
            return WaitForRoom(waiting, cancel);
        Wake();
        return waiting.Done.Task.WaitAsync(cancel);
    }

    private async Task<TResult> WaitForRoom(Waiting waiting, CancellationToken cancel)
    {
        await queue.Writer.WriteAsync(waiting, cancel);
        Wake();
        return await waiting.Done.Task.WaitAsync(cancel);
    }

    /// <summary>As <see cref="Commit"/>, but refuses at once when the line is full: null.</summary>
    protected Task<TResult>? TryCommit(TItem item)
    {
        var waiting = new Waiting(item, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!queue.Writer.TryWrite(waiting))
            return null;
        Wake();
        return waiting.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        lock (gate)
        {
            isClosed = true;
            if (running == 0)
                rested.TrySetResult();
        }
        await rested.Task;
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody writes what has just been put in line: a pump that runs, or one that begins now.</summary>
    private void Wake()
    {
        int number;
        lock (gate)
        {
            if (running == runs.Length || (running > 0 && queue.Reader.Count < WorthAnother && !TakesLong()))
                return;
            number = Array.IndexOf(runs, false);
            runs[number] = true;
            running++;
        }
        // it works for all, not for the request that happened to begin it
        using var _ = ExecutionContext.SuppressFlow();
        Task.Run(() => Pump(number));
    }

    private bool TakesLong() => Environment.TickCount64 - Oldest() > Long;

    private async Task Pump(int number)
    {
        var batch = new List<Waiting>(MostInABatch);
        while (!Rests(number))
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

    /// <summary>True: nothing is in line, or little that another pump takes. Whoever comes later wakes one.</summary>
    private bool Rests(int number)
    {
        lock (gate)
        {
            if (queue.Reader.Count >= (running > 1 ? WorthAnother : 1))
                return false;
            runs[number] = false;
            running--;
            if (isClosed && running == 0)
                rested.TrySetResult();
            return true;
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
