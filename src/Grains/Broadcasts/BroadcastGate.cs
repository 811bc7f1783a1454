using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// What a silo knows of which broadcasts run: only those may send. Read anew all the time, and shut at once when somebody here knows better. What was
/// not read for too long counts as shut: nothing may go out on old news.
/// </summary>
internal sealed partial class BroadcastGate(
    IBroadcasts store,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<BroadcastGate> log
) : Pump(options.GateEvery, log)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMilliseconds(1500);

    private readonly SemaphoreSlim reading = new(1);
    private readonly ConcurrentDictionary<long, long> shutAt = new();
#if CHAOS
    private readonly ConcurrentDictionary<long, byte> began = new();
#endif
    private volatile Known known = new(FrozenSet<long>.Empty, long.MinValue);

    private long Ticks => (long)clock.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Which ran when it was asked.</summary>
    private sealed record Known(FrozenSet<long> Running, long AskedAt);

    /// <summary>By what is known now.</summary>
    public bool IsOpen(long broadcast)
    {
        var now = known;
#if CHAOS
        if (
            Mutant.PauseAtStartOnly.IsOn
            && (began.ContainsKey(broadcast) || (now.Running.Contains(broadcast) && began.TryAdd(broadcast, 0)))
        )
            return true;
#endif
        return now.Running.Contains(broadcast)
            && Ticks - now.AskedAt < GoodFor.TotalMilliseconds
            && !(shutAt.TryGetValue(broadcast, out var shut) && shut >= now.AskedAt);
    }

    /// <summary>Asks the database before it says no: it may just have begun.</summary>
    public async ValueTask<bool> Opens(long broadcast)
    {
        if (IsOpen(broadcast))
            return true;

        var asked = Ticks;
        await reading.WaitAsync();
        try
        {
            // whoever read while we waited read for us too
            if (known.AskedAt <= asked)
                await Read(CancellationToken.None);
        }
        catch (NpgsqlException trouble)
        {
            ReadFailed(Log, trouble.Message);
        }
        finally
        {
            reading.Release();
        }
        return IsOpen(broadcast);
    }

    /// <summary>It runs no more, whatever was read before this moment.</summary>
    public void Shut(long broadcast) => shutAt[broadcast] = Ticks;

    public override void Dispose()
    {
        reading.Dispose();
        base.Dispose();
    }

    protected override Task Beat(CancellationToken cancel) => Look(cancel);

    /// <summary>Reads anew which broadcasts run.</summary>
    internal async Task Look(CancellationToken cancel)
    {
        await reading.WaitAsync(cancel);
        try
        {
            await Read(cancel);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task Read(CancellationToken cancel)
    {
        // the moment before the question: a shut in between outlives the answer
        var asked = Ticks;
        var running = await store.Running(cancel);
        known = new Known(running.ToFrozenSet(), asked);
        foreach (var (broadcast, at) in shutAt)
        {
            if (at < asked)
                shutAt.TryRemove(new(broadcast, at));
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Which broadcasts run could not be read, none sends until it can: {Reason}"
    )]
    private static partial void ReadFailed(ILogger log, string reason);
}
