using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
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
        var phone = silo.Phone();
        var row = await silo.Receive(phone, "nothing starts");
        var id = row.ConversationId;
        var (heard, handle) = await Listen(id);

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

    [Fact]
    public async Task That_somebody_has_read_it_is_not_older_than_the_statuses_that_came_before()
    {
        var phone = silo.Phone();
        var id = (await silo.Receive(phone, "nothing starts")).ConversationId;
        var (heard, handle) = await Listen(id);
        var grain = await silo.Hear(phone, "ping");
        await silo.Stored(
            "1",
            $"select count(*) from messages where conversation_id = {id} and direction = 1 and status >= 10"
        );
        var seq = long.Parse(await silo.Ask($"select seq from conversations where id = {id}"));
        heard.Clear();

        Assert.True(await grain.Read(seq, unread: false));

        // what was told of the turn itself may still come after the clearing
        await Eventually.True(() => Read().Any(), "it was heard", Cancel);
        await handle.UnsubscribeAsync();
        Assert.Equal(seq, Read().First().GetProperty("seq").GetInt64());

        IEnumerable<JsonElement> Read() => Changes().Where(told => told.GetProperty("unread").GetInt32() == 0);

        IEnumerable<JsonElement> Changes() =>
            heard
                .SelectMany(batch => batch.Events)
                .Where(one => one.ConversationId == id && one.Kind == LiveKind.ConversationChanged)
                .Select(one => JsonSerializer.Deserialize<JsonElement>(one.Payload).GetProperty("conversation"));
    }

    private async Task<(ConcurrentQueue<LiveBatch> Heard, StreamSubscriptionHandle<LiveBatch> Handle)> Listen(long id)
    {
        var heard = new ConcurrentQueue<LiveBatch>();
        var handle = await silo.Service<IClusterClient>()
            .GetStreamProvider(LiveStreams.Provider)
            .GetStream<LiveBatch>(LiveStreams.Partition(LiveStreams.PartitionOf(id)))
            .SubscribeAsync(
                (batch, _) =>
                {
                    heard.Enqueue(batch);
                    return Task.CompletedTask;
                }
            );
        return (heard, handle);
    }
}
