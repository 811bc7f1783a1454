using System.Collections.Frozen;
using Npgsql;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Webhooks;

/// <summary>The connections and channels as a web node knows them: few, in memory, read anew every 5 s and when one is missing.</summary>
internal sealed class ConnectionDirectory(Storage.Channels channels, ILogger<ConnectionDirectory> log)
    : SteadyBeat(Every, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // unknown ids come from anybody: they must not become a query each
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private sealed record Known(
        FrozenDictionary<string, Connection> Connections,
        FrozenDictionary<string, Channel> ByPhoneNumberId,
        FrozenDictionary<long, Channel> ById
    );

    private Known known = new(
        FrozenDictionary<string, Connection>.Empty,
        FrozenDictionary<string, Channel>.Empty,
        FrozenDictionary<long, Channel>.Empty
    );
    private long readAt = long.MinValue;

    public async ValueTask<Connection?> Connection(string id, CancellationToken cancel)
    {
        if (!known.Connections.ContainsKey(id))
            await ReadUnlessFresh(cancel);
        return known.Connections.GetValueOrDefault(id);
    }

    /// <summary>As the database has it now: for rare work that must not use a secret which was just replaced.</summary>
    public async Task<Connection?> Fresh(string id, CancellationToken cancel)
    {
        await Read(cancel);
        return known.Connections.GetValueOrDefault(id);
    }

    /// <summary>The channel of that number, if it belongs to the connection; a foreign one is as if it were not there.</summary>
    public async ValueTask<Channel?> Channel(Connection connection, string phoneNumberId, CancellationToken cancel)
    {
        if (!known.ByPhoneNumberId.ContainsKey(phoneNumberId))
            await ReadUnlessFresh(cancel);
        return
            known.ByPhoneNumberId.TryGetValue(phoneNumberId, out var channel) && channel.ConnectionId == connection.Id
            ? channel
            : null;
    }

    /// <summary>The number with the token that lets it send, and whose it is; a foreign channel is as if it were not there.</summary>
    public (GraphChannel Number, Connection Connection)? Sender(string workspace, long channel) =>
        Channel(channel) is { } found
        && found.WorkspaceId == workspace
        && known.Connections.TryGetValue(found.ConnectionId, out var connection)
            ? (new GraphChannel(found.PhoneNumberId, connection.AccessToken), connection)
            : null;

    public Channel? Channel(long id) => known.ById.GetValueOrDefault(id);

    /// <summary>The first simulated channel, if there is one: the page shows its phone.</summary>
    public Channel? Simulated(string workspace) =>
        known
            .ById.Values.Where(channel => channel.Simulated && channel.WorkspaceId == workspace)
            .MinBy(channel => channel.Id);

    /// <summary>The workspace's first channel, if it has one.</summary>
    public Channel? First(string workspace) =>
        known.ById.Values.Where(channel => channel.WorkspaceId == workspace).MinBy(channel => channel.Id);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Patience.For(() => Read(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task Beat(CancellationToken cancel) => Read(cancel);

    private async Task ReadUnlessFresh(CancellationToken cancel)
    {
        if (Environment.TickCount64 - Volatile.Read(ref readAt) <= AskAgain.TotalMilliseconds)
            return;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(WebhookReceiver.Patience);
        try
        {
            await Read(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new NpgsqlException("The connections could not be read in time.", new TimeoutException(null, late));
        }
    }

    private async Task Read(CancellationToken cancel)
    {
        Volatile.Write(ref readAt, Environment.TickCount64);
        var all = await channels.All(cancel);
        known = new Known(
            (await channels.Connections(cancel)).ToFrozenDictionary(one => one.Id),
            all.ToFrozenDictionary(one => one.PhoneNumberId),
            all.ToFrozenDictionary(one => one.Id)
        );
    }
}
