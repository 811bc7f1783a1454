using System.Text.Json;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

public sealed class BroadcastTests(TestSilo silo)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_get_it_once_at_most_and_every_one_has_an_end()
    {
        var campaign = await Campaign.Draft(silo, 2000);
        for (var i = 0; i < campaign.Phones.Count; i++)
        {
            if (i % 10 == 1)
                silo.Meta.Rule(campaign.Phones[i], (_, _) => StubMeta.Refuse(131026));
            if (i % 50 == 2)
                silo.Meta.Rule(campaign.Phones[i], StubMeta.Drop);
        }
        await campaign.Start();

        await campaign.Ends();
        Assert.Equal("10|1760 20|200 40|40", await campaign.States());
        Assert.Equal(2000, campaign.Posts);
        campaign.NobodyTwice();
        var progress = await Progress(campaign);
        Assert.Equal(
            (2000, 0, 0, 1760, 200, 0, 40),
            (
                progress.Audience,
                progress.Waiting,
                progress.InFlight,
                progress.Accepted,
                progress.Failed,
                progress.Skipped,
                progress.Unknown
            )
        );
        Assert.Equal((131026, 200), (progress.Failures[0].Code, progress.Failures[0].Count));
    }

    [Fact]
    public async Task A_pause_holds_and_going_on_repeats_nobody_and_leaves_out_nobody()
    {
        // slow, so that it is paused in its middle on a slow machine too
        var campaign = await Campaign.Draft(silo, 600, perSecond: 20);
        await campaign.Start();
        await Eventually.True(() => campaign.Posts > 20, "some are sent", Cancel);

        var paused = await campaign.Grain.Pause();
        Assert.True(paused.Done);
        // what was on its way comes first; then two seconds go by in which forty would have been sent
        int after;
        do
        {
            after = campaign.Posts;
            await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        } while (campaign.Posts != after);
        Assert.InRange(after, 21, 599);

        Assert.True((await campaign.Grain.Rate(500)).Done);
        Assert.True((await campaign.Grain.Resume()).Done);
        await campaign.Ends();
        Assert.Equal("10|600", await campaign.States());
        Assert.Equal(600, campaign.Posts);
        campaign.NobodyTwice();
    }

    [Fact]
    public async Task A_cancelled_one_sends_no_more_and_skips_the_rest()
    {
        var campaign = await Campaign.Draft(silo, 600, perSecond: 20);
        await campaign.Start();
        await Eventually.True(() => campaign.Posts > 20, "some are sent", Cancel);

        Assert.True((await campaign.Grain.Cancel()).Done);
        await silo.Stored("True", $"select ended_at is not null from broadcasts where id = {campaign.Id}");
        var sent = campaign.Posts;
        Assert.Equal($"10|{sent} 30|{600 - sent}", await campaign.States());
        Assert.InRange(sent, 21, 599);
        Assert.False((await campaign.Grain.Resume()).Done);
        Assert.Equal(sent, campaign.Posts);
    }

    [Fact]
    public async Task A_template_that_is_wrong_for_everybody_pauses_it_with_nobody_failed()
    {
        var campaign = await Campaign.Draft(silo, 40);
        foreach (var phone in campaign.Phones)
            silo.Meta.Rule(phone, (_, _) => StubMeta.Refuse(132001));
        await campaign.Start();

        await campaign.Ends("3");
        await silo.Stored("template|132001", $"select reason, code from broadcasts where id = {campaign.Id}");
        Assert.DoesNotContain("20|", await campaign.States());
    }

    [Fact]
    public async Task Too_many_failures_of_one_kind_stop_it_and_a_person_may_let_it_go_on()
    {
        // slow, so that it is stopped before it is over on a slow machine too
        var campaign = await Campaign.Draft(silo, 400, perSecond: 25, safetyPercent: 20, safetyAfter: 50);
        foreach (var phone in campaign.Phones)
            silo.Meta.Rule(phone, (_, _) => StubMeta.Refuse(131026));
        await campaign.Start();

        await campaign.Ends("3");
        await silo.Stored("failures|131026", $"select reason, code from broadcasts where id = {campaign.Id}");
        Assert.InRange(campaign.Posts, 50, 390);

        Assert.True((await campaign.Grain.Rate(500)).Done);
        Assert.True((await campaign.Grain.Resume()).Done);
        await campaign.Ends();
        Assert.Equal("20|400", await campaign.States());
        campaign.NobodyTwice();
    }

    [Fact]
    public async Task Failed_ones_are_tried_anew_and_nobody_else()
    {
        var campaign = await Campaign.Draft(silo, 30);
        var isMended = false;
        foreach (var phone in campaign.Phones.Take(10))
            silo.Meta.Rule(phone, (_, _) => Volatile.Read(ref isMended) ? silo.Meta.Take() : StubMeta.Refuse(131026));
        await campaign.Start();
        await campaign.Ends();
        Assert.Equal("10|20 20|10", await campaign.States());
        Assert.Equal("nothing-to-retry", (await campaign.Grain.Retry(131047)).Problem);
        Assert.Equal("not-retryable", (await campaign.Grain.Retry(130472)).Problem);

        Volatile.Write(ref isMended, true);
        Assert.Equal(10, (await campaign.Grain.Retry(131026)).Count);
        await silo.Stored(
            "4|30",
            $"""
            select (select state from broadcasts where id = {campaign.Id}), count(*)
            from broadcast_recipients where broadcast_id = {campaign.Id} and state = 10
            """
        );

        Assert.Equal(40, campaign.Posts);
        Assert.All(campaign.Phones.Skip(10), phone => Assert.Single(silo.Meta.To(phone)));
    }

    [Fact]
    public async Task It_begins_at_its_time_without_anybody_asking()
    {
        var campaign = await Campaign.Draft(silo, 3);
        Assert.True((await campaign.Grain.Start(DateTimeOffset.UtcNow.AddHours(1))).Done);
        Assert.Equal("1", await silo.Ask($"select state from broadcasts where id = {campaign.Id}"));
        // the hour is over
        await silo.Ask($"update broadcasts set starts_at = now() where id = {campaign.Id}");

        await campaign.Ends();
        Assert.Equal("10|3", await campaign.States());
    }

    [Fact]
    public async Task What_stands_against_it_is_told_before_anything_begins()
    {
        var slot = new BroadcastSlot("body", From: "contact.name");
        var unfilled = await Campaign.Draft(silo, 1, new BroadcastTemplate("promo", "en_US", [slot]));
        Assert.Equal("missing-fallback", (await unfilled.Grain.Start(null)).Problem);

        var fast = await Campaign.Draft(silo, 1, perSecond: 5000);
        Assert.Equal("rate", (await fast.Grain.Start(null)).Problem);

        var late = await Campaign.Draft(silo, 1);
        Assert.Equal("starts-at", (await late.Grain.Start(DateTimeOffset.UtcNow.AddHours(-1))).Problem);

        var nobody = await Campaign.Draft(silo, 1, phones: ["12"]);
        Assert.Equal("empty-audience", (await nobody.Grain.Start(null)).Problem);

        await silo.Ask(
            "insert into templates (connection_id, id, workspace_id, name, language, category, status) values ('meta', '1', 'ours', 'rejected', 'en', 'MARKETING', 'REJECTED'), ('meta', '2', 'ours', 'promo', 'en_US', 'MARKETING', 'APPROVED'), ('meta', '3', 'ours', 'other', 'en_US', 'MARKETING', 'APPROVED')"
        );
        var rejected = await Campaign.Draft(silo, 1, new BroadcastTemplate("rejected", "en"));
        Assert.Equal("template", (await rejected.Grain.Start(null)).Problem);

        Assert.False((await late.Grain.Pause()).Done);
        Assert.Equal(-1, (await silo.Grains.GetGrain<IBroadcastGrain>(987654321).Pause()).State);
    }

    [Fact]
    public async Task A_hint_that_never_came_is_made_up_for_and_handing_over_again_changes_nothing()
    {
        var campaign = await Campaign.Draft(silo, 20, perSecond: 10);
        // nobody tells the broadcast: its row alone says that it is due
        await silo.Service<BroadcastStore>().Schedule(campaign.Id, null, Cancel);
        await campaign.Ends();

        var conversation = long.Parse(
            await silo.Ask(
                $"select conversation_id from broadcast_recipients where broadcast_id = {campaign.Id} and ord = 0"
            )
        );
        var again = await silo
            .Grains.GetGrain<IConversationGrain>(conversation)
            .Bulk(new BulkSend(campaign.Id, 0, 0, null, BulkMaker.ClientId(campaign.Id, 0, 0)));

        Assert.Equal(BulkOutcome.NotWaiting, again.Outcome);
        Assert.Equal(20, campaign.Posts);
        campaign.NobodyTwice();
    }

    private static async Task<BroadcastProgress> Progress(Campaign campaign)
    {
        var now = await campaign.Grain.Progress() ?? throw new InvalidOperationException("no progress");
        return JsonSerializer.Deserialize(now.Json, ViewsJson.Default.BroadcastProgress)
            ?? throw new InvalidOperationException("no progress");
    }
}
