using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Hooks;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class HookTests(TestSilo silo)
{
    private readonly string phone = silo.Phone();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_talk_is_told_in_its_order_and_signed()
    {
        await using var ear = await Ear.Of(silo);
        await silo.Hear(phone, "ping");

        await Until(() => ear.Of(phone).Any(one => one.Kind == HookKinds.MessageStatus), "the answer was accepted");

        var told = ear.Of(phone);
        Assert.Equal(
            [
                HookKinds.ConversationCreated,
                HookKinds.MessageReceived,
                HookKinds.SessionStarted,
                HookKinds.MessageCreated,
                HookKinds.SessionEnded,
                HookKinds.MessageStatus,
            ],
            told.Select(one => one.Kind)
        );
        Assert.Equal("ping", told[1].Json.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("pong", told[3].Json.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("accepted", told[5].Json.GetProperty("status").GetProperty("status").GetString());
        Assert.All(told, one => Assert.Equal(one.Id, one.Json.GetProperty("id").GetString()));
        Assert.All(told, one => Assert.True(IsRight(one, "whsec_test")));
    }

    [Fact]
    public async Task What_was_refused_comes_again_under_its_id_and_nothing_of_the_conversation_overtakes_it()
    {
        var refusals = new ConcurrentDictionary<string, int>();
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived, HookKinds.MessageCreated]);
        ear.Answer = posted =>
            refusals.AddOrUpdate(posted.Id, 1, (_, before) => before + 1) <= 2 ? (503, null) : (200, null);
        await silo.Hear(phone, "ping");

        await Until(() => ear.Of(phone).Count == 6, "both were taken at the third time");

        var ids = ear.Of(phone).Select(one => one.Id).ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids.Take(3).Distinct(), [ids[0]]);
        Assert.StartsWith(HookKinds.MessageReceived, ids[0], StringComparison.Ordinal);
        await silo.Stored(
            "1|3 1|3",
            $"select state, json_array_length(tries) from webhook_deliveries where webhook_id = '{ear.Webhook}' and {OfPhone} order by event"
        );
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_nobody_else()
    {
        var open = new TaskCompletionSource();
        await using var hangs = await Ear.Of(silo, [HookKinds.MessageReceived]);
        hangs.Open = open.Task;
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived]);
        var phones = Enumerable.Range(0, 40).Select(_ => silo.Phone()).ToArray();
        foreach (var one in phones)
            await silo.Hear(one, "hello");

        await Until(() => phones.All(one => ear.Of(one).Count == 1), "everybody is told of");
        // whoever has waited ten seconds gives up, and another takes the place
        var first = hangs.Posts.Min(one => one.At);
        Assert.InRange(hangs.Posts.Count(one => one.At - first < 3_000), 1, new GrainsOptions().HooksInFlightEach);

        open.SetResult();
        await Until(() => phones.All(one => hangs.Of(one).Count > 0), "and later at the one that hung");
    }

    [Fact]
    public async Task What_was_given_up_can_be_replayed()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived]);
        ear.Answer = _ => (500, null);
        await silo.Hear(phone, "ping");
        await Until(() => ear.Of(phone).Count > 1, "it was tried");
        await silo.Ask(
            $"update webhook_deliveries set attempts = {AttemptVerdict.MostAttempts - 1} where webhook_id = '{ear.Webhook}'"
        );
        var state = $"select state from webhook_deliveries where webhook_id = '{ear.Webhook}' and {OfPhone}";
        await silo.Stored("2", state);
        ear.Answer = _ => (200, null);

        var replayed = await silo.Service<Deliveries>()
            .ReplayFailed("ours", ear.Webhook, DateTimeOffset.UtcNow.AddHours(-1), Cancel);

        Assert.True(replayed >= 1);
        await silo.Stored("1", state);
        Assert.Single(ear.Of(phone).Select(one => one.Id).Distinct());
        var id = long.Parse(
            await silo.Ask($"select event from webhook_deliveries where webhook_id = '{ear.Webhook}' and {OfPhone}")
        );
        var seen = ear.Of(phone).Count;
        Assert.True(await silo.Service<Deliveries>().Replay("ours", ear.Webhook, id, Cancel));
        await Until(() => ear.Of(phone).Count == seen + 1, "once more");
        Assert.False(await silo.Service<Deliveries>().Replay("theirs", ear.Webhook, id, Cancel));
    }

    [Theory]
    [InlineData(410, 3, "gone")]
    [InlineData(500, 2, "failing")]
    public async Task A_receiver_that_is_gone_or_fails_for_days_is_switched_off_and_that_is_noted(
        int status,
        short state,
        string reason
    )
    {
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived]);
        ear.Answer = _ => (status, null);
        await silo.Ask($"update webhooks set failing_since = now() - interval '4 days' where id = '{ear.Webhook}'");
        await silo.Hear(phone, "ping");

        await silo.Stored($"{state}", $"select state from webhooks where id = '{ear.Webhook}'");
        Assert.Equal(
            $"system|{reason}",
            await silo.Ask(
                $"select actor_id, detail ->> 'reason' from audit where action = 'webhook.switched-off' and target = '{ear.Webhook}'"
            )
        );
        var seen = ear.Posts.Count;
        await silo.Hear(phone, "ping again");
        await silo.Stored(
            "2",
            $"select count(*) from messages m join conversations c on c.id = m.conversation_id join contacts p on p.id = c.contact_id where p.phone = '{phone}' and m.direction = 0"
        );
        Assert.Equal(seen, ear.Posts.Count);
    }

    [Fact]
    public async Task A_failing_webhook_is_not_failing_any_more_once_something_is_taken()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived]);
        ear.Answer = _ => (500, null);
        await silo.Hear(phone, "ping");
        await silo.Stored("True", $"select failing_since is not null from webhooks where id = '{ear.Webhook}'");

        ear.Answer = _ => (204, null);

        await silo.Stored("True", $"select failing_since is null from webhooks where id = '{ear.Webhook}'");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_not_taken_for_delivered()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived]);
        ear.Answer = _ => (302, null);
        await silo.Hear(phone, "ping");

        await Until(() => ear.Of(phone).Count > 1, "it was tried again");
        await silo.Stored(
            "0|302|heard",
            $"select state, tries -> 0 ->> 'status', tries -> 0 ->> 'answer' from webhook_deliveries where webhook_id = '{ear.Webhook}' and {OfPhone}"
        );
    }

    [Fact]
    public async Task A_private_address_is_not_called()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.MessageReceived], "http://169.254.169.254/latest");
        await silo.Hear(phone, "ping");

        await silo.Stored(
            "0|refused",
            $"select state, tries -> 0 ->> 'error' from webhook_deliveries where webhook_id = '{ear.Webhook}' and {OfPhone}"
        );
    }

    [Fact]
    public async Task A_hand_off_and_what_people_do_with_it_are_told()
    {
        await using var ear = await Ear.Of(
            silo,
            [HookKinds.HandoffRequested, HookKinds.HandoffTaken, HookKinds.HandoffReturned]
        );
        var ada = new Person("u1", "Ada");
        var grain = await silo.Hear(phone, "help");
        await Until(() => ear.Of(phone).Count == 1, "it was asked for");
        await grain.Do(new DeskOrder.TakeOver(ada));
        await Until(() => ear.Of(phone).Count == 2, "it was taken");
        await grain.Do(new DeskOrder.GiveBack(ada, ReturnTo.Stopped));
        await Until(() => ear.Of(phone).Count == 3, "it was given back");

        Assert.Equal(
            [HookKinds.HandoffRequested, HookKinds.HandoffTaken, HookKinds.HandoffReturned],
            ear.Of(phone).Select(one => one.Kind)
        );
        Assert.Equal("sales", ear.Of(phone)[0].Json.GetProperty("conversation").GetProperty("queue").GetString());
    }

    [Fact]
    public async Task A_test_is_posted_to_this_webhook_alone()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.BroadcastChanged]);
        await using var other = await Ear.Of(silo, [HookKinds.BroadcastChanged]);

        Assert.NotNull(await silo.Service<Deliveries>().Test("ours", ear.Webhook, DateTimeOffset.UtcNow, Cancel));
        Assert.Null(await silo.Service<Deliveries>().Test("theirs", ear.Webhook, DateTimeOffset.UtcNow, Cancel));

        await Until(() => ear.Posts.Any(one => one.Kind == HookKinds.Test), "it came");
        // of the broadcasts of other tests it may hear
        Assert.DoesNotContain(other.Posts, one => one.Kind == HookKinds.Test);
    }

    [Fact]
    public async Task How_far_a_broadcast_is_is_told()
    {
        await using var ear = await Ear.Of(silo, [HookKinds.BroadcastChanged, HookKinds.BroadcastProgress]);
        var campaign = await Campaign.Draft(silo, 5);
        await campaign.Start();

        await Until(
            () =>
                ear.Posts.Any(one =>
                    one.Kind == HookKinds.BroadcastProgress
                    && one.Json.GetProperty("progress").GetProperty("id").GetInt64() == campaign.Id
                    && one.Json.GetProperty("progress").GetProperty("accepted").GetInt32() == 5
                ),
            "all five are accepted"
        );
        await Until(
            () =>
                ear.Posts.Any(one =>
                    one.Kind == HookKinds.BroadcastChanged
                    && one.Json.GetProperty("broadcast").GetProperty("id").GetInt64() == campaign.Id
                    && one.Json.GetProperty("broadcast").GetProperty("state").GetString() == "completed"
                ),
            "and it is over"
        );
    }

    private string OfPhone =>
        $"event in (select id from webhook_events where body::json #>> '{{conversation,contact,phone}}' = '{phone}')";

    private static Task Until(Func<bool> condition, string what) => Eventually.True(condition, what, Cancel);

    private static bool IsRight(Posted posted, string secret)
    {
        var parts = posted
            .Signature.Split(',')
            .Select(part => part.Split('=', 2))
            .ToLookup(part => part[0], part => part[1]);
        var expected = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret),
            Encoding.UTF8.GetBytes($"{parts["t"].Single()}.{posted.Body}")
        );
        return parts["v1"].Contains(Convert.ToHexStringLower(expected));
    }
}
