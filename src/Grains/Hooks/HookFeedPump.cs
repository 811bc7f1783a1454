using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Grains.Hooks;

/// <summary>Makes events of what is new, tells how far broadcasts are, and forgets what is old. Every silo tries; one at a time does it.</summary>
internal sealed class HookFeedPump(
    HookFeed feed,
    HookProgress progress,
    RecipientReads recipients,
    SendingNumbers numbers,
    Deliveries deliveries,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<HookFeedPump> log
) : Pump(options.HooksEvery, log, atOnce: true)
{
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<long, BroadcastProgress> told = [];
    private long span;
    private long purged = Stopwatch.GetTimestamp();

    protected override async Task Beat(CancellationToken cancel)
    {
        // like search, it comes after answers: half of the time at most
        var started = Stopwatch.GetTimestamp();
        while (
            await feed.TakeUp(clock.GetUtcNow(), cancel) && Stopwatch.GetElapsedTime(started) < options.HooksEvery / 2
        )
            cancel.ThrowIfCancellationRequested();

        await Broadcasts(cancel);
        if (Stopwatch.GetElapsedTime(purged) > PurgeEvery)
        {
            while (await deliveries.Purge(options.HooksKeep, options.HooksMost, cancel))
                cancel.ThrowIfCancellationRequested();
            purged = Stopwatch.GetTimestamp();
        }
    }

    private async Task Broadcasts(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var current = now.UtcTicks / options.HooksProgressEvery.Ticks;
        if (current == span)
            return;

        span = current;
        var wanted = await progress.Wanted(cancel);
        foreach (var over in told.Keys.Except(wanted.Select(one => one.Id)).ToArray())
            told.Remove(over);
        foreach (var broadcast in wanted)
        {
            if (await progress.Has(broadcast, current, cancel))
                continue;

            var before = told.GetValueOrDefault(broadcast.Id);
            var counted = ProgressOf.Counts(
                broadcast,
                await recipients.Counts(broadcast.Id, cancel),
                await numbers.Of(broadcast),
                before,
                now
            );
            told[broadcast.Id] = counted;
            if (before is null || !IsSame(before, counted))
                await progress.Tell(counted, current, cancel);
        }
    }

    private static bool IsSame(BroadcastProgress one, BroadcastProgress other) =>
        one with
        {
            At = other.At,
            PerSecond = 0,
            Failures = other.Failures,
            Skips = other.Skips,
            Variants = other.Variants,
            Channels = other.Channels,
        } == other with { PerSecond = 0 };
}
