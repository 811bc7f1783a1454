using WhatsAppBot.Messages;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class ClaimWriterTests : StorageTest
{
    [Fact]
    public async Task Grants_the_first_attempt_and_puts_it_on_record()
    {
        var send = await World.Pending();

        Assert.Equal(new Claimed(1, Blocked: false), await Node.Claims.Claim(send, Cancel));
        Assert.Equal(["1|1|True"], await World.Rows("select state, attempt, attempted_at is not null from outbox"));
    }

    [Fact]
    public async Task Grants_what_is_being_tried_to_nobody_else()
    {
        var send = await World.Pending();
        await using var second = new Writers(World.ConnectionString);

        var granted = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? Node : second).Claims.Claim(send, Cancel))
        );

        Assert.Single(granted, attempt => attempt is not null);
        Assert.Equal(1, await World.Ask<int>("select attempt from outbox"));
    }

    [Fact]
    public async Task Grants_a_message_only_when_the_earlier_one_is_over()
    {
        var first = await World.Pending();
        await Node.Turns.Commit(World.Make(first.ConversationId, 1, messages: World.Said("second")), Cancel);
        var second = World.Send(first.ConversationId, 2);

        Assert.Null(await Node.Attempt(second, Cancel));
        Assert.Equal(1, await Node.Attempt(first, Cancel));
        Assert.Null(await Node.Attempt(second, Cancel));

        var record = new SendRecord(first.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false));
        await Node.Records.Record(record, Cancel);
        Assert.Equal(1, await Node.Attempt(second, Cancel));
    }

    [Fact]
    public async Task An_unknown_outcome_does_not_hold_up_what_follows()
    {
        var first = await World.Attempted();
        await Node.Turns.Commit(World.Make(first.ConversationId, 1, messages: World.Said("second")), Cancel);
        await Node.Records.Record(
            new SendRecord(first.ConversationId, World.Channel, 1, 1, new SendOutcome.Lost()),
            Cancel
        );

        Assert.Null(await Node.Attempt(first, Cancel));
        Assert.Equal(1, await Node.Attempt(World.Send(first.ConversationId, 2), Cancel));
    }

    [Fact]
    public async Task Grants_nothing_for_a_message_that_is_over()
    {
        var send = await World.Attempted();
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );

        Assert.Null(await Node.Attempt(send, Cancel));
    }

    [Fact]
    public async Task Says_whom_the_team_has_blocked_by_now()
    {
        var send = await World.Pending();
        await World.Do("update contacts set blocked_at = now()");

        Assert.Equal(new Claimed(1, Blocked: true), await Node.Claims.Claim(send, Cancel));
    }
}

public sealed class SendRecordWriterTests : StorageTest
{
    private static readonly MessageError Refusal = new(131026, "Message undeliverable");

