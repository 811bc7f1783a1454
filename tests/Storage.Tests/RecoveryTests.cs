using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class RecoveryTests : StorageTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_inbox_row_is_forgotten_only_when_it_is_old()
    {
        var row = await World.Arrive(new Sender("4915112345678", null));
        Assert.Empty(await Node.Recovery.Forgotten(Minute, Cancel));

        await World.Do("update inbox set received_at = now() - interval '2 minutes'");
        Assert.Equal([row.ConversationId], await Node.Recovery.Forgotten(Minute, Cancel));
    }

    [Fact]
    public async Task A_pending_send_is_forgotten_when_it_is_old_and_need_not_wait()
    {
        var send = await World.Pending();
        Assert.Empty(await Node.Recovery.Forgotten(Minute, Cancel));

        await World.Do(
            "update outbox set created_at = now() - interval '2 minutes', not_before = now() + interval '1 hour'"
        );
        Assert.Empty(await Node.Recovery.Forgotten(Minute, Cancel));

        await World.Do("update outbox set not_before = now() - interval '1 second'");
        Assert.Equal([send.ConversationId], await Node.Recovery.Forgotten(Minute, Cancel));
    }

    [Fact]
    public async Task A_pending_send_that_waits_for_a_new_token_is_not_forgotten()
    {
        var send = await World.Pending();
        await World.Do("update outbox set created_at = now() - interval '2 minutes'");
        await World.Do("update connections set token_refused_at = now()");
        Assert.Empty(await Node.Recovery.Forgotten(Minute, Cancel));

        await World.Do("update connections set token_refused_at = null");
        Assert.Equal([send.ConversationId], await Node.Recovery.Forgotten(Minute, Cancel));
    }

    [Fact]
    public async Task What_one_silo_swept_up_the_next_does_not_at_once()
    {
        var row = await World.Arrive(new Sender("4915112345678", null));
        await World.Do("update inbox set received_at = now() - interval '2 minutes'");
        await Node.Recovery.Forgotten(Minute, Cancel);

        await World.Do("update inbox set swept_at = swept_at + interval '1 hour'");
        Assert.Empty(await Node.Recovery.Forgotten(Minute, Cancel));
        await World.Do("update inbox set swept_at = now() - interval '6 seconds'");
        Assert.Equal([row.ConversationId], await Node.Recovery.Forgotten(Minute, Cancel));
    }

    [Fact]
    public async Task A_parked_status_is_joined_when_its_message_is_known_by_now()
    {
        var send = await World.Attempted();
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );
        // as if the status and our record had been written at the same moment
        await World.Do("insert into parked_statuses (channel_id, wamid, status, at) values (1, 'w1', 30, now())");

        var parked = Assert.Single(await Node.Recovery.Parked(Cancel));
        await Node.Apply(parked);
        await Node.Recovery.Unpark(Cancel);

        Assert.Equal(["30"], await World.Rows("select status from messages where wamid = 'w1'"));
        Assert.Empty(await World.Rows("select * from parked_statuses"));
    }

    [Fact]
    public async Task An_unknown_reply_of_the_newest_session_goes_out_once_more_and_is_marked()
    {
        var send = await Unknown();
        Assert.Empty(await Node.Recovery.Reconcile(TimeSpan.FromHours(1), Cancel));
        Assert.Equal([send.ConversationId], await Node.Recovery.Reconcile(Minute, Cancel));

        Assert.Equal(2, await Node.Attempt(send, Cancel));
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 2, new SendOutcome.Accepted("w2", false)),
            Cancel
        );
        Assert.Equal(["10|w2|True"], await World.Rows("select status, wamid, resent from messages"));
    }

    [Fact]
    public async Task A_resend_is_marked_also_when_its_status_comes_before_its_record()
    {
        var send = await Unknown();
        await Node.Recovery.Reconcile(Minute, Cancel);
        await Node.Attempt(send, Cancel);

        await Node.Apply(
            new StatusNews(
                World.Channel,
                "w2",
                MessageStatus.Delivered,
                DateTimeOffset.UtcNow,
                null,
                new AttemptId(send.ConversationId, 1, 2)
            )
        );

        Assert.Equal(["30|w2|True"], await World.Rows("select status, wamid, resent from messages"));
    }

    [Fact]
    public async Task What_was_resolved_before_it_was_sent_again_is_no_resend()
    {
        var send = await Unknown();
        await Node.Recovery.Reconcile(Minute, Cancel);

        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );

        Assert.Equal(["10|w1|False"], await World.Rows("select status, wamid, resent from messages"));
    }

    [Fact]
    public async Task A_resend_whose_outcome_is_lost_too_stays_unknown()
    {
        var send = await Unknown();
        await Node.Recovery.Reconcile(Minute, Cancel);
        await Node.Attempt(send, Cancel);
        await Lose(send, 2);

        Assert.Empty(await Node.Recovery.Reconcile(Minute, Cancel));
        Assert.Empty(await World.Rows("select * from outbox"));
        // it may have gone out twice, and says so
        Assert.Equal(["2|True"], await World.Rows("select status, resent from messages"));
    }

    /// <summary>Found by a storm (seed 4711): the mark came with our record, and the status had taken the row away that says so.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_status_that_overtakes_the_record_of_a_second_send_leaves_the_mark(int attempt)
    {
        var send = await Unknown();
        await Node.Recovery.Reconcile(Minute, Cancel);
        Assert.Equal(2, await Node.Attempt(send, Cancel));

        var news = new StatusNews(
            World.Channel,
            "w2",
            MessageStatus.Delivered,
            DateTimeOffset.UtcNow,
            null,
            new AttemptId(send.ConversationId, 1, attempt)
        );
        await Node.Apply(news);
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 2, new SendOutcome.Accepted("w2", false)),
            Cancel
        );

        Assert.Equal(["30|True"], await World.Rows("select status, resent from messages"));
        Assert.Empty(await World.Rows("select * from outbox"));
    }

    [Fact]
    public async Task A_status_that_comes_before_the_second_send_begins_prevents_it_and_leaves_no_mark()
    {
        var send = await Unknown();
        await Node.Recovery.Reconcile(Minute, Cancel);

        await Node.Apply(
            new StatusNews(
                World.Channel,
                "w1",
                MessageStatus.Delivered,
                DateTimeOffset.UtcNow,
                null,
                new AttemptId(send.ConversationId, 1, 1)
            )
        );

        Assert.Null(await Node.Attempt(send, Cancel));
        Assert.Equal(["30|False"], await World.Rows("select status, resent from messages"));
    }

    [Fact]
    public async Task A_status_still_resolves_what_was_given_up()
    {
        var send = await Unknown();
        await World.Do("update workspaces set resend_unknown = false");
        await Node.Recovery.Reconcile(Minute, Cancel);

        var news = new StatusNews(
            World.Channel,
            "w1",
            MessageStatus.Delivered,
            DateTimeOffset.UtcNow,
            null,
            new AttemptId(send.ConversationId, 1, 1)
        );
        Assert.Equal(MessageStatus.Delivered, Assert.Single(await Node.Apply(news)).Status);
    }

    [Fact]
    public async Task An_unknown_reply_of_an_older_session_is_not_sent_again()
    {
        await Unknown();
        await World.Do("update conversations set session_id = 'newer'");

        Assert.Empty(await Node.Recovery.Reconcile(Minute, Cancel));
        Assert.Empty(await World.Rows("select * from outbox"));
    }

    [Fact]
    public async Task Nothing_is_sent_again_when_the_workspace_does_not_want_it()
    {
        await Unknown();
        await World.Do("update workspaces set resend_unknown = false");

        Assert.Empty(await Node.Recovery.Reconcile(Minute, Cancel));
        Assert.Empty(await World.Rows("select * from outbox"));
    }

    [Fact]
    public async Task Bulk_is_not_sent_again()
    {
        await Unknown();
        await World.Do("update outbox set lane = 1");

        Assert.Empty(await Node.Recovery.Reconcile(Minute, Cancel));
        Assert.Empty(await World.Rows("select * from outbox"));
    }

    [Fact]
    public async Task Two_silos_that_reconcile_at_once_hand_a_send_to_one()
    {
        for (var i = 0; i < 10; i++)
            await Unknown();
        await using var second = new Writers(World.ConnectionString);

        var woken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Node : second).Recovery.Reconcile(Minute, Cancel))
        );

        Assert.Equal(10, woken.Sum(list => list.Count));
    }

    [Fact]
    public async Task Keys_are_kept_thirty_days_and_parked_statuses_a_day()
    {
        await World.Do(
            """
            insert into inbox_keys values (1, 'old', now() - interval '31 days'), (1, 'new', now() - interval '29 days');
            insert into parked_statuses (channel_id, wamid, status, at, received_at)
            values (1, 'old', 20, now(), now() - interval '25 hours'), (1, 'new', 20, now(), now())
            """
        );

        Assert.Equal(2, await Node.Recovery.Forget(Cancel));
        Assert.Equal(["new"], await World.Rows("select wamid from inbox_keys"));
        Assert.Equal(["new"], await World.Rows("select wamid from parked_statuses"));
    }

    /// <summary>A send whose first attempt was lost two minutes ago.</summary>
    private async Task<PendingSend> Unknown()
    {
        var send = await World.Attempted();
        await Lose(send, 1);
        return send;
    }

    private async Task Lose(PendingSend send, int attempt)
    {
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, attempt, new SendOutcome.Lost()),
            Cancel
        );
        await World.Do(
            "update outbox set created_at = now() - interval '2 minutes', attempted_at = now() - interval '2 minutes'"
        );
    }
}
