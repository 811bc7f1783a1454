using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Orleans.Streams;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Flows;

namespace WhatsAppBot.WebApi.Live;

/// <summary>
/// Brings the partition streams to this node's browsers. Hears its own heartbeat on each partition; after two missed ones it subscribes anew.
/// Whenever something may have been missed, browsers are told to fetch.
/// </summary>
internal sealed partial class LiveSubscriber(
    IClusterClient cluster,
    IHubContext<InboxHub> hub,
    Listeners listeners,
    PresenceBoard board,
    FlowPresence editors,
    ILogger<LiveSubscriber> log
) : SteadyBeat(Heartbeat, log, atOnce: true)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deaf = TimeSpan.FromSeconds(11);

    private readonly string self = Guid.NewGuid().ToString("N");
    private readonly Partition[] partitions =
    [
        .. Enumerable.Range(0, LiveStreams.Partitions).Select(number => new Partition(number)),
    ];

    private sealed class Partition(int number)
    {
        public int Number => number;
        public StreamSubscriptionHandle<LiveBatch>? Handle;
        public long HeardAt;
        public long Beats;
        public readonly ConcurrentDictionary<string, long> Last = new();
    }

    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var partition in partitions)
            await Keep(partition);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var partition in partitions)
            await Unsubscribe(partition);
    }

    private async Task Keep(Partition partition)
    {
        try
        {
            if (
                partition.Handle is not null
                && Environment.TickCount64 - Volatile.Read(ref partition.HeardAt) > Deaf.TotalMilliseconds
            )
            {
                NothingHeard(Log, partition.Number);
                await Unsubscribe(partition);
            }

            if (partition.Handle is null)
            {
                Volatile.Write(ref partition.HeardAt, Environment.TickCount64);
                partition.Handle = await Stream(partition).SubscribeAsync((batch, _) => Hear(partition, batch));
                await Resync();
            }

            await Stream(partition).OnNextAsync(new LiveBatch(self, ++partition.Beats, [], DateTimeOffset.UtcNow));
        }
        catch (Exception trouble) when (trouble is OrleansException or TimeoutException or InvalidOperationException)
        {
            NotListening(Log, partition.Number, trouble.Message);
        }
    }

    private async Task Unsubscribe(Partition partition)
    {
        if (partition.Handle is not { } handle)
            return;

        partition.Handle = null;
        try
        {
            await handle.UnsubscribeAsync();
        }
        catch (Exception trouble)
        {
            // whatever it is: a node that ends must not end badly for want of a farewell
            NotListening(Log, partition.Number, trouble.Message);
        }
    }

    private async Task Hear(Partition partition, LiveBatch batch)
    {
        Telemetry.StreamLag.Record(Math.Max(0, (DateTimeOffset.UtcNow - batch.PublishedAt).TotalSeconds));
        if (batch.Source == self)
            Volatile.Write(ref partition.HeardAt, Environment.TickCount64);

        if (batch.Events.Length == 0)
            return;

        var expected = partition.Last.TryGetValue(batch.Source, out var last) ? last + 1 : batch.Number;
        partition.Last[batch.Source] = Math.Max(batch.Number, last);
        if (batch.Number > expected)
            await Resync();

        foreach (var news in batch.Events)
        {
            if (
                news.Kind == LiveKind.Presence
                && JsonSerializer.Deserialize(news.Payload, ViewsJson.Default.PresenceChanged) is { } presence
            )
                board.Note(presence);
            if (
                news.Kind == LiveKind.FlowPresence
                && JsonSerializer.Deserialize(news.Payload, ViewsJson.Default.FlowPresenceChanged) is { } editing
            )
                editors.Note(editing);
        }

        if (!listeners.Any)
            return;

        Telemetry.LiveRelayed.Add(batch.Events.Length);
        foreach (var news in batch.Events)
        {
            var method = news.Kind switch
            {
                LiveKind.MessageAdded => "messageAdded",
                LiveKind.MessageStatus => "messageStatus",
                LiveKind.Presence => "presence",
                LiveKind.Scheduled => "scheduledChanged",
                LiveKind.BroadcastProgress => "broadcastProgress",
                LiveKind.FlowPresence => "flowPresence",
                _ => "conversationChanged",
            };
            var payload = news.Payload;
#if CHAOS
            payload = ArrivalOrder.Of(news.ConversationId, payload);
#endif
            await hub.Clients.Group(InboxHub.Group(news.WorkspaceId)).SendAsync(method, new RawJson(payload));
        }
    }

    private async Task Resync()
    {
        Telemetry.Resyncs.Add(1);
        await hub.Clients.All.SendAsync("resync", new RawJson("{}"u8.ToArray()));
    }

    private IAsyncStream<LiveBatch> Stream(Partition partition) =>
        cluster.GetStreamProvider(LiveStreams.Provider).GetStream<LiveBatch>(LiveStreams.Partition(partition.Number));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live partition {Partition} is silent, subscribing anew")]
    private static partial void NothingHeard(ILogger log, int partition);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Live partition {Partition} cannot be reached, trying again: {Reason}"
    )]
    private static partial void NotListening(ILogger log, int partition, string reason);
}
