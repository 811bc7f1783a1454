using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>
/// Brings back what was forgotten: inbox rows and pending sends whose hint was lost or whose node died, attempts without a result,
/// and unknown outcomes that no status resolved.
/// </summary>
internal sealed partial class Sweeper(
    IRecovery recovery,
    ISendRecords records,
    IStatuses statuses,
    IGrainFactory grains,
    LiveRelay live,
    ILoad load,
    GrainsOptions options,
    ILogger<Sweeper> log
) : Pump(options.SweepEvery, log, atOnce: true)
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // the first look is at once: what a crash left behind has waited long enough
    private DateTimeOffset forgetAt = DateTimeOffset.MinValue;
    private DateTimeOffset lookAt = DateTimeOffset.MinValue;

    protected override async Task Beat(CancellationToken cancel)
    {
#if CHAOS
        if (Mutant.HintOnly.IsOn)
            return;
#endif
        await Sweep(cancel);
        // the index's front is full of what has just been handled: finding its oldest row costs more than it seems
        if (DateTimeOffset.UtcNow > lookAt)
        {
            Telemetry.InboxAge = await recovery.OldestInbox(cancel);
            lookAt = DateTimeOffset.UtcNow + LookEvery;
        }
        if (DateTimeOffset.UtcNow > forgetAt)
        {
            await recovery.Forget(cancel);
            forgetAt = DateTimeOffset.UtcNow + ForgetEvery;
        }
    }

    /// <summary>
    /// What is only late is not forgotten: to look for it would make everything later still. But what a dead node leaves behind looks late, too, and gets
    /// older for as long as nobody looks: so the wait counts up to a bound.
    /// </summary>
    internal static TimeSpan ForgottenAfter(TimeSpan wait, TimeSpan sweepAfter) =>
        wait > sweepAfter ? sweepAfter * 2
        : wait * 2 > sweepAfter ? wait * 2
        : sweepAfter;

    internal async Task Sweep(CancellationToken cancel)
    {
        var lost = await recovery.LostAttempts(options.AttemptLostAfter, cancel);
        foreach (var change in await Task.WhenAll(lost.Select(attempt => records.Record(attempt, cancel))))
        {
            if (change is not null)
                live.Publish(LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)));
        }

        var parked = await recovery.Parked(cancel);
        foreach (var news in parked)
        {
            foreach (var change in await statuses.Apply(news, cancel))
                live.Publish(LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)));
        }
        if (parked.Count > 0)
            await recovery.Unpark(cancel);

        var wake = new HashSet<long>(await recovery.Reconcile(options.ReconcileAfter, cancel));
        // what comes after them has waited for their end
        wake.UnionWith(lost.Select(attempt => attempt.ConversationId));
        wake.UnionWith(await recovery.Forgotten(ForgottenAfter(load.Wait, options.SweepAfter), cancel));
        foreach (var conversation in wake)
            _ = grains.GetGrain<IConversationGrain>(conversation).Look();

        if (wake.Count + lost.Count == 0)
            return;
        Telemetry.Swept.Add(wake.Count + lost.Count);
        SweptUp(Log, wake.Count, lost.Count);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Swept up: {Conversations} conversations woken, {Attempts} lost attempts"
    )]
    private static partial void SweptUp(ILogger log, int conversations, int attempts);
}
