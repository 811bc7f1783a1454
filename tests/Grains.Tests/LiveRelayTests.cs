using System.Collections.Concurrent;
using System.Text;
using Orleans.Streams;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class LiveRelayTests(TestSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_hears_the_message_and_the_answer_in_numbered_batches()
    {
        var heard = new ConcurrentQueue<LiveBatch>();
        var phone = silo.Phone();
        var row = await silo.Receive(phone, "nothing starts");
        var id = row.ConversationId;
        var stream = silo.Service<IClusterClient>()
            .GetStreamProvider(LiveStreams.Provider)
            .GetStream<LiveBatch>(LiveStreams.Partition(LiveStreams.PartitionOf(id)));
        var handle = await stream.SubscribeAsync(
            (batch, _) =>
            {
                heard.Enqueue(batch);
                return Task.CompletedTask;
            }
        );

        await silo.Hear(phone, "ping");
        await Eventually.True(() => Events().Any(one => one.Kind == LiveKind.MessageStatus), "all was heard", Cancel);
        await handle.UnsubscribeAsync();

        var texts = Events()
            .Where(one => one.Kind == LiveKind.MessageAdded)
            .Select(one => Encoding.UTF8.GetString(one.Payload))
            .ToArray();
        Assert.Contains(texts, text => text.Contains("\"text\":\"pong\"", StringComparison.Ordinal));
        Assert.Contains(Events(), one => one.Kind == LiveKind.ConversationChanged);
        Assert.All(Events(), one => Assert.Equal("ours", one.WorkspaceId));
        var numbers = heard.Select(batch => batch.Number).ToArray();
        Assert.Equal(Enumerable.Range(0, numbers.Length).Select(i => numbers[0] + i), numbers);

        IEnumerable<LiveEvent> Events() =>
            heard.SelectMany(batch => batch.Events).Where(one => one.ConversationId == id);
    }
}
