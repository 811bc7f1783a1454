using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Live;

/// <summary>
/// One per silo: gathers events for some 15 ms and publishes one stream item per partition. What cannot be published is dropped:
/// whoever misses it sees the gap in the seq, or the gap in the items' numbers, and fetches.
/// </summary>
internal sealed partial class LiveRelay(IClusterClient cluster, GrainsOptions options, ILogger<LiveRelay> log)
    : SteadyService(log)
{
    // an item stays below the 85,000 bytes from which .NET calls an object large and collects it only with everything else
    private const int MostBytesInAnItem = 40_000;

    private readonly Channel<LiveEvent> queue = System.Threading.Channels.Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(50_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest }
    );

    private readonly string source = Guid.NewGuid().ToString("N");
    private readonly long[] numbers = new long[LiveStreams.Partitions];

    // what was gathered outlives a mishap on the way
    private readonly int[] bytes = new int[LiveStreams.Partitions];
    private readonly List<LiveEvent>[] partitions =
    [
        .. Enumerable.Range(0, LiveStreams.Partitions).Select(_ => new List<LiveEvent>()),
    ];

    /// <summary>Never waits.</summary>
    public void Publish(LiveEvent news) => queue.Writer.TryWrite(news);

    protected override bool IsUsual(Exception trouble) => trouble is OrleansException or TimeoutException;

    protected override async Task Work(CancellationToken stopping)
    {
        while (await queue.Reader.WaitToReadAsync(stopping))
        {
            await Task.Delay(options.LiveWindow, stopping);
            while (queue.Reader.TryRead(out var news))
            {
                var at = LiveStreams.PartitionOf(news.ConversationId);
                partitions[at].Add(news);
                bytes[at] += news.Payload.Length;
                if (bytes[at] < MostBytesInAnItem)
                    continue;
                await Flush(at, partitions[at]);
                bytes[at] = 0;
            }

            for (var i = 0; i < partitions.Length; i++)
                await Flush(i, partitions[i]);
            Array.Clear(bytes);
        }
    }

    private async Task Flush(int partition, List<LiveEvent> events)
    {
        if (events.Count == 0)
            return;

        var batch = new LiveBatch(source, ++numbers[partition], [.. events], DateTimeOffset.UtcNow);
        events.Clear();
        try
        {
            await cluster
                .GetStreamProvider(LiveStreams.Provider)
                .GetStream<LiveBatch>(LiveStreams.Partition(partition))
                .OnNextAsync(batch);
            Telemetry.LiveEvents.Add(batch.Events.Length);
        }
        catch (Exception trouble) when (trouble is OrleansException or TimeoutException or InvalidOperationException)
        {
            NotPublished(Log, batch.Events.Length, trouble.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Count} live events were not published, screens will fetch: {Reason}"
    )]
    private static partial void NotPublished(ILogger log, int count, string reason);
}
