using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Storage.Tests;

public sealed class HookLaneTests : HookTest
{
    [Fact]
    public async Task A_lane_that_is_filled_while_it_is_put_back_stays()
    {
        var hook = await Add([HookKinds.MessageReceived]);
        var conversation = await World.Conversation();
        await Say(conversation, 0, World.Heard("one"));
        await Told(1, HookKinds.MessageReceived);
        var lane = Assert.Single(await Lanes.Claim([(hook, 5)], Cancel));
        Assert.Empty(await Lanes.Claim([(hook, 5)], Cancel));
        var waiting = Assert.Single(await Lanes.Waiting(lane, 5, Cancel));
        Assert.True(await Lanes.Record(lane, waiting.Event, Tried(200), DeliveryState.Delivered, false, Cancel));

        await Say(conversation, 1, World.Heard("two"));
        await Told(2, HookKinds.MessageReceived);
        await Lanes.Release(lane, TimeSpan.Zero, Cancel);

        var again = Assert.Single(await Lanes.Claim([(hook, 5)], Cancel));
        Assert.Single(await Lanes.Waiting(again, 5, Cancel));
    }

    [Fact]
    public async Task Whoever_comes_back_after_the_lane_is_another_silos_notes_nothing()
    {
        var hook = await Add([HookKinds.MessageReceived]);
        await Say(await World.Conversation(), 0, World.Heard("one"));
        await Told(1, HookKinds.MessageReceived);
        var stale = Assert.Single(await Lanes.Claim([(hook, 5)], Cancel));
        await World.Do("update webhook_lanes set due_at = now()");
        var current = Assert.Single(await Lanes.Claim([(hook, 5)], Cancel));
        var waiting = Assert.Single(await Lanes.Waiting(current, 5, Cancel));

        Assert.False(await Lanes.Record(stale, waiting.Event, Tried(500), DeliveryState.Failed, false, Cancel));
        await Lanes.Release(stale, TimeSpan.Zero, Cancel);
        Assert.True(await Lanes.Record(current, waiting.Event, Tried(200), DeliveryState.Delivered, false, Cancel));
        Assert.Equal(1L, await World.Ask<long>("select count(*) from webhook_lanes"));
        await Lanes.Release(current, TimeSpan.Zero, Cancel);

        Assert.Equal(0L, await World.Ask<long>("select count(*) from webhook_lanes"));
        Assert.Equal((short)1, await World.Ask<short>("select state from webhook_deliveries"));
    }

    [Fact]
    public async Task Each_receiver_gets_no_more_lanes_than_it_has_room_for()
    {
        var (one, other) = (await Add([HookKinds.MessageReceived]), await Add([HookKinds.MessageReceived]));
        await World.Do(
            "insert into webhook_lanes (webhook_id, lane, due_at) select w.id, n, now() from webhooks w, generate_series(1, 40) n"
        );

        for (var round = 0; round < 2; round++)
        {
            var taken = await Lanes.Claim([(one, 16), (other, 3)], Cancel);
            Assert.Equal(16, taken.Count(lane => lane.WebhookId == one));
            Assert.Equal(3, taken.Count(lane => lane.WebhookId == other));
        }
    }

    private static HookTry Tried(int status) => new(Now, status, null, 5, null);
}
