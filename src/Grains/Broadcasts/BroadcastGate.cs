using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// What a silo knows of which broadcasts run: only those may send. Read anew all the time, and shut at once when somebody here knows better. What was
/// not read for too long counts as shut: nothing may go out on old news.
/// </summary>
internal sealed partial class BroadcastGate(BroadcastStore store, GrainsOptions options, ILogger<BroadcastGate> log)
    : BackgroundService
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMilliseconds(1500);

    private readonly SemaphoreSlim reading = new(1);
    private readonly ConcurrentDictionary<long, long> shutAt = new();
    private volatile Known known = new(FrozenSet<long>.Empty, long.MinValue);

    /// <summary>Which ran when it was asked.</summary>
    private sealed record Known(FrozenSet<long> Running, long AskedAt);

    /// <summary>By what is known now.</summary>
    public bool IsOpen(long broadcast)
    {
        var now = known;
        return now.Running.Contains(broadcast)
            && Environment.TickCount64 - now.AskedAt < GoodFor.TotalMilliseconds
            && !(shutAt.TryGetValue(broadcast, out var shut) && shut >= now.AskedAt);
    }

    /// <summary>Asks the database before it says no: it may just have begun.</summary>
    public async ValueTask<bool> Opens(long broadcast)
    {
        if (IsOpen(broadcast))
            return true;

        var asked = Environment.TickCount64;
        await reading.WaitAsync();
        try
        {
            // whoever read while we waited read for us too
            if (known.AskedAt <= asked)
                await Read(CancellationToken.None);
        }
        catch (NpgsqlException trouble)
        {
            ReadFailed(log, trouble.Message);
        }
        finally
        {
            reading.Release();
        }
        return IsOpen(broadcast);
    }

    /// <summary>It runs no more, whatever was read before this moment.</summary>
    public void Shut(long broadcast) => shutAt[broadcast] = Environment.TickCount64;

    public override void Dispose()
    {
        reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.GateEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await reading.WaitAsync(stoppingToken);
            try
            {
                await Read(stoppingToken);
            }
            catch (NpgsqlException trouble)
            {
                ReadFailed(log, trouble.Message);
            }
            finally
            {
                reading.Release();
            }
        }
    }

    private async Task Read(CancellationToken cancel)
    {
        // the moment before the question: a shut in between outlives the answer
        var asked = Environment.TickCount64;
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
