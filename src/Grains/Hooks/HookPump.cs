using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Grains.Hooks;

/// <summary>
/// Posts what waits to webhooks. Every silo takes lanes; a lane is one silo's at a time. What was posted and not yet recorded when a silo dies is posted
/// again under the same id.
/// </summary>
internal sealed partial class HookPump(
    Webhooks webhooks,
    HookLanes lanes,
    HttpCaller caller,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<HookPump> log
) : SteadyService(log)
{
    private const int AtATime = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // no attempt begins that might outlast the claim
    private static readonly TimeSpan LastBegin = HookLanes.GoodFor - Limit - TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, Door> doors = new();
    private readonly SemaphoreSlim ready = new(0, 1);
    private int under;
    private volatile bool wantsMore;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // what is under way ends within its limit
        while (Volatile.Read(ref under) > 0 && !cancellationToken.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None);
    }

    protected override async Task Work(CancellationToken stopping)
    {
        while (true)
        {
            await Begin(stopping);
            await ready.WaitAsync(options.HooksEvery, stopping);
            await Task.Delay(Breath, stopping);
        }
    }

    public override void Dispose()
    {
        ready.Dispose();
        base.Dispose();
    }

    private async Task Begin(CancellationToken stopping)
    {
        var receivers = (await webhooks.Receivers(stopping)).ToDictionary(one => one.Id);
        foreach (var gone in doors.Keys.Where(id => !receivers.ContainsKey(id)))
            doors.TryRemove(gone, out _);

        var now = clock.GetUtcNow();
        var room = options.HooksInFlight - Volatile.Read(ref under);
        var free = receivers
            .Keys.Select(id => (Webhook: id, Most: Math.Min(room, DoorOf(id).Free(now))))
            .Where(one => one.Most > 0)
            .ToArray();
        if (free.Length == 0)
            return;

        var taken = await lanes.Claim(free, stopping);
        wantsMore = taken.Count > 0;
        foreach (var lane in taken)
        {
            Interlocked.Increment(ref under);
            var door = DoorOf(lane.WebhookId);
            door.Enter();
            _ = Task.Run(() => Work(lane, receivers[lane.WebhookId], door, stopping), CancellationToken.None);
        }
    }

    private Door DoorOf(string webhook) => doors.GetOrAdd(webhook, _ => new Door(options.HooksInFlightEach));

    private async Task Work(ClaimedLane lane, Receiver receiver, Door door, CancellationToken stopping)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var pause = await Empty(lane, receiver, door, began, stopping);
            if (pause is { } after)
                await lanes.Release(lane, after, CancellationToken.None);
        }
        catch (Exception trouble)
        {
            // the claim ends by itself
            LaneFailed(Log, lane.WebhookId, lane.Lane, trouble);
        }
        finally
        {
            door.Leave();
            Interlocked.Decrement(ref under);
            if (wantsMore && ready.CurrentCount == 0)
                Wake();
        }
    }

    /// <summary>Posts what waits in the lane, in order, until one has to wait: how long. Null: the lane is somebody else's by now.</summary>
    private async Task<TimeSpan?> Empty(
        ClaimedLane lane,
        Receiver receiver,
        Door door,
        long began,
        CancellationToken stopping
    )
    {
        while (true)
        {
            var waiting = await lanes.Waiting(lane, AtATime, CancellationToken.None);
            foreach (var delivery in waiting)
            {
                if (Stopwatch.GetElapsedTime(began) > LastBegin || stopping.IsCancellationRequested)
                    return TimeSpan.Zero;

                var now = clock.GetUtcNow();
                var posted = Stopwatch.GetTimestamp();
                // not cancelled by a shutdown: its end is worth waiting for
                var end = await caller.Make(Call(receiver, delivery, now), CancellationToken.None);
                var took = Stopwatch.GetElapsedTime(posted);
#if CHAOS
                Crash.At("hook after POST");
#endif
                var verdict = AttemptVerdict.Of(
                    end,
                    delivery.Attempts,
                    now - delivery.CreatedAt,
                    now,
                    options.HooksPause,
                    Random.Shared.NextDouble()
                );
                var delivered = verdict.State == DeliveryState.Delivered;
                door.Note(end, delivered, now);
                Telemetry.HookTime.Record(took.TotalSeconds, new KeyValuePair<string, object?>("delivered", delivered));

                var attempt = AttemptVerdict.Try(end, now, took);
                var failing = receiver.FailingSince is not null;
                if (!await lanes.Record(lane, delivery.Event, attempt, verdict.State, failing, CancellationToken.None))
                    return null;
                if (!delivered)
                    await SwitchOff(receiver, verdict, now);
                if (verdict.State == DeliveryState.Waiting)
                    return verdict.After;
            }
            if (waiting.Count < AtATime)
                return TimeSpan.Zero;
        }
    }

    private async Task SwitchOff(Receiver receiver, AttemptVerdict verdict, DateTimeOffset now)
    {
        var why =
            verdict.IsGone ? HookState.Gone
            : receiver.FailingSince is { } since && now - since > options.HooksOffAfter ? HookState.Failing
            : default(HookState?);
        if (why is { } reason && await webhooks.SwitchOff(receiver, reason, CancellationToken.None))
            SwitchedOff(Log, receiver.Id, reason);
    }

    private static OutCall Call(Receiver receiver, WaitingDelivery delivery, DateTimeOffset now) =>
        new(
            "POST",
            receiver.Url,
            new Dictionary<string, string>
            {
                ["Content-Type"] = "application/json",
                ["User-Agent"] = "WhatsAppBot-Webhooks/1",
                ["WhatsAppBot-Event"] = delivery.Kind,
                ["WhatsAppBot-Event-Id"] = delivery.EventId,
                ["WhatsAppBot-Attempt"] = (delivery.Attempts + 1).ToString(
                    System.Globalization.CultureInfo.InvariantCulture
                ),
                ["WhatsAppBot-Signature"] = Signature.Of(receiver.Secrets, now, delivery.Body),
            },
            delivery.Body,
            Limit,
            FollowsRedirects: false
        );

    private void Wake()
    {
        try
        {
            ready.Release();
        }
        catch (Exception race) when (race is SemaphoreFullException or ObjectDisposedException)
        {
            // somebody else did, or nobody waits any more
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lane {Lane} of webhook {Webhook} is left until its claim ends")]
    private static partial void LaneFailed(ILogger log, string webhook, long lane, Exception trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} is switched off: {Reason}")]
    private static partial void SwitchedOff(ILogger log, string webhook, HookState reason);
}
