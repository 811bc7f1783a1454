using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

/// <summary>Each test has a silo of its own: a refused token is everybody's who sends with it.</summary>
public sealed class RefusedTokenTests : IAsyncLifetime
{
    private readonly TestSilo silo = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => silo.InitializeAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_hundred_messages_of_which_some_met_a_token_that_ended_all_go_out_once_with_the_next_one()
    {
        silo.Meta.Ends("token", after: 40);
        var phones = await Write(50, "twice");

        await Held();
        Assert.Equal(40, phones.Sum(phone => silo.Meta.To(phone).Count));
        await silo.Stored("60|0", "select count(*), count(*) filter (where state <> 0) from outbox");
        await NobodyFailed();

        await NewToken("next");
        foreach (var phone in phones)
            await silo.Told(phone, "one", "two");
        await silo.Stored("0", "select count(*) from outbox");
        Assert.Equal("10|100", await Statuses());
    }

    [Fact]
    public async Task What_waits_for_a_token_outlives_the_silo()
    {
        silo.Meta.Ends("token", after: 5);
        var phones = await Write(10, "twice");
        await Held();
        await silo.Stored("15", "select count(*) from outbox where state = 0");
        var refusals = silo.Meta.Refusals;

        await silo.Restart();
        // the new silo has looked at what it found, and asked nobody
        await silo.Hear(silo.Phone(), "ping");
        await silo.Stored("16", "select count(*) from outbox where state = 0");
        Assert.Equal(refusals, silo.Meta.Refusals);
        await NobodyFailed();

        await NewToken("next");
        foreach (var phone in phones)
            await silo.Told(phone, "one", "two");
        await silo.Stored("0", "select count(*) from outbox");
    }

    [Fact]
    public async Task A_held_channel_asks_meta_nothing_and_others_go_on()
    {
        await silo.Service<Seeds>()
            .Plant(
                new Seed("ours", "Ours", "other", "s", "v", "valid", "222", "15550000002", "Two", true, 1000, []),
                Cancel
            );
        silo.Meta.Ends("token");
        await Write(1, "ping");
        await Held();
        var refusals = silo.Meta.Refusals;

        var waits = silo.Phone();
        await silo.Hear(waits, "ping");
        var goesOn = silo.Phone();
        await silo.Hear(goesOn, "ping", channel: 2);

        await silo.Told(goesOn, "pong");
        Assert.Equal(refusals, silo.Meta.Refusals);
        Assert.Empty(silo.Meta.To(waits));
        Assert.False(await silo.Service<ChannelCatalog>().IsHeld(2));
    }

    [Fact]
    public async Task A_token_that_is_said_to_work_after_all_sends_again()
    {
        silo.Meta.Ends("token");
        var phones = await Write(1, "ping");
        await Held();

        silo.Meta.Ends("token", after: int.MaxValue);
        await silo.Service<Connections>().TokenWorks("meta", Cancel);

        await silo.Told(phones[0], "pong");
    }

    [Fact]
    public async Task A_refusal_of_the_token_before_holds_nothing()
    {
        var before = await silo.Service<ChannelCatalog>().Find(1);
        Assert.NotNull(before);
        await NewToken("next");

        await silo.Service<ChannelCatalog>().TokenRefused(before);

        Assert.Equal("True", await silo.Ask("select token_refused_at is null from connections"));
        var phones = await Write(1, "ping");
        await silo.Told(phones[0], "pong");
    }

    [Fact]
    public async Task A_broadcast_pauses_and_nobody_fails_and_with_a_new_token_nobody_gets_it_twice()
    {
        silo.Meta.Ends("token", after: 100);
        var campaign = await Campaign.Draft(silo, 300, perSecond: 150);
        await campaign.Start();

        await campaign.Ends("3");
        await silo.Stored("token|190", $"select reason, code from broadcasts where id = {campaign.Id}");
        await Held();
        Assert.DoesNotContain("20|", await campaign.States());
        Assert.Equal(100, campaign.Posts);

        await NewToken("next");
        Assert.True((await campaign.Grain.Resume()).Done);
        await campaign.Ends();
        Assert.Equal("10|300", await campaign.States());
        Assert.Equal(300, campaign.Posts);
        campaign.NobodyTwice();
    }

    [Fact]
    public async Task The_report_says_which_number_made_the_broadcast_stop()
    {
        await silo.Service<Seeds>()
            .Plant(
                new Seed("ours", "Ours", "second", "s", "v", "token2", "444", "15550000004", "Two", true, 1000, []),
                Cancel
            );
        silo.Meta.Ends("token2", after: 5);
        var campaign = await Campaign.Draft(
            silo,
            200,
            // that the first number has half of it left when the other stops, on a slow machine too
            perSecond: 4,
            with: draft => draft with { Plan = new BroadcastPlan(MoreChannels: [2]) }
        );
        await campaign.Start();
        await campaign.Ends("3");
        await silo.Stored("2", $"select reason_channel_id from broadcasts where id = {campaign.Id}");

        var numbers = (await campaign.Progress()).Channels ?? [];
        // the others were not sent before: all numbers send at once
        Assert.InRange(numbers[0].Waiting, 50, 150);
        Assert.Equal([(1L, "paused"), (2L, "token")], numbers.Select(one => (one.ChannelId, one.Limiter)));
        Assert.Equal(5, numbers[1].Accepted);
    }

    [Fact]
    public async Task A_broadcast_does_not_begin_with_a_refused_token_and_one_that_goes_on_pauses_again()
    {
        var running = await Campaign.Draft(silo, 20);
        var waiting = await Campaign.Draft(silo, 20);
        silo.Meta.Ends("token");
        await running.Start();
        await running.Ends("3");
        await Held();

        var answer = await waiting.Grain.Start(null);
        Assert.Equal((false, "token"), (answer.Done, answer.Problem));
        Assert.True((await running.Grain.Resume()).Done);
        await running.Ends("3");
        Assert.Equal(0, running.Posts);
        Assert.DoesNotContain("20|", await running.States());
    }

    /// <summary>So many people say the word, and the turns are committed.</summary>
    private async Task<IReadOnlyList<string>> Write(int people, string word)
    {
        var phones = Enumerable.Range(0, people).Select(_ => silo.Phone()).ToArray();
        await Task.WhenAll(phones.Select(phone => silo.Hear(phone, word)));
        return phones;
    }

    private async Task Held()
    {
        await silo.Stored("True", "select token_refused_at is not null from connections where id = 'meta'");
        await silo.Stored("0", "select count(*) from outbox where state = 1");
    }

    private async Task NewToken(string token) =>
        Assert.True(
            await silo.Service<Connections>().Change("ours", "meta", new ConnectionChange(AccessToken: token), Cancel)
        );

    private async Task NobodyFailed() =>
        Assert.Equal("0", await silo.Ask("select count(*) from messages where direction = 1 and status in (2, 25)"));

    private Task<string> Statuses() =>
        silo.Ask("select status, count(*) from messages where direction = 1 group by status order by status");
}
