using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Channels;

/// <summary>A channel with the token that lets it send.</summary>
internal sealed record SendingChannel(Channel Channel, string AccessToken);

/// <summary>The channels as a silo knows them: few, in memory, read anew every 5 s and when one is missing.</summary>
internal sealed partial class ChannelCatalog(Storage.Channels channels, ILogger<ChannelCatalog> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private FrozenDictionary<long, SendingChannel> known = FrozenDictionary<long, SendingChannel>.Empty;

    /// <summary>The channel, or null when there is none with that id.</summary>
    public async ValueTask<SendingChannel?> Find(long id)
    {
        if (known.TryGetValue(id, out var channel))
            return channel;

        await Read(CancellationToken.None);
        return known.GetValueOrDefault(id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Read(stoppingToken);
            }
            catch (NpgsqlException trouble)
            {
                ReadFailed(log, trouble.Message);
            }
        }
    }

    private async Task Read(CancellationToken cancel)
    {
        var tokens = (await channels.Connections(cancel)).ToDictionary(one => one.Id, one => one.AccessToken);
        known = (await channels.All(cancel)).ToFrozenDictionary(
            one => one.Id,
            one => new SendingChannel(one, tokens.GetValueOrDefault(one.ConnectionId, ""))
        );
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Channels could not be read, the last known are used: {Reason}")]
    private static partial void ReadFailed(ILogger log, string reason);
}
