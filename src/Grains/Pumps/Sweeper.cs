using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>
/// Brings back what was forgotten: inbox rows and pending sends whose hint was lost or whose node died, attempts without a result,
/// and unknown outcomes that no status resolved.
/// </summary>
internal sealed partial class Sweeper(
    Recovery recovery,
    SendRecordWriter records,
    StatusWriter statuses,
    IGrainFactory grains,
    LiveRelay live,
    GrainsOptions options,
    ILogger<Sweeper> log
) : BackgroundService
{
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // the first look is at once: what a crash left behind has waited long enough
        var forgetAt = DateTimeOffset.MinValue;
        var lookAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(options.SweepEvery);
        do
        {
            try
            {
                await Sweep(stoppingToken);
                // the index's front is full of what has just been handled: finding its oldest row costs more than it seems
                if (DateTimeOffset.UtcNow > lookAt)
                {
                    Telemetry.InboxAge = await recovery.OldestInbox(stoppingToken);
                    lookAt = DateTimeOffset.UtcNow + LookEvery;
                }
                if (DateTimeOffset.UtcNow > forgetAt)
                {
                    await recovery.Forget(stoppingToken);
                    forgetAt = DateTimeOffset.UtcNow + ForgetEvery;
                }
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                SweepFailed(log, trouble.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Sweep(CancellationToken cancel)
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
        wake.UnionWith(await recovery.Forgotten(options.SweepAfter, cancel));
        foreach (var conversation in wake)
            _ = grains.GetGrain<IConversationGrain>(conversation).Look();

        if (wake.Count + lost.Count == 0)
            return;
        Telemetry.Swept.Add(wake.Count + lost.Count);
        SweptUp(log, wake.Count, lost.Count);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Swept up: {Conversations} conversations woken, {Attempts} lost attempts"
    )]
    private static partial void SweptUp(ILogger log, int conversations, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not sweep, trying again: {Reason}")]
    private static partial void SweepFailed(ILogger log, string reason);
}
