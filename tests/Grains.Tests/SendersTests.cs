using System.Globalization;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>A broadcast that goes out from two numbers of two accounts.</summary>
public sealed class SendersTests(TestSilo silo)
{
    private const int People = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_gets_it_once_from_the_number_they_know_and_the_others_are_shared_out()
    {
        var second = await Second();
        var phones = Enumerable.Range(0, People).Select(_ => silo.Phone()).ToArray();
        var known = phones[..8];
        foreach (var phone in known)
            await silo.Hear(phone, "nothing starts", channel: second);
        // the hint that wakes a conversation is awaited by nobody
        var talked =
            $"select count(*) from conversations c join contacts p on p.id = c.contact_id where c.channel_id = {second} and c.last_at is not null and p.phone in ('{string.Join("','", known)}')";
        await silo.Stored($"{known.Length}", talked);
        var campaign = await Campaign.Draft(
            silo,
            0,
            phones: phones,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [second]) }
        );
        await campaign.Start();
        await campaign.Ends();

        Assert.Equal($"10|{People}", await campaign.States());
        Assert.Equal(People, campaign.Posts);
        campaign.NobodyTwice();
        var from = (
            await silo.Ask(
                $"""
                select p.phone, m.channel_id from messages m
                join conversations c on c.id = m.conversation_id join contacts p on p.id = c.contact_id
                where m.broadcast_id = {campaign.Id}
                """
            )
        ).Split(' ').Select(row => row.Split('|')).ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture));
        Assert.All(known, phone => Assert.Equal(second, from[phone]));
        var shares = phones[8..].GroupBy(phone => from[phone]).ToDictionary(same => same.Key, same => same.Count());
        Assert.Equal([1, second], shares.Keys.Order());
        // as fast as each other: about half of 52
        Assert.All(shares.Values, share => Assert.InRange(share, 10, 42));
    }

    [Fact]
    public async Task Who_must_wait_for_one_account_keeps_nobody_of_the_other_waiting()
    {
        var second = await Second();
        await silo.Ask("update connections set daily_people = 1 where id = 'second'");
        try
        {
            var campaign = await Campaign.Draft(
                silo,
                People,
                with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [second]) }
            );
            await campaign.Start();

            await silo.Stored(
                "0|True",
                $"select count(*) filter (where state <> 10), count(*) > 0 from broadcast_recipients where broadcast_id = {campaign.Id} and channel_id = 1"
            );
            // the one who has a place may be on the way yet
            await silo.Stored(
                "True|1|0",
                $"select count(*) > 1, count(*) filter (where state = 10), count(*) filter (where state not in (0, 10)) from broadcast_recipients where broadcast_id = {campaign.Id} and channel_id = {second}"
            );
            await Eventually.True(
                async () => await campaign.Progress() is { Limiter: "daily_limit", LimitedUntil: not null },
                "it says why it waits",
                Cancel
            );
            // of the number, until there is room again; the other one has nobody left
            await Eventually.True(
                async () =>
                    (await campaign.Progress()).Channels
                        is [{ ChannelId: 1, Limiter: null }, { Limiter: "daily_limit" }],
                "only the one number waits",
                Cancel
            );
            var numbers = (await campaign.Progress()).Channels ?? [];
            Assert.InRange(
                numbers[1].LimitedUntil ?? default,
                DateTimeOffset.UtcNow.AddHours(1),
                DateTimeOffset.UtcNow.AddHours(25)
            );
            Assert.True((await campaign.Grain.Cancel()).Done);
        }
        finally
        {
            await silo.Ask("update connections set daily_people = null where id = 'second'");
        }
    }

    [Fact]
    public async Task Every_number_must_be_able_to_send_it()
    {
        var second = await Second();
        var gone = await Campaign.Draft(
            silo,
            1,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [987654]) }
        );
        Assert.Equal("channel", (await gone.Grain.Start(null)).Problem);

        await silo.Ask(
            "insert into templates (connection_id, id, workspace_id, name, language, category, status) values ('second', '9', 'ours', 'promo', 'en_US', 'MARKETING', 'APPROVED'), ('second', '8', 'ours', 'unready', 'en_US', 'MARKETING', 'PENDING') on conflict do nothing"
        );
        var pending = await Campaign.Draft(
            silo,
            1,
            new BroadcastTemplate("unready", "en_US"),
            with: draft => draft with { ChannelId = second, Plan = new BroadcastPlan(MoreChannels: [1]) }
        );
        Assert.Equal("template", (await pending.Grain.Start(null)).Problem);

        // together they are faster than each
        var fast = await Campaign.Draft(
            silo,
            1,
            perSecond: 1500,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [second]) }
        );
        await fast.Start();
        await fast.Ends();
    }

    private async Task<long> Second()
    {
        await silo.Service<Seeds>()
            .Plant(
                new Seed("ours", "Ours", "second", "s", "v", "token2", "444", "15550000004", "Two", true, 1000, []),
                Cancel
            );
        return long.Parse(
            await silo.Ask("select id from channels where connection_id = 'second'"),
            CultureInfo.InvariantCulture
        );
    }
}
