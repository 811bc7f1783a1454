using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>Counts what the turn log has that is new. Every silo tries; one at a time counts.</summary>
internal sealed partial class CountsPump(FlowCounts counts, GrainsOptions options, ILogger<CountsPump> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.CountEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await counts.RollUp(stoppingToken)) { }
            }
            catch (NpgsqlException trouble)
            {
                CountFailed(log, trouble.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Turns could not be counted, trying again: {Reason}")]
    private static partial void CountFailed(ILogger log, string reason);
}
