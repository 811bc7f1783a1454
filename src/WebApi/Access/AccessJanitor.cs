using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Clears away, every quarter of an hour, what has had its time.</summary>
internal sealed partial class AccessJanitor(AccessPurge purge, ILogger<AccessJanitor> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await purge.Run(stoppingToken);
            }
            catch (NpgsqlException trouble)
            {
                NotPurged(log, trouble.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What has had its time could not be cleared away: {Reason}")]
    private static partial void NotPurged(ILogger log, string reason);
}
