using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class ResponseTests : StorageTest
{
    private const string Did = """
        select replied_at is not null, clicked_at is not null, goal_at is not null from broadcast_recipients order by broadcast_id
        """;

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task An_answer_within_seventy_two_hours_counts_and_the_first_one_stays()
    {
        var (to, _) = await Sent(await Campaign.Begin(World, 1), "w1");

        Assert.True(await Answer(to, 1, new Response(Now.AddHours(1))));
        Assert.Equal(["True|False|False"], await World.Rows(Did));
        var first = await World.Ask<DateTime>("select replied_at from broadcast_recipients");

        Assert.True(await Answer(to, 2, new Response(Now.AddHours(2))));
        Assert.Equal(first, await World.Ask<DateTime>("select replied_at from broadcast_recipients"));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(73 * 60)]
    public async Task What_was_written_before_the_send_or_long_after_is_no_answer(int minutes)
    {
        var (to, _) = await Sent(await Campaign.Begin(World, 1), "w1");

        Assert.True(await Answer(to, 1, new Response(Now.AddMinutes(minutes))));

        Assert.Equal(["False|False|False"], await World.Rows(Did));
    }

    [Fact]
    public async Task What_nobody_has_tried_to_send_cannot_be_answered()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());
        await campaign.HandOver(to);

        Assert.True(await Answer(to, 1, new Response(Now.AddHours(1))));

        Assert.Equal(["False|False|False"], await World.Rows(Did));
    }

    [Fact]
    public async Task A_tap_is_of_the_broadcast_whose_message_it_names_and_an_answer_to_all_within_reach()
    {
        var first = await Campaign.Begin(World, 1);
        var (to, _) = await Sent(first, "w1");
        var second = await Campaign.Draft(World, new TaggedContacts(["audience"]));
        await second.Freeze();
        await Sent(second, "w2", version: 1);

        Assert.True(await Answer(to, 2, new Response(Now.AddHours(1), TappedWamid: "w1")));
        Assert.Equal(["True|True|False", "True|False|False"], await World.Rows(Did));

        Assert.True(await Answer(to, 3, new Response(Now.AddHours(100), Tapped: second.Id)));
        Assert.Equal(["True|True|False", "True|True|False"], await World.Rows(Did));
    }

    [Fact]
    public async Task A_turn_that_does_not_count_leaves_no_answer_behind()
    {
        var (to, _) = await Sent(await Campaign.Begin(World, 1), "w1");

        Assert.False(await Answer(to, 7, new Response(Now.AddHours(1), Goal: 1, GoalAt: Now)));

        Assert.Equal(["False|False|False"], await World.Rows(Did));
    }

    [Fact]
    public async Task The_goal_is_of_the_broadcast_that_began_the_session()
    {
        var campaign = await Campaign.Begin(World, 2);
        var (to, _) = await Sent(campaign, "w1");

        Assert.True(await Answer(to, 1, new Response(Goal: campaign.Id, GoalAt: Now)));
        Assert.True(await Answer(to, 2, new Response(Goal: 999, GoalAt: Now)));

        Assert.Equal(
            ["True", "False"],
            await World.Rows("select goal_at is not null from broadcast_recipients order by ord")
        );
    }

    [Fact]
    public async Task A_flow_that_comes_to_its_goal_at_once_has_reached_it()
    {
        var campaign = await Campaign.Begin(World, 1);
        var to = Assert.Single(await campaign.Waiting());

        var turn = World.Make(to.ConversationId ?? 0, 0, messages: World.Said("hello")) with
        {
            Recipient = new ServedRecipient(campaign.Id, to.Ord, Goal: true),
        };
        Assert.NotNull(await Node.Turns.Commit(turn, Cancel));

        Assert.Equal(["30|True"], await World.Rows("select state, goal_at is not null from broadcast_recipients"));
        Assert.Equal(
            [$"{campaign.Id}|True"],
            await World.Rows("select broadcast_id, broadcast_at is not null from conversations")
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_stopped_marketing_at_WhatsApp_has_opted_out_whoever_tells_it(bool byWebhook)
    {
        var campaign = await Campaign.Begin(World, 2);
        var (to, send) = await Sent(campaign, byWebhook ? "w1" : null);
        var error = new MessageError(131050, "User has stopped marketing messages");
        if (byWebhook)
            await Node.Apply(
                new StatusNews(
                    World.Channel,
                    "w1",
                    MessageStatus.Failed,
                    Now,
                    """{"code":131050,"title":"User has stopped marketing messages"}""",
                    null
                )
            );
        else
            await Node.Records.Record(
                new SendRecord(send.ConversationId, World.Channel, send.Seq, 1, new SendOutcome.Failed(error)),
                Cancel
            );

        Assert.Equal(
            [$"{to.ContactId}|whatsapp"],
            await World.Rows("select id, opted_out_source from contacts where opted_out_at is not null")
        );
        Assert.Equal(["20|131050"], await World.Rows("select state, code from broadcast_recipients where state > 0"));
        Assert.Equal(0, await Node.Recipients.Retry(campaign.Id, null, [131050], Cancel));
    }

    [Fact]
    public async Task A_wish_at_WhatsApp_opts_out_and_its_end_takes_back_no_other_refusal()
    {
        await Campaign.People(World, 3, "x");
        await World.Do(
            "update contacts set opted_out_at = now(), opted_out_source = 'flow' where phone = '491510000003'"
        );
        var wishes = new Storage.Contacts.MarketingWishes(Node.Database);
        await wishes.Note(
            World.Workspace,
            [("491510000001", true), ("491510000002", true), ("491510000002", false), ("999", true)],
            Cancel
        );
        await wishes.Note(World.Workspace, [("491510000003", false)], Cancel);
        Assert.Equal(
            ["491510000001|whatsapp", "491510000003|flow"],
            await World.Rows(
                "select phone, opted_out_source from contacts where opted_out_at is not null order by phone"
            )
        );

        await wishes.Note(World.Workspace, [("491510000001", false)], Cancel);
        Assert.Equal(1L, await World.Ask<long>("select count(*) from contacts where opted_out_at is not null"));
    }

    /// <summary>Handed over, tried, and (with a wamid) accepted.</summary>
    private async Task<(WaitingRecipient To, PendingSend Send)> Sent(Campaign campaign, string? wamid, long version = 0)
    {
        var to = (await campaign.Waiting())[0];
        var handed = await campaign.HandOver(to, version) ?? throw new InvalidOperationException("not handed over");
        var send = campaign.Send(to, handed);
        await Node.Attempt(send, Cancel);
        if (wamid is not null)
            await Node.Records.Record(
                new SendRecord(send.ConversationId, World.Channel, send.Seq, 1, new SendOutcome.Accepted(wamid, false)),
                Cancel
            );
        return (to, send);
    }

    private async Task<bool> Answer(WaitingRecipient to, long version, Response response) =>
        await Node.Turns.Commit(
            World.Make(to.ConversationId ?? 0, version, messages: World.Heard("yes")) with
            {
                Response = response,
                ContactId = to.ContactId,
            },
            Cancel
        )
            is not null;
}
