using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Counts the recipients of broadcasts, tells the screens, and says what keeps a broadcast from being faster.</summary>
internal sealed class Tally(
    LaunchFacts facts,
    RecipientReads reads,
    DailyPeople daily,
    SendingNumbers numbers,
    LiveRelay live,
    [FromKeyedServices("app")] TimeProvider clock
)
{
    // counting a million takes some 200 ms: never more than a twentieth of the time
    private const int Share = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>How far it is, and from when on it may be counted again.</summary>
    public async Task<(BroadcastProgress Progress, DateTimeOffset AgainAt)> Count(
        Broadcast row,
        BroadcastProgress? before
    )
    {
        var started = clock.GetTimestamp();
        var counts = await reads.Counts(row.Id, CancellationToken.None);
        var limits = await Facts(row, counts);
        var limiter =
            row.State == BroadcastState.Running
                ? Limits.Of(row, counts, DailyRoom.Together(limits.Rooms.Values), limits.Workspace, limits.Now)
                : null;
        var senders = await numbers.Limited(row, counts, limits);
        var now = clock.GetUtcNow();
        var took = clock.GetElapsedTime(started) * Share;
        var progress = ProgressOf.Counts(row, counts, senders, before, now, limiter);
        live.Publish(LiveEvent.Of(progress));
        return (progress, now + (took > Every ? took : Every) * 0.9);
    }

    /// <summary>Asked for while somebody waits: nothing else could hold them back.</summary>
    private async Task<LimitFacts> Facts(Broadcast row, IReadOnlyList<RecipientCount> counts)
    {
        if (row.State != BroadcastState.Running || !counts.Any(one => one.State == RecipientState.Waiting))
            return new LimitFacts(FrozenDictionary<long, DailyRoom>.Empty, TimeZoneInfo.Utc, clock.GetUtcNow());

        var workspace = row.Plan?.QuietHours is { Clock: WhoseClock.Workspace }
            ? ContactClocks.Zone(await facts.TimeZone(row.WorkspaceId, CancellationToken.None))
            : null;
        return new LimitFacts(
            await daily.Rooms(row.Channels, CancellationToken.None),
            workspace ?? TimeZoneInfo.Utc,
            clock.GetUtcNow()
        );
    }
}
