using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Calls;

/// <summary>Brings back calls that were forgotten: those whose hint was lost, and those of nodes that died while they made them.</summary>
internal sealed partial class CallSweeper(
    CallStore store,
    CallPump pump,
    GrainsOptions options,
    ILogger<CallSweeper> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepEvery);
        do
        {
            try
            {
                foreach (var lost in await store.Lost(options.CallLostAfter, stoppingToken))
                    await pump.Mend(lost, stoppingToken);
                foreach (var key in await store.Forgotten(options.SweepAfter, stoppingToken))
                    pump.Offer(key);
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                SweepFailed(log, trouble.Message);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not sweep calls, trying again: {Reason}")]
    private static partial void SweepFailed(ILogger log, string reason);
}
