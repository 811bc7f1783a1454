using System.Globalization;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>Whoever says stop while broadcasts run gets nothing of any of them any more, however it was said (I13).</summary>
public sealed class StopTests(TestSilo silo)
{
    private const int People = 60;

    // so that whoever stops does so before it is over, on a slow machine too
    private const int Slow = 1;

    // what the promise allows; the way of a send that had begun before is longer on a slow machine
    private static TimeSpan Grace => TimeSpan.FromSeconds(2) * Machine.Slowness;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_stops_in_the_middle_is_skipped_in_all_that_run_all_that_wait_and_all_that_come()
    {
        var phones = Enumerable.Range(0, People).Select(_ => silo.Phone()).ToArray();
        Campaign[] running =
        [
            await Campaign.Draft(silo, 0, phones: phones, perSecond: Slow),
            await Campaign.Draft(silo, 0, phones: [.. phones.Reverse()], perSecond: Slow),
        ];
        var paused = await Campaign.Draft(silo, 0, phones: phones, perSecond: Slow);
        foreach (var campaign in running.Append(paused))
            await campaign.Start();
        await Eventually.True(() => Task.FromResult(silo.Meta.To(phones[0]).Count >= 2), "they run", Cancel);
        Assert.True((await paused.Grain.Pause()).Done);

        // every third from the middle on, so that each broadcast has had some of them and will come to others
        var stopped = new Dictionary<string, (string Reason, DateTimeOffset At)>();
        for (var i = 1; i < People; i += 3)
        {
            var reason = (i / 3 % 3) switch
            {
                0 => await Writes(phones[i]),
                1 => await Edits(phones[i], new ContactEdit { OptedOut = true }, "opted_out"),
                _ => await Edits(phones[i], new ContactEdit { Blocked = true }, "blocked"),
            };
            stopped[phones[i]] = (reason, DateTimeOffset.UtcNow);
        }
        foreach (var campaign in running.Append(paused))
            await campaign.Grain.Rate(60);
        Assert.True((await paused.Grain.Resume()).Done);
        foreach (var campaign in running.Append(paused))
            await campaign.Ends();
        var next = await Campaign.Draft(silo, 0, phones: phones);
        await next.Start();
        await next.Ends();

        foreach (var campaign in running.Append(paused))
        {
            var ends = await Ends(campaign);
            Assert.Equal(People, ends.Count);
            Assert.Contains(stopped, one => ends[one.Key] == $"30 {one.Value.Reason}");
            Assert.All(stopped, one => Assert.Contains(ends[one.Key], new[] { "10 ", $"30 {one.Value.Reason}" }));
            Assert.All(phones.Where(phone => !stopped.ContainsKey(phone)), phone => Assert.Equal("10 ", ends[phone]));
        }
        var last = await Ends(next);
        Assert.Equal(People - stopped.Count, last.Count);
        Assert.DoesNotContain(stopped, one => last.ContainsKey(one.Key));
        Assert.All(
            stopped,
            one => Assert.DoesNotContain(silo.Meta.To(one.Key), post => post.At > one.Value.At + Grace)
        );
    }

    [Theory]
    [InlineData("opted_out")]
    [InlineData("blocked")]
    public async Task What_waits_in_the_outbox_when_they_stop_is_taken_back(string reason)
    {
        var campaign = await Campaign.Draft(silo, 2);
        // Meta wants it later, and would want it later for minutes
        silo.Meta.Rule(campaign.Phones[0], (_, _) => StubMeta.Refuse(131056));
        await campaign.Start();
        await Eventually.True(() => silo.Meta.To(campaign.Phones[0]).Count >= 2, "it was tried twice", Cancel);

        await Edits(
            campaign.Phones[0],
            reason == "blocked" ? new ContactEdit { Blocked = true } : new ContactEdit { OptedOut = true },
            reason
        );
        var at = DateTimeOffset.UtcNow;
        await campaign.Ends();

        var ends = await Ends(campaign);
        Assert.Equal($"30 {reason}", ends[campaign.Phones[0]]);
        Assert.Equal("10 ", ends[campaign.Phones[1]]);
        Assert.DoesNotContain(silo.Meta.To(campaign.Phones[0]), post => post.At > at + Grace);
    }

    [Fact]
    public async Task A_flow_whose_message_was_taken_back_ends_and_does_not_take_its_way_for_errors()
    {
        var phone = silo.Phone();
        await silo.Hear(phone, "ping");
        await silo.Told(phone, "pong");
        silo.Meta.Rule(phone, (_, _) => StubMeta.Refuse(131056));
        var campaign = await Campaign.Draft(
            silo,
            1,
            new BroadcastFlow("mended", InsideWindowOnly: true),
            phones: [phone]
        );
        await campaign.Start();
        await Eventually.True(() => silo.Meta.To(phone).Count >= 2, "it was tried", Cancel);

        Assert.True((await campaign.Grain.Cancel()).Done);

        var sessions =
            $"select c.session is null from conversations c join contacts p on p.id = c.contact_id where p.phone = '{phone}'";
        await silo.Stored("True", sessions);
        Assert.DoesNotContain(
            "sorry",
            await silo.Ask(
                $"select string_agg(text, ',') from messages m join conversations c on c.id = m.conversation_id join contacts p on p.id = c.contact_id where p.phone = '{phone}'"
            ),
            StringComparison.Ordinal
        );
    }

    /// <summary>The contact's own word, as the flow for it understands it.</summary>
    private async Task<string> Writes(string phone)
    {
        await silo.Hear(phone, "STOP");
        await silo.Stored("True", $"select opted_out_at is not null from contacts where phone = '{phone}'");
        return "opted_out";
    }

    /// <summary>What the API and an agent's screen do.</summary>
    private async Task<string> Edits(string phone, ContactEdit edit, string reason)
    {
        var id = long.Parse(
            await silo.Ask($"select id from contacts where phone = '{phone}'"),
            CultureInfo.InvariantCulture
        );
        var done = await silo.Service<ContactDesk>()
            .Change("ours", id, null, edit, new(), new Actor("ada", "Ada"), Cancel);
        Assert.IsType<DeskResult.Done>(done);
        return reason;
    }

    /// <summary>State and reason of each recipient, by phone.</summary>
    private async Task<Dictionary<string, string>> Ends(Campaign campaign) => (
            await silo.Ask(
                $"""
                select string_agg(p.phone || ' ' || r.state || ' ' || coalesce(r.reason, ''), ';')
                from broadcast_recipients r join contacts p on p.id = r.contact_id where r.broadcast_id = {campaign.Id}
                """
            )
        ).Split(';').Select(row => row.Split(' ', 2)).ToDictionary(row => row[0], row => row[1]);
}
