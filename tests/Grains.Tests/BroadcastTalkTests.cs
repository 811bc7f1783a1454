using System.Text.Json.Nodes;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

/// <summary>What a broadcast says, and to whom it may say it now.</summary>
public sealed class BroadcastTalkTests(TestSilo silo)
{
    [Theory]
    [InlineData(LiveSessionPolicy.Skip, "30|live_session", "ready?")]
    [InlineData(LiveSessionPolicy.Interrupt, "10|", "ready?,")]
    public async Task A_live_session_is_skipped_or_ended_as_the_broadcast_says(
        LiveSessionPolicy policy,
        string end,
        string heard
    )
    {
        var phone = silo.Phone();
        var grain = await silo.Hear(phone, "quiz");
        await silo.Told(phone, "ready?");
        var campaign = await Campaign.Draft(silo, 1, policy: policy, phones: [phone]);
        await campaign.Start();

        await campaign.Ends();
        await silo.Stored(end, $"select state, reason from broadcast_recipients where broadcast_id = {campaign.Id}");
        Assert.Equal(heard, string.Join(',', silo.Meta.Texts(phone)));
        Assert.Equal(
            policy == LiveSessionPolicy.Skip ? "1" : "",
            await silo.Ask(
                $"select 1 from conversations where id = {grain.GetPrimaryKeyLong()} and session is not null"
            )
        );
    }

    [Fact]
    public async Task A_queueing_one_comes_back_when_the_talk_is_over()
    {
        var phone = silo.Phone();
        await silo.Hear(phone, "quiz");
        await silo.Told(phone, "ready?");
        var campaign = await Campaign.Draft(silo, 1, policy: LiveSessionPolicy.Queue, phones: [phone]);
        await campaign.Start();
        await campaign.Ends("2");
        Assert.Single(silo.Meta.To(phone));

        await silo.Hear(phone, "well");
        await campaign.Ends();
        Assert.Equal("10|1", await campaign.States());
    }

    [Fact]
    public async Task Who_is_with_people_is_left_alone()
    {
        var phone = silo.Phone();
        await silo.Hear(phone, "help");
        await silo.Told(phone, "One moment");
        var campaign = await Campaign.Draft(silo, 1, policy: LiveSessionPolicy.Interrupt, phones: [phone]);
        await campaign.Start();

        await campaign.Ends();
        await silo.Stored(
            "30|with_people",
            $"select state, reason from broadcast_recipients where broadcast_id = {campaign.Id}"
        );
    }

    [Fact]
    public async Task A_flow_begins_for_those_whose_window_is_open()
    {
        var (talking, silent) = (silo.Phone(), silo.Phone());
        await silo.Hear(talking, "ping");
        await silo.Told(talking, "pong");
        var campaign = await Campaign.Draft(
            silo,
            2,
            new BroadcastFlow("quiz", InsideWindowOnly: true),
            phones: [talking, silent]
        );
        await campaign.Start();

        await campaign.Ends();
        Assert.Equal("10|1 30|1", await campaign.States());
        await silo.Told(talking, "pong", "ready?");
        Assert.Empty(silo.Meta.To(silent));
        await silo.Hear(talking, "yes");
        await silo.Told(talking, "pong", "ready?", "well done");
    }

    [Fact]
    public async Task All_that_a_flow_says_at_first_goes_out()
    {
        var phone = silo.Phone();
        await silo.Hear(phone, "ping");
        await silo.Told(phone, "pong");
        var campaign = await Campaign.Draft(
            silo,
            1,
            new BroadcastFlow("twice", InsideWindowOnly: true),
            phones: [phone]
        );
        await campaign.Start();

        await silo.Told(phone, "pong", "one", "two");
        await campaign.Ends();
        Assert.Equal("10|1", await campaign.States());
    }

    [Fact]
    public async Task A_flow_that_needs_an_open_window_does_not_begin_for_all()
    {
        var campaign = await Campaign.Draft(silo, 1, new BroadcastFlow("quiz"));
        Assert.Equal("flow-needs-window", (await campaign.Grain.Start(null)).Problem);
        Assert.Equal("0", await silo.Ask($"select state from broadcasts where id = {campaign.Id}"));
    }

    [Fact]
    public async Task One_whose_values_nobody_can_read_is_left_out_and_the_others_get_theirs()
    {
        var content = new BroadcastTemplate(
            "promo",
            "en_US",
            [new BroadcastSlot("body", From: "values.a", Fallback: "x")],
            "Hello {{1}}"
        );
        var campaign = await Campaign.Draft(silo, 3, content);
        // the API refuses such a list: it stands for whatever a turn was not made for
        await silo.Ask(
            $$$"""
            create function twice() returns trigger language plpgsql as 'begin new.vals = ''{"a":"1","a":"2"}''; return new; end';
            create trigger twice before insert on broadcast_recipients for each row
                when (new.broadcast_id = {{{campaign.Id}}} and new.ord = 1) execute function twice()
            """
        );
        await campaign.Start();

        await campaign.Ends();
        Assert.Equal("10|2 30|1", await campaign.States());
        await silo.Stored(
            "error",
            $"select reason from broadcast_recipients where broadcast_id = {campaign.Id} and ord = 1"
        );
        campaign.NobodyTwice();
    }

    [Fact]
    public void A_template_is_filled_with_what_the_recipient_has()
    {
        var contact = new Contact(1, "Ada\nLovelace", "4915", null, null, [], """{"city":"Bonn","n":3}""", null);
        var template = new BroadcastTemplate(
            "promo",
            "en_US",
            [
                new BroadcastSlot("body", From: "contact.name"),
                new BroadcastSlot("body", From: "contact.fields.city", Name: "city"),
                new BroadcastSlot("body", From: "values.code", Fallback: "NONE"),
                new BroadcastSlot("button", From: "values.link", SubType: "url", Index: 1),
            ],
            "Hello {{1}} of {{city}}: {{3}}"
        );

        var (content, missing) = TemplateFilling.Fill(template, contact, new JsonObject { ["link"] = 7 });

        Assert.Null(missing);
        Assert.Equal("Hello Ada Lovelace of Bonn: NONE", content?.Preview);
        Assert.Equal(
            """[{"type":"body","parameters":[{"type":"text","text":"Ada Lovelace"},{"type":"text","parameter_name":"city","text":"Bonn"},{"type":"text","text":"NONE"}]},{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"7"}]}]""",
            content?.Components?.GetRawText()
        );
        Assert.Equal("values.link", TemplateFilling.Fill(template, contact, null).Missing);
    }
}
