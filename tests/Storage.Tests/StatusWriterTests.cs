using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class StatusWriterTests : StorageTest
{
    private const string Error = """{"code":131026,"title":"Message undeliverable"}""";
    private static readonly DateTimeOffset At = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What may be told of one message; ours is the record of the send.</summary>
    private static readonly string[][] Tales =
    [
        ["ours", "sent", "delivered", "read"],
        ["ours", "sent", "failed"],
        ["ours", "sent", "failed", "delivered"],
        ["ours", "read", "failed", "sent"],
    ];

    public static TheoryData<int, bool, bool> Tellings { get; } =
    [
        .. from tale in Enumerable.Range(0, 4)
        from byAttempt in new[] { true, false }
        from doubled in new[] { true, false }
        select new TheoryDataRow<int, bool, bool>(tale, byAttempt, doubled),
    ];

    [Theory]
    [MemberData(nameof(Tellings))]
    public async Task Every_order_and_repetition_of_the_news_ends_the_same(int tale, bool byAttempt, bool doubled)
    {
        var orders = Orders(Tales[tale]).ToArray();
        var sends = await Task.WhenAll(orders.Select(_ => World.Attempted()));

        var changes = await Task.WhenAll(orders.Select((order, i) => Tell(sends[i], order, byAttempt, doubled)));

        var (status, error) = tale switch
        {
            0 => (MessageStatus.Read, false),
            1 => (MessageStatus.Failed, true),
            2 => (MessageStatus.Delivered, false),
            _ => (MessageStatus.Read, false),
        };
        Assert.Equal(
            sends.Select(send => $"{send.ConversationId}|{(int)status}|w{send.ConversationId}|{error}").Order(),
            (await World.Rows("select conversation_id, status, wamid, error is not null from messages")).Order()
        );
        Assert.Empty(await World.Rows("select * from outbox"));
        Assert.Empty(await World.Rows("select * from parked_statuses"));
        // one message and every change that was told
        Assert.Equal(sends.Length + changes.Sum(), (int)await World.Ask<decimal>("select sum(seq) from conversations"));
        Assert.Empty(
            await World.Rows(
                "select * from conversations c join messages m on m.conversation_id = c.id where m.changed_seq <> c.seq"
            )
        );
    }

    [Fact]
    public async Task A_status_with_the_attempt_resolves_an_unknown_outcome()
    {
        var send = await World.Attempted();
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Lost()),
            Cancel
        );

        var changes = await Node.Apply(News("w1", MessageStatus.Sent, new AttemptId(send.ConversationId, 1, 1)));

        Assert.Equal(MessageStatus.Sent, Assert.Single(changes).Status);
        Assert.Equal(["20|w1"], await World.Rows("select status, wamid from messages"));
        Assert.Empty(await World.Rows("select * from outbox"));
    }

    [Fact]
    public async Task A_status_that_overtakes_our_record_is_joined_with_its_time()
    {
        var send = await World.Attempted();
        Assert.Empty(await Node.Apply(News("w1", MessageStatus.Delivered, null)));

        var change = await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );

        Assert.Equal(MessageStatus.Delivered, change?.Status);
        Assert.Equal(At.UtcDateTime, await World.Ask<DateTime>("select delivered_at from messages"));
    }

    [Fact]
    public async Task A_failure_by_status_is_told_to_the_session_once()
    {
        var send = await World.Attempted("s7");
        var attempt = new AttemptId(send.ConversationId, 1, 1);
        await Node.Apply(News("w1", MessageStatus.Failed, attempt));
        await Node.Apply(News("w1", MessageStatus.Failed, attempt));
        await Node.Apply(News("w1", MessageStatus.Failed, null));

        var row = Assert.Single((await Node.Loader.Load(send.ConversationId, Cancel))!.Inbox);
        Assert.Equal(
            new SendFailure("s7", "n1", new MessageError(131026, "Message undeliverable"), "f"),
            SendFailure.Read(row.Body)
        );
    }

    [Fact]
    public async Task A_failure_without_an_error_is_told_to_the_session_too()
    {
        var send = await World.Attempted("s7");
        await Node.Apply(
            News("w1", MessageStatus.Failed, new AttemptId(send.ConversationId, 1, 1)) with
            {
                Error = null,
            }
        );

        var row = Assert.Single((await Node.Loader.Load(send.ConversationId, Cancel))!.Inbox);
        Assert.Equal(0, SendFailure.Read(row.Body).Error.Code);
    }

    [Fact]
    public async Task Another_numbers_status_changes_nothing()
    {
        var send = await World.Attempted();
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );

        var byWamid = News("w1", MessageStatus.Read, null) with { ChannelId = World.OtherChannel };
        var byAttempt = News("w2", MessageStatus.Read, new AttemptId(send.ConversationId, 1, 1)) with
        {
            ChannelId = World.OtherChannel,
        };

        Assert.Empty(await Node.Apply(byWamid));
        Assert.Empty(await Node.Apply(byAttempt));
        Assert.Equal(["10|w1|2"], await World.Rows("select status, wamid, changed_seq from messages"));
    }

    [Fact]
    public async Task A_status_of_an_inbound_message_changes_nothing()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(World.Make(conversation, 0, messages: World.Heard("hi") with { Wamid = "w1" }), Cancel);

        Assert.Empty(await Node.Apply(News("w1", MessageStatus.Failed, new AttemptId(conversation, 1, 1))));
        Assert.Equal(["100"], await World.Rows("select status from messages"));
    }

    [Fact]
    public async Task The_list_shows_the_status_of_the_last_message()
    {
        var send = await World.Attempted();
        var changes = await Node.Apply(News("w1", MessageStatus.Delivered, new AttemptId(send.ConversationId, 1, 1)));

        Assert.True(Assert.Single(changes).IsLast);
        Assert.Equal(["30"], await World.Rows("select last_status from conversations"));
    }

    private static StatusNews News(string wamid, MessageStatus status, AttemptId? attempt) =>
        new(World.Channel, wamid, status, At, status == MessageStatus.Failed ? Error : null, attempt);

    /// <summary>Tells the news in this order and counts the changes that were told back.</summary>
    private async Task<int> Tell(PendingSend send, IEnumerable<string> order, bool byAttempt, bool doubled)
    {
        var wamid = $"w{send.ConversationId}";
        AttemptId? attempt = byAttempt ? new AttemptId(send.ConversationId, 1, 1) : null;
        var changes = 0;
        foreach (var word in order.SelectMany(word => doubled ? new[] { word, word } : [word]))
        {
            if (word == "ours")
            {
                var record = new SendRecord(
                    send.ConversationId,
                    World.Channel,
                    1,
                    1,
                    new SendOutcome.Accepted(wamid, false)
                );
                changes += await Node.Records.Record(record, Cancel) is null ? 0 : 1;
            }
            else
            {
                var told = await Node.Apply(News(wamid, Enum.Parse<MessageStatus>(word, ignoreCase: true), attempt));
                changes += told.Count;
            }
        }
        return changes;
    }

    private static IEnumerable<string[]> Orders(string[] words) =>
        words.Length == 1
            ? [words]
            : words.SelectMany(first =>
                Orders([.. words.Where(word => word != first)]).Select(rest => (string[])[first, .. rest])
            );
}