    [Fact]
    public async Task An_accepted_send_is_over_and_known_by_its_wamid()
    {
        var send = await World.Attempted();

        var change = await Record(send, 1, new SendOutcome.Accepted("w1", false));

        Assert.Equal(MessageStatus.Accepted, change?.Status);
        Assert.Equal(2, change?.ChangedSeq);
        Assert.Equal(["10|w1|2"], await World.Rows("select status, wamid, changed_seq from messages"));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_refused_message_of_the_bot_is_told_to_its_session_once()
    {
        var send = await World.Attempted("s7");

        await Record(send, 1, new SendOutcome.Failed(Refusal));
        await Record(send, 1, new SendOutcome.Failed(Refusal));
        await Node.Apply(
            new StatusNews(
                World.Channel,
                "w1",
                MessageStatus.Failed,
                DateTimeOffset.UtcNow,
                """{"code":1,"title":"x"}""",
                new AttemptId(send.ConversationId, 1, 1)
            )
        );

        var loaded = await Node.Loader.Load(send.ConversationId, Cancel);
        var row = Assert.Single(loaded!.Inbox);
        Assert.Equal(InboxKind.SendFailure, row.Kind);
        Assert.Equal(new SendFailure("s7", "n1", Refusal, "f"), SendFailure.Read(row.Body));
    }

    [Fact]
    public async Task A_failed_message_of_a_person_is_told_to_no_session()
    {
        var conversation = await World.Conversation();
        var said = World.Said("hello") with { Author = new PersonAuthor("u1", "Ada"), SessionId = null, NodeId = null };
        await Node.Turns.Commit(World.Make(conversation, 0, messages: said), Cancel);
        var send = World.Send(conversation, 1, session: null);
        await Node.Attempt(send, Cancel);

        var change = await Record(send, 1, new SendOutcome.Failed(Refusal));

        Assert.Equal(MessageStatus.Failed, change?.Status);
        Assert.Empty((await Node.Loader.Load(conversation, Cancel))!.Inbox);
    }

    [Fact]
    public async Task What_is_to_be_tried_later_waits_in_the_outbox_and_nobody_sees_it()
    {
        var send = await World.Attempted();

        Assert.Null(await Record(send, 1, new SendOutcome.Later(TimeSpan.FromHours(1))));

        Assert.Equal(
            ["0|True"],
            await World.Rows("select state, not_before > now() + interval '50 minutes' from outbox")
        );
        Assert.Equal(["0|1"], await World.Rows("select status, changed_seq from messages"));
    }

    [Fact]
    public async Task A_lost_outcome_is_shown_as_unknown_and_stays_in_the_outbox()
    {
        var send = await World.Attempted();

        var change = await Record(send, 1, new SendOutcome.Lost());

        Assert.Equal(MessageStatus.Unknown, change?.Status);
        Assert.Equal(["2"], await World.Rows("select state from outbox"));
    }

    [Fact]
    public async Task What_an_older_attempt_lost_or_failed_says_nothing_about_the_newer()
    {
        var send = await World.Attempted();
        await Record(send, 1, new SendOutcome.Later(TimeSpan.Zero));
        Assert.Equal(2, await Node.Attempt(send, Cancel));

        Assert.Null(await Record(send, 1, new SendOutcome.Lost()));
        Assert.Null(await Record(send, 1, new SendOutcome.Failed(Refusal)));
        Assert.Null(await Record(send, 1, new SendOutcome.Later(TimeSpan.Zero)));

        Assert.Equal(["1|2"], await World.Rows("select state, attempt from outbox"));
        Assert.Equal(["0"], await World.Rows("select status from messages"));
    }

    [Fact]
    public async Task A_late_wamid_of_an_attempt_that_counted_as_lost_ends_the_sending()
    {
        var send = await World.Attempted();
        await Record(send, 1, new SendOutcome.Lost());

        var change = await Record(send, 1, new SendOutcome.Accepted("w1", false));

        Assert.Equal(MessageStatus.Accepted, change?.Status);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from outbox"));
    }

    [Fact]
    public async Task Two_results_of_one_attempt_in_one_batch_are_one_change()
    {
        var blockers = new[] { await World.Attempted(), await World.Attempted() };
        var send = await World.Attempted();
        Task<StatusChange?>[] both;
        await using (await World.Hold("select 1 from conversations order by id for update"))
        {
            foreach (var blocker in blockers)
            {
                _ = Record(blocker, 1, new SendOutcome.Lost());
                await Eventually.True(() => Node.Records.Depth == 0, "the pump is held up", Cancel);
            }
            both = [Record(send, 1, new SendOutcome.Lost()), Record(send, 1, new SendOutcome.Accepted("w1", false))];
        }
        await Task.WhenAll(both);

        Assert.Equal(
            ["10|w1|2"],
            await World.Rows(
                $"select status, wamid, changed_seq from messages where conversation_id = {send.ConversationId}"
            )
        );
        Assert.Equal(2L, await World.Ask<long>($"select seq from conversations where id = {send.ConversationId}"));
    }

    private Task<StatusChange?> Record(PendingSend send, int attempt, SendOutcome outcome) =>
        Node.Records.Record(new SendRecord(send.ConversationId, send.ChannelId, send.Seq, attempt, outcome), Cancel);
}
