using System.Globalization;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class CampaignTests(TestSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_answers_and_who_taps_is_counted_once()
    {
        var campaign = await Campaign.Draft(silo, 4);
        await campaign.Start();
        await campaign.Ends();
        await silo.Hear(campaign.Phones[0], "thanks");
        await silo.Hear(campaign.Phones[0], "again");
        await silo.Tap(campaign.Phones[1], await Wamid(campaign, campaign.Phones[1]));
        await silo.Tap(campaign.Phones[2], null);

        await Eventually.True(
            async () => await campaign.Progress() is { Replied: 3, Clicked: 2, Goal: 0 },
            "counted",
            Cancel
        );
        await silo.Stored(
            "1",
            $"select count(*) from broadcast_recipients where broadcast_id = {campaign.Id} and replied_at is null"
        );
    }

    [Fact]
    public async Task Who_comes_to_the_goal_of_the_flow_is_counted()
    {
        var phones = new[] { silo.Phone(), silo.Phone() };
        foreach (var phone in phones)
        {
            await silo.Hear(phone, "ping");
            await silo.Told(phone, "pong");
        }
        var campaign = await Campaign.Draft(
            silo,
            2,
            new BroadcastFlow("quiz", InsideWindowOnly: true),
            phones: phones,
            with: draft => draft with { GoalNode = "b" }
        );
        await campaign.Start();
        await campaign.Ends();
        await silo.Hear(phones[0], "yes");
        await silo.Told(phones[0], "pong", "ready?", "well done");

        await silo.Stored(
            "1",
            $"select count(*) from broadcast_recipients where broadcast_id = {campaign.Id} and goal_at is not null"
        );
        await Eventually.True(async () => await campaign.Progress() is { Goal: 1, Replied: 1 }, "counted", Cancel);
    }

    [Fact]
    public async Task A_goal_that_the_flow_does_not_have_is_told_before_anything_begins()
    {
        var campaign = await Campaign.Draft(
            silo,
            1,
            new BroadcastFlow("quiz", InsideWindowOnly: true),
            with: draft => draft with { GoalNode = "nowhere" }
        );
        Assert.Equal("goal", (await campaign.Grain.Start(null)).Problem);
        var timeless = await Campaign.Draft(silo, 1);
        Assert.Equal("starts-at", (await timeless.Grain.Start(null, localTime: true)).Problem);
    }

    [Fact]
    public async Task Each_gets_their_variant_and_who_is_held_out_gets_nothing()
    {
        var campaign = await Campaign.Draft(
            silo,
            300,
            with: draft =>
                draft with
                {
                    Variants = [new("a", 1), new("b", 1, new BroadcastTemplate("other", "en_US"))],
                    HoldOut = 20,
                }
        );
        await campaign.Start();
        await campaign.Ends();

        var progress = await campaign.Progress();
        Assert.Equal(["a", "b", "hold_out"], progress.Variants?.Select(one => one.Key));
        Assert.Equal(300, progress.Variants?.Sum(one => one.Audience));
        Assert.Equal(progress.Skipped, progress.Variants?[2].Skipped);
        Assert.Equal(campaign.Posts, progress.Variants?[0].Accepted + progress.Variants?[1].Accepted);
        Assert.InRange(progress.Skipped, 30, 100);
        Assert.Equal(
            "a|promo b|other",
            await silo.Ask(
                $"""
                select distinct r.variant, m.content ->> 'name' from broadcast_recipients r
                join messages m on m.conversation_id = r.conversation_id and m.seq = r.seq
                where r.broadcast_id = {campaign.Id} order by 1
                """
            )
        );
    }

    [Fact]
    public async Task In_the_quiet_hours_nobody_gets_it_and_it_says_until_when()
    {
        var now = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, TestSilo.Zone);
        string At(int hours) => now.AddHours(hours).ToString("HH:mm", CultureInfo.InvariantCulture);
        var quiet = new BroadcastPlan(new QuietHours(At(-2), At(3), WhoseClock.Workspace));
        var campaign = await Campaign.Draft(silo, 50, with: draft => draft with { Plan = quiet });
        await campaign.Start();

        await silo.Stored(
            "50",
            $"select count(*) from broadcast_recipients where broadcast_id = {campaign.Id} and state = 0 and due_at > now() + interval '2 hours'"
        );
        await Eventually.True(
            async () => await campaign.Progress() is { Limiter: "quiet_hours", LimitedUntil: not null, Waiting: 50 },
            "it says why it waits",
            Cancel
        );
        Assert.Equal(0, campaign.Posts);
        Assert.True((await campaign.Grain.Cancel()).Done);
    }

    [Fact]
    public async Task Metas_limit_of_a_day_holds_and_with_more_room_it_goes_on()
    {
        await silo.Service<Seeds>()
            .Plant(
                new Seed("small", "Small", "small", "s", "v", "token", "333", "15550000003", "S", true, 1000, []),
                Cancel
            );
        await silo.Ask("update connections set daily_people = 50 where id = 'small'");
        var channel = long.Parse(
            await silo.Ask("select id from channels where connection_id = 'small'"),
            CultureInfo.InvariantCulture
        );
        var campaign = await Campaign.Draft(
            silo,
            80,
            with: draft => draft with { ChannelId = channel },
            workspace: "small"
        );
        await campaign.Start();

        await Eventually.True(
            async () =>
                await campaign.Progress()
                    is { Limiter: "daily_limit", LimitedUntil: not null, Waiting: 30, Accepted: 50 },
            "the day's room is used up",
            Cancel
        );
        Assert.Equal(50, campaign.Posts);

        await silo.Ask("update connections set daily_people = 100 where id = 'small'");
        await campaign.Ends();
        Assert.Equal("10|80", await campaign.States());
        campaign.NobodyTwice();
    }

    [Fact]
    public async Task Who_stopped_marketing_messages_has_opted_out_and_is_in_no_broadcast_any_more()
    {
        var campaign = await Campaign.Draft(silo, 2);
        silo.Meta.Rule(campaign.Phones[0], (_, _) => StubMeta.Refuse(131050));
        await campaign.Start();
        await campaign.Ends();
        Assert.Equal("10|1 20|1", await campaign.States());
        Assert.Equal("not-retryable", (await campaign.Grain.Retry(131050)).Problem);
        // kept back for the sake of the user: not within a day
        Assert.Equal("nothing-to-retry", (await campaign.Grain.Retry(131049)).Problem);

        var next = await Campaign.Draft(silo, 2, phones: campaign.Phones);
        await next.Start();
        await next.Ends();
        Assert.Equal("10|1", await next.States());
        Assert.Single(silo.Meta.To(campaign.Phones[0]));
    }

    [Fact]
    public async Task Who_answers_a_step_leaves_the_sequence_and_the_others_get_the_next()
    {
        var store = silo.Service<SequenceStore>();
        var content = new BroadcastTemplate("promo", "en_US");
        var made = await store.Make(
            "ours",
            "ada",
            new SequenceDraft(1, "Welcome", [new(content, 0), new(content, 60)], new SequenceStop(), null, null),
            Cancel
        );
        var grain = silo.Grains.GetGrain<ISequenceGrain>(made.Id);
        Assert.True((await grain.Begin()).Done);
        Assert.False((await grain.Begin()).Done);
        var phones = new[] { silo.Phone(), silo.Phone(), silo.Phone() };
        var entered = await silo.Service<SequenceEntries>()
            .Enter(made, new ListedPhones([.. phones.Select(phone => new ListedPhone(phone))]), Cancel);
        Assert.Equal(3, entered.Count);

        foreach (var phone in phones)
            await silo.Told(phone, "");
        await silo.Hear(phones[0], "not for me");
        // the answer is in its conversation: who answers after the hour has had the next step already
        await silo.Stored(
            "1",
            $"""
            select count(*) from messages m join conversations c on c.id = m.conversation_id join contacts p on p.id = c.contact_id
            where p.phone = '{phones[0]}' and m.text = 'not for me'
            """
        );
        // the hour is over
        await silo.Ask($"update sequence_entries set due_at = now() where sequence_id = {made.Id} and step = 1");

        await silo.Told(phones[1], "", "");
        await silo.Told(phones[2], "", "");
        await silo.Stored(
            "1||2 2|replied|1",
            $"select state, reason, count(*) from sequence_entries where sequence_id = {made.Id} group by 1, 2 order by 1"
        );
        Assert.Single(silo.Meta.To(phones[0]));
        // a step is a broadcast with counts of its own
        var begun = await store.Find(made.Id, Cancel) ?? made;
        await silo.Stored(
            "3 2",
            $"select count(*) from broadcast_recipients where broadcast_id in ({string.Join(',', begun.Broadcasts)}) and state = 10 group by broadcast_id order by broadcast_id"
        );
        Assert.True((await grain.End()).Done);
    }

    private Task<string> Wamid(Campaign campaign, string phone) =>
        silo.Ask(
            $"""
            select m.wamid from messages m join conversations c on c.id = m.conversation_id join contacts p on p.id = c.contact_id
            where m.broadcast_id = {campaign.Id} and p.phone = '{phone}'
            """
        );
}
