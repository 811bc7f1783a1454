using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>Claims due timers and tells their conversations. A timer that is not handled within its lease is claimed again, by any silo.</summary>
internal sealed partial class TimerPump(
    Timers timers,
    IGrainFactory grains,
    GrainsOptions options,
    ILogger<TimerPump> log
) : BackgroundService
{
    private const int MostAtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.TimersEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Fire(stoppingToken) == MostAtOnce) { }
            }
            catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
            {
                FireFailed(log, trouble.Message);
            }
        }
    }

    private async Task<int> Fire(CancellationToken cancel)
    {
        var due = await timers.Claim(MostAtOnce, cancel);
        foreach (var timer in due)
            _ = grains.GetGrain<IConversationGrain>(timer.ConversationId).Due(timer.Generation);
        return due.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Timers could not be claimed, trying again: {Reason}")]
    private static partial void FireFailed(ILogger log, string reason);
}
