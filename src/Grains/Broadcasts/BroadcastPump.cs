using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// Wakes the broadcasts that are to begin or go on, whatever became of who had them, and takes back what must not go out any more. Every silo does it;
/// once is enough.
/// </summary>
internal sealed partial class BroadcastPump(
    BroadcastStore store,
    Recipients recipients,
    IGrainFactory grains,
    LiveRelay live,
    GrainsOptions options,
    ILogger<BroadcastPump> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.BroadcastsEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var change in await recipients.TakeBack(stoppingToken))
                    live.Publish(LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)));
                foreach (var broadcast in await store.Due(stoppingToken))
                    _ = grains.GetGrain<IBroadcastGrain>(broadcast).Poke();
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                PokeFailed(log, trouble.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broadcasts could not be woken, trying again: {Reason}")]
    private static partial void PokeFailed(ILogger log, string reason);
}
