using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class RecipientTests : StorageTest
{
    [Fact]
    public async Task A_recipient_is_handed_over_once_whoever_asks_and_however_often()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());

        var answers = await Task.WhenAll(campaign.HandOver(to), campaign.HandOver(to), campaign.HandOver(to));
        var later = await campaign.HandOver(to, version: 1);

        Assert.Single(answers, one => one is not null);
        Assert.Null(later);
        Assert.Equal(["1|1|1"], await World.Rows("select state, seq, conversation_id from broadcast_recipients"));
        Assert.Equal(1L, await World.Ask<long>("select count(*) from messages"));
        Assert.Equal(1L, await World.Ask<long>("select count(*) from outbox where lane = 1"));
    }

    [Fact]
    public async Task Whoever_was_skipped_is_not_handed_over_and_the_other_way_round()
    {
        var campaign = await Campaign.Begin(World, 40);
        var all = await campaign.Waiting();

        // the two at once, in opposite orders
        var skipping = Node.Recipients.Skip(
            campaign.Id,
            [.. all.Select(one => new SkippedRecipient(one.Ord, "test"))],
            Cancel
        );
        var handing = all.Reverse().Select(one => campaign.HandOver(one)).ToArray();
        await skipping;
        var handed = (await Task.WhenAll(handing)).Count(one => one is not null);

        Assert.Equal(handed, await World.Ask<long>("select count(*) from messages"));
        Assert.Equal(handed, await World.Ask<long>("select count(*) from broadcast_recipients where state = 1"));
        Assert.Equal(40 - handed, await World.Ask<long>("select count(*) from broadcast_recipients where state = 30"));
    }

    [Fact]
    public async Task Nobody_is_handed_over_when_the_broadcast_does_not_run()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());
        await Node.Broadcasts.Pause(campaign.Id, "by_person", null, null, null, Cancel);

        Assert.Null(await campaign.HandOver(to));
        Assert.Equal("0|1", await campaign.States());
    }

    [Fact]
    public async Task A_recipient_climbs_with_its_message_and_the_states_add_up()
    {
        var campaign = await Campaign.Begin(World, 6);
        var all = await campaign.Waiting();
        var sends = new List<PendingSend>();
        foreach (var to in all.Take(5))
            sends.Add(campaign.Send(to, await campaign.HandOver(to) ?? throw new InvalidOperationException()));
        Assert.Equal("0|1 1|5", await campaign.States());

        foreach (var send in sends)
            Assert.Equal(1, await Node.Attempt(send, Cancel));
        await Record(sends[0], new SendOutcome.Accepted("w0", false));
        await Record(sends[1], new SendOutcome.Accepted("w1", false));
        await Record(sends[2], new SendOutcome.Failed(new MessageError(131026, "Undeliverable")));
        await Record(sends[3], new SendOutcome.Lost());
        await Record(sends[4], new SendOutcome.Lost());
        Assert.Equal("0|1 10|2 20|1 40|2", await campaign.States());

        await Node.Apply(News("w0", MessageStatus.Read, null));
        await Node.Apply(News("w1", MessageStatus.Delivered, null));
        // given up, and then a status tells after all
        await World.Do(
            "update outbox set created_at = now() - interval '1 hour', attempted_at = now() - interval '1 hour'"
        );
        await Node.Recovery.Reconcile(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(0L, await World.Ask<long>("select count(*) from outbox"));
        await Node.Apply(News("w4", MessageStatus.Sent, new AttemptId(sends[4].ConversationId, sends[4].Seq, 1)));

        Assert.Equal("0|1 10|1 11|1 12|1 20|1 40|1", await campaign.States());
        Assert.Equal(
            ["131026|Undeliverable"],
            await World.Rows("select code, reason from broadcast_recipients where state = 20")
        );
    }

    [Fact]
    public async Task What_was_not_tried_of_a_cancelled_one_never_goes_out_and_its_recipients_are_skipped()
    {
        var campaign = await Campaign.Begin(World, 4);
        var all = await campaign.Waiting();
        var tried = campaign.Send(all[0], await campaign.HandOver(all[0]) ?? throw new InvalidOperationException());
        var untried = campaign.Send(all[1], await campaign.HandOver(all[1]) ?? throw new InvalidOperationException());
        await Node.Attempt(tried, Cancel);

        await Node.Broadcasts.Cancel(campaign.Id, Cancel);
        await Node.Withdrawals.Take(Cancel);
        Assert.Equal(2, await Node.Recipients.CancelRest(campaign.Id, Cancel));
        Assert.Null(await Node.Broadcasts.EndCancelled(campaign.Id, Cancel));

        Assert.Null(await Node.Attempt(untried, Cancel));
        Assert.Equal("1|1 30|3", await campaign.States());
        await Record(tried, new SendOutcome.Accepted("w", false));
        Assert.Equal("10|1 30|3", await campaign.States());
        Assert.NotNull(await Node.Broadcasts.EndCancelled(campaign.Id, Cancel));
        Assert.Equal(
            ["cancelled"],
            await World.Rows("select distinct reason from broadcast_recipients where state = 30")
        );
    }

    [Fact]
    public async Task Who_opts_out_before_it_goes_out_does_not_get_it()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());
        var send = campaign.Send(to, await campaign.HandOver(to) ?? throw new InvalidOperationException());
        await World.Do("update contacts set opted_out_at = now()");

        Assert.Null(await Node.Attempt(send, Cancel));
        await Node.Withdrawals.Take(Cancel);

        Assert.Equal(["30|opted_out"], await World.Rows("select state, reason from broadcast_recipients"));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_reply_does_not_wait_for_a_paused_broadcast()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());
        await campaign.HandOver(to);
        var conversation = to.ConversationId ?? 0;
        var reply = await Node.Turns.Commit(World.Make(conversation, 1, messages: World.Said("hello")), Cancel);

        Assert.Equal(1, await Node.Attempt(World.Send(conversation, reply?.FirstSeq ?? 0), Cancel));
    }

    [Fact]
    public async Task Failed_ones_can_be_tried_anew_and_the_old_message_moves_them_no_more()
    {
        var campaign = await Campaign.Begin(World, 4);
        var all = await campaign.Waiting();
        int[] codes = [131026, 131049, 130472];
        var sends = new List<PendingSend>();
        for (var i = 0; i < codes.Length; i++)
        {
            var send = campaign.Send(all[i], await campaign.HandOver(all[i]) ?? throw new InvalidOperationException());
            await Node.Attempt(send, Cancel);
            await Record(send, new SendOutcome.Failed(new MessageError(codes[i], "No")));
            sends.Add(send);
        }
        var unknown = campaign.Send(all[3], await campaign.HandOver(all[3]) ?? throw new InvalidOperationException());
        await Node.Attempt(unknown, Cancel);
        await Record(unknown, new SendOutcome.Lost());
        Assert.NotNull(await Node.Broadcasts.Complete(campaign.Id, Cancel));

        Assert.Equal(1, await Node.Recipients.Retry(campaign.Id, null, [130472], Cancel));

        Assert.Equal("0|1 20|2 40|1", await campaign.States());
        Assert.Equal(BroadcastState.Running, (await Node.Broadcasts.Find(campaign.Id, Cancel))?.State);
        await Node.Apply(
            News("late", MessageStatus.Delivered, new AttemptId(sends[0].ConversationId, sends[0].Seq, 1))
        );
        var again = Assert.Single(await campaign.Waiting());
        Assert.Equal((all[0].Ord, 1), (again.Ord, again.Attempt));
        // a day later the capped one may be tried, too
        await World.Do("update broadcast_recipients set changed_at = now() - interval '25 hours'");
        Assert.Equal(1, await Node.Recipients.Retry(campaign.Id, 131049, [130472], Cancel));
    }

    [Fact]
    public async Task A_contact_that_was_erased_has_no_conversation()
    {
        var campaign = await Campaign.Begin(World, 2);
        await World.Do("delete from contacts where id = 1");

        Assert.Equal([false, true], (await campaign.Waiting()).Select(one => one.ConversationId is not null));
    }

    [Fact]
    public async Task Each_step_asks_for_where_it_comes_from()
    {
        var campaign = await Campaign.Begin(World, 1);

        Assert.Null(await Node.Broadcasts.Schedule(campaign.Id, null, Cancel));
        Assert.Null(await Node.Broadcasts.Resume(campaign.Id, Cancel));
        Assert.Null(await Node.Broadcasts.Complete(campaign.Id, Cancel));
        Assert.NotNull(await Node.Broadcasts.Pause(campaign.Id, "by_person", null, null, null, Cancel));
        Assert.Null(await Node.Broadcasts.Pause(campaign.Id, "by_person", null, null, null, Cancel));
        Assert.NotNull(await Node.Broadcasts.Cancel(campaign.Id, Cancel));
        Assert.Null(await Node.Broadcasts.Cancel(campaign.Id, Cancel));
        Assert.Null(await Node.Broadcasts.Resume(campaign.Id, Cancel));
    }

    private Task<StatusChange?> Record(PendingSend send, SendOutcome outcome) =>
        Node.Records.Record(new SendRecord(send.ConversationId, send.ChannelId, send.Seq, 1, outcome), Cancel);

    private static StatusNews News(string wamid, MessageStatus status, AttemptId? attempt) =>
        new(Storage.Tests.World.Channel, wamid, status, DateTimeOffset.UtcNow, null, attempt);
}
