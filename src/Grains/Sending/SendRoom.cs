using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppBot.Grains.Sending;

/// <summary>
/// How many answers wait for this silo itself to send them, and not for Meta, a pause or their number's permits. Turns are quicker than sends: without a
/// bound, a flood waits in the outbox for most of a minute, where it closes no door. So while there are many, whoever has written waits for a turn
/// instead, in the inbox, whose age tells how loaded we are.
/// </summary>
internal sealed class SendRoom(GrainsOptions options, [FromKeyedServices("app")] TimeProvider clock)
{
    /// <summary>A turn waits no longer than this: whatever keeps the sends, people and their inbox are not to stand still for it.</summary>
    public static readonly TimeSpan WaitsAtMost = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    // about a second of one silo's sends
    private readonly int most = options.SendsInFlight * 4;

    // with so many of its slots at Meta for a second it is Meta that is slow, and no turn should wait for that
    private readonly int mostAtMeta = options.SendsInFlight * 7 / 8;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> turns = new();
    private int taken;
    private int atMeta;
    private long? manyAtMetaSince;

    /// <summary>Answers that wait, and turns that may make one.</summary>
    public int Taken
    {
        get
        {
            lock (gate)
                return taken;
        }
    }

    /// <summary>A place for a turn, to be given back when its answers are in line; at the latest after <paramref name="longest"/> it is given all the same.</summary>
    public async ValueTask<Place> Enter(TimeSpan longest)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (taken < most || IsMetaSlow || longest <= TimeSpan.Zero)
            {
                taken++;
                return new Place(this);
            }
            turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            turns.Enqueue(turn);
        }

        try
        {
            await turn.Task.WaitAsync(longest, clock);
        }
        catch (TimeoutException)
        {
            // unless it was given one at the last moment
            if (turn.TrySetCanceled())
                Force();
        }
        return new Place(this);
    }

    public void Add(int answers)
    {
        lock (gate)
            taken += answers;
    }

    public void Remove(int answers)
    {
        lock (gate)
        {
            taken -= answers;
            while (taken < most && turns.TryDequeue(out var turn))
            {
                if (turn.TrySetResult())
                    taken++;
            }
        }
    }

    /// <summary>A send goes to Meta and comes back.</summary>
    public async Task<T> AtMeta<T>(Func<Task<T>> send)
    {
        CountAtMeta(1);
        try
        {
            return await send();
        }
        finally
        {
            CountAtMeta(-1);
        }
    }

    private bool IsMetaSlow => manyAtMetaSince is { } since && clock.GetElapsedTime(since) >= SlowAfter;

    private void CountAtMeta(int more)
    {
        lock (gate)
        {
            atMeta += more;
            if (atMeta < mostAtMeta)
                manyAtMetaSince = null;
            else
                manyAtMetaSince ??= clock.GetTimestamp();
        }
    }

    private void Force()
    {
        lock (gate)
        {
            taken++;
            // who has gone is not to be kept in mind
            while (turns.TryPeek(out var gone) && gone.Task.IsCompleted)
                turns.Dequeue();
        }
    }

    /// <summary>A turn's place.</summary>
    public readonly struct Place(SendRoom room) : IDisposable
    {
        public void Dispose() => room.Remove(1);
    }
}
