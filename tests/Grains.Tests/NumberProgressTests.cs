using System.Globalization;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>What the report says of each of a broadcast's numbers.</summary>
public sealed class NumberProgressTests(TestSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_statuses_failures_lost_answers_and_a_cancel_the_numbers_add_up_to_the_whole()
    {
        var second = await Number("adding", "445");
        var campaign = await Campaign.Draft(
            silo,
            80,
            // that it is cancelled in the middle, on a slow machine too
            perSecond: 5,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [second]) }
        );
        for (var i = 0; i < campaign.Phones.Count; i++)
        {
            if (i % 8 == 1)
                silo.Meta.Rule(campaign.Phones[i], (_, _) => StubMeta.Refuse(131026));
            if (i % 8 == 2)
                silo.Meta.Rule(campaign.Phones[i], StubMeta.Drop);
        }
        await campaign.Start();
        await Eventually.True(() => campaign.Posts > 15, "some of them are sent", Cancel);
        AddUp(await campaign.Progress());
        await campaign.Grain.Cancel();
        await silo.Stored(
            "0",
            $"select count(*) from broadcast_recipients where broadcast_id = {campaign.Id} and state in (0, 1)"
        );
        await Statuses(campaign, 2, MessageStatus.Delivered);
        await Statuses(campaign, 4, MessageStatus.Read);

        // it is counted once a second at most: what is told may be older than the last of these statuses
        var progress = await Eventually.Value(
            async () => await campaign.Progress() is var told && Spelled(told) == await Counted(campaign) ? told : null,
            "counted",
            Cancel
        );
        AddUp(progress);
        Assert.Equal(80, progress.Audience);
        Assert.All(
            [progress.Accepted, progress.Delivered, progress.Read, progress.Failed, progress.Skipped],
            figure => Assert.NotEqual(0, figure)
        );
        Assert.All(Of(progress), one => Assert.Null(one.Limiter));
    }

    [Fact]
    public async Task A_number_that_meta_asked_to_slow_down_says_so_and_the_other_does_not()
    {
        var slow = await Number("slow", "446");
        var campaign = await Campaign.Draft(
            silo,
            60,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [slow]) }
        );
        await silo.Grains.GetGrain<IChannelGrain>(slow).Throttled(TimeSpan.FromMinutes(10));
        await campaign.Start();

        await Eventually.True(
            async () =>
                Of(await campaign.Progress())
                    is [
                        { Limiter: null, Waiting: 0, InFlight: 0 },
                        { Limiter: "slowed", LimitedUntil: not null, Accepted: 0 },
                    ],
            "one is through, the other waits for Meta",
            Cancel
        );
        await campaign.Grain.Pause();
        Assert.Equal([null, "paused"], Of(await campaign.Progress()).Select(one => one.Limiter));
        await campaign.Grain.Cancel();
    }

    [Fact]
    public void Whatever_is_counted_the_numbers_add_up()
    {
        var chance = new Random(7);
        var row = DueTimesTests.Row(null, null) with { ChannelId = 1, Plan = new BroadcastPlan(MoreChannels: [2, 3]) };
        SendingNumber[] numbers = [new(1, "One", "1"), new(2, "Two", "2"), new(3, "Three", "3")];
        BroadcastProgress? before = null;
        for (var round = 0; round < 200; round++)
        {
            var counts = Enumerable
                .Range(0, chance.Next(0, 30))
                .Select(_ => new RecipientCount(
                    chance.GetItems(Enum.GetValues<RecipientState>(), 1)[0],
                    null,
                    null,
                    chance.Next(1, 500),
                    Replied: chance.Next(3),
                    Clicked: chance.Next(3),
                    Goal: chance.Next(3),
                    // null: the broadcast's own
                    ChannelId: chance.GetItems<long?>([null, 1, 2, 3], 1)[0]
                ))
                .ToList();
            before = ProgressOf.Counts(row, counts, numbers, before, DateTimeOffset.UnixEpoch.AddSeconds(round));

            AddUp(before);
        }
    }

    /// <summary>What is on record of each number, and what is told of it in the same spelling.</summary>
    private Task<string> Counted(Campaign campaign) =>
        silo.Ask(
            $"""
            select channel_id, count(*), count(*) filter (where state in (10, 11, 12)), count(*) filter (where state in (11, 12)),
                count(*) filter (where state = 12), count(*) filter (where state = 20), count(*) filter (where state = 30),
                count(*) filter (where state = 40)
            from broadcast_recipients where broadcast_id = {campaign.Id} group by channel_id order by channel_id
            """
        );

    private static string Spelled(BroadcastProgress progress) =>
        string.Join(
            ' ',
            Of(progress)
                .OrderBy(one => one.ChannelId)
                .Select(one =>
                    $"{one.ChannelId}|{one.Audience}|{one.Accepted}|{one.Delivered}|{one.Read}|{one.Failed}|{one.Skipped}|{one.Unknown}"
                )
        );

    private static IReadOnlyList<ChannelProgress> Of(BroadcastProgress progress) => progress.Channels ?? [];

    private static void AddUp(BroadcastProgress all)
    {
        int Sum(Func<ChannelProgress, int> of) => Of(all).Sum(of);

        Assert.Equal(
            (all.Audience, all.Waiting, all.InFlight, all.Accepted, all.Delivered, all.Read),
            (
                Sum(one => one.Audience),
                Sum(one => one.Waiting),
                Sum(one => one.InFlight),
                Sum(one => one.Accepted),
                Sum(one => one.Delivered),
                Sum(one => one.Read)
            )
        );
        Assert.Equal(
            (all.Failed, all.Skipped, all.Unknown, all.Replied, all.Clicked, all.Goal),
            (
                Sum(one => one.Failed),
                Sum(one => one.Skipped),
                Sum(one => one.Unknown),
                Sum(one => one.Replied),
                Sum(one => one.Clicked),
                Sum(one => one.Goal)
            )
        );
        Assert.All(
            Of(all),
            one =>
                Assert.Equal(
                    one.Audience,
                    one.Waiting + one.InFlight + one.Accepted + one.Failed + one.Skipped + one.Unknown
                )
        );
    }

    /// <summary>Every so-manieth of those who were sent to is told of.</summary>
    private async Task Statuses(Campaign campaign, int every, MessageStatus status)
    {
        var sent = await silo.Ask(
            $"select channel_id, wamid from messages where broadcast_id = {campaign.Id} and wamid is not null order by conversation_id"
        );
        foreach (var row in sent.Split(' ').Where((_, at) => at % every == 0))
        {
            var (channel, wamid) = (row.Split('|')[0], row.Split('|')[1]);
            await silo.Service<StatusWriter>()
                .Apply(
                    new StatusNews(
                        long.Parse(channel, CultureInfo.InvariantCulture),
                        wamid,
                        status,
                        DateTimeOffset.UtcNow,
                        null,
                        null
                    ),
                    Cancel
                );
        }
    }

    /// <summary>A number that no other test sends from.</summary>
    private async Task<long> Number(string connection, string phoneNumberId)
    {
        await silo.Service<Seeds>()
            .Plant(
                new Seed(
                    "ours",
                    "Ours",
                    connection,
                    "s",
                    "v",
                    "token2",
                    phoneNumberId,
                    $"15550000{phoneNumberId}",
                    "Two",
                    true,
                    1000,
                    []
                ),
                Cancel
            );
        return long.Parse(
            await silo.Ask($"select id from channels where connection_id = '{connection}'"),
            CultureInfo.InvariantCulture
        );
    }
}
