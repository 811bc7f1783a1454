using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Channels;

/// <summary>A channel with the token that lets it send; empty when it does not open.</summary>
internal sealed record SendingChannel(Channel Channel, string AccessToken)
{
    /// <summary>Nothing is sent now: Meta refuses the token. What is to be sent waits for another one.</summary>
    public bool IsHeld => Channel.TokenRefusedAt is not null || AccessToken.Length == 0;
}

/// <summary>The channels as a silo knows them: few, in memory, read anew every 5 s and when one is missing.</summary>
internal sealed partial class ChannelCatalog(IChannels channels, Connections connections, ILogger<ChannelCatalog> log)
    : Pump(Every, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1);
    private FrozenDictionary<long, SendingChannel> known = FrozenDictionary<long, SendingChannel>.Empty;
    private long readAt = long.MinValue;

    /// <summary>The channel, or null when there is none with that id.</summary>
    public async ValueTask<SendingChannel?> Find(long id)
    {
        if (known.TryGetValue(id, out var channel))
            return channel;

        await Read(CancellationToken.None);
        return known.GetValueOrDefault(id);
    }

    /// <summary>Whether what the channel has to send must wait for another access token. Asks the database before it says so: there may be one by now.</summary>
    public async ValueTask<bool> IsHeld(long id)
    {
        if (await Find(id) is not { IsHeld: true })
            return false;

        var asked = Environment.TickCount64;
        await reading.WaitAsync();
        try
        {
            // whoever read while we waited read for us too
            if (Volatile.Read(ref readAt) <= asked)
                await Read(CancellationToken.None);
        }
        finally
        {
            reading.Release();
        }
        return known.GetValueOrDefault(id)?.IsHeld == true;
    }

    /// <summary>Meta refused the token this was sent with: everybody is told, and nobody sends with it from here on.</summary>
    public async Task TokenRefused(SendingChannel channel)
    {
        await reading.WaitAsync();
        try
        {
            // many sends under way hear the same
            if (
                known.GetValueOrDefault(channel.Channel.Id) is not { IsHeld: false } now
                || now.AccessToken != channel.AccessToken
            )
                return;

            await connections.TokenRefused(channel.Channel.ConnectionId, channel.AccessToken, CancellationToken.None);
            await Read(CancellationToken.None);
        }
        finally
        {
            reading.Release();
        }
        if (known.GetValueOrDefault(channel.Channel.Id)?.IsHeld == true)
            Held(Log, channel.Channel.Id);
    }

    public override void Dispose()
    {
        reading.Dispose();
        base.Dispose();
    }

    protected override Task Beat(CancellationToken cancel) => Read(cancel);

    private async Task Read(CancellationToken cancel)
    {
        var asked = Environment.TickCount64;
        var tokens = (await channels.Connections(cancel)).ToDictionary(one => one.Id, one => one.AccessToken);
        known = (await channels.All(cancel)).ToFrozenDictionary(
            one => one.Id,
            one => new SendingChannel(one, tokens.GetValueOrDefault(one.ConnectionId, ""))
        );
        Volatile.Write(ref readAt, asked);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Meta refuses the access token of channel {Channel}: its messages wait for another one"
    )]
    private static partial void Held(ILogger log, long channel);
}
