using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests.Playing;

using Played = WhatsAppBot.Flows.Playing.Played;

/// <summary>What each line of a script does to the one who plays it.</summary>
public sealed class ActTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ContactView Ada = new("c1", "Ada");

    private static readonly JsonObject Api = Sketch.Node("t", "trigger", """{"kind":"api"}""");

    [Fact]
    public void A_file_arrives_with_its_caption_and_name()
    {
        var flow = Asking("media", "{{ x.media }} {{ x.id }} {{ x.caption }} {{ x.fileName }}", """{"kind":"api"}""");

        Assert.Equal(
            "document m1 my CV cv.pdf",
            Last(flow, new Begin(), new SendMedia(MediaKind.Document, "m1", "my CV", "cv.pdf"))
        );
        Assert.Equal("image simulated", Last(flow, new Begin(), new SendMedia(MediaKind.Image)).Trim());
    }

    [Fact]
    public void A_place_arrives_whole()
    {
        var flow = Asking(
            "location",
            "{{ x.latitude }} {{ x.longitude }} {{ x.name }} {{ x.address }}",
            """{"kind":"api"}"""
        );

        Assert.Equal(
            "52.5 13.25 Berlin Mitte",
            Last(flow, new Begin(), new SendLocation(52.5, 13.25, "Berlin", "Mitte"))
        );
    }

    [Fact]
    public void A_form_arrives_with_its_fields()
    {
        var flow = Sketch.Flow(
            Api.DeepClone().AsObject(),
            Sketch.Node("f", "whatsapp_flow", """{"flowId":"7","body":"Book","cta":"Open","saveAs":"form"}"""),
            Sketch.Node("m", "message", """{"text":"{{ form.day }}"}""")
        );

        Assert.Equal("Monday", Last(flow, new Begin(), new AnswerForm(new JsonObject { ["day"] = "Monday" })));
    }

    [Fact]
    public void What_a_flow_is_started_with_is_there()
    {
        var flow = Sketch.Flow(
            Api.DeepClone().AsObject(),
            Sketch.Node("m", "message", """{"text":"{{ order }} of {{ contact.name }}"}""")
        );

        Assert.Equal("17 of Ada", Last(flow, new Begin(new JsonObject { ["order"] = 17 })));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_tap_on_what_was_offered_before_says_its_title(int options)
    {
        string[] titles = ["One", "Two", "Three", "Four"];
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"keywords":["go","Two","Zwei","opt-9"]}"""),
            Sketch.Node("m", "message", """{"text":"heard {{ input }}"}"""),
            Sketch.Node(
                "o",
                "options",
                new JsonObject
                {
                    ["text"] = "Choose",
                    ["options"] = new JsonArray([.. titles.Take(options).Select(title => (JsonNode)title)]),
                }.ToJsonString()
            )
        );
        // the first tap ends the session, and the second is heard like a word; a turn without messages in between takes nothing away
        string Again(Tap tap) => Last(flow, new Say("go"), new Tap("opt-0"), new RefuseSend("nobody"), tap);

        Assert.StartsWith("heard Two", Again(new Tap("opt-1")), StringComparison.Ordinal);
        Assert.StartsWith("heard Zwei", Again(new Tap("opt-1", "Zwei")), StringComparison.Ordinal);
        // nobody offered it: its id is all that is known
        Assert.StartsWith("heard opt-9", Again(new Tap("opt-9")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_first_message_of_somebody_new_is_a_first_message()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"firstMessage"}"""),
            Sketch.Node("m", "message", """{"text":"welcome"}""")
        );
        Act[] script = [new Say("hi"), new Say("hi")];

        Assert.Equal(["welcome", ""], Words(Play(flow, Ada with { IsFirstMessage = true }, script)));
        Assert.Equal(["", ""], Words(Play(flow, Ada, script)));
    }

    [Fact]
    public void A_message_comes_at_the_time_that_it_is()
    {
        var flow = Asking("text", "{{ x }}", """{"kind":"keyword","keywords":["hi"]}""");
        var played = Play(flow, Ada, new Say("hi"), new Skip(90), new Say("later"));

        Assert.Equal([Noon, Noon.AddSeconds(90)], played.Turns.Select(turn => turn.At));
        Assert.Equal([0, 2], played.Turns.Select(turn => turn.Act));
        Assert.Equal("later", Words(played)[1]);
    }

    [Fact]
    public void A_refused_send_goes_by_the_error_edge()
    {
        var parsed = FlowVersion.Parse(
            "f",
            1,
            "Flow",
            """
            { "nodes": [
                { "id": "t", "type": "trigger", "data": { "kind": "api" } },
                { "id": "m", "type": "message", "data": { "text": "one" } },
                { "id": "a", "type": "ask", "data": { "text": "two?" } },
                { "id": "s", "type": "message", "data": { "text": "sorry" } } ],
              "edges": [
                { "id": "1", "source": "t", "target": "m" },
                { "id": "2", "source": "m", "target": "a" },
                { "id": "3", "source": "m", "target": "s", "sourceHandle": "error" } ] }
            """
        );
        var flow = Assert.IsType<FlowVersion>(parsed.Flow);

        var played = Play(flow, Ada, new Begin(), new RefuseSend("m", 131047));

        Assert.Equal(["one / two?", "sorry"], Words(played));
        var trouble = Assert.Single(played.Turns[1].Events.OfType<Trouble>());
        Assert.Contains("131047", trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_happens_where_nothing_can()
    {
        var flow = Asking("text", "{{ x }}", """{"kind":"api"}""");

        // no call is in flight, nothing is due, and the past does not come back
        var played = Play(flow, Ada, new EndCall(200, "{}"), new Skip(), new Skip(-60), new Begin());

        var turn = Assert.Single(played.Turns);
        Assert.Equal((3, Noon), (turn.Act, turn.At));
        Assert.Null(played.Stopped);
    }

    [Fact]
    public void A_call_may_end_badly_and_its_headers_are_there()
    {
        var flow = Sketch.Flow(
            Api.DeepClone().AsObject(),
            Sketch.Node("a", "api", """{"url":"https://example.com/","assignTo":"answer"}"""),
            Sketch.Node("m", "message", """{"text":"{{ answer.status }} {{ answer.headers.x-id }}"}""")
        );

        Assert.Equal("201 7", Last(flow, new Begin(), new EndCall(201, "{}", Headers: new() { ["x-id"] = "7" })));
        Assert.Equal(Outcome.Failed, Ended(Play(flow, Ada, new Begin(), new EndCall(Error: "timeout"))));
    }

    [Fact]
    public void What_a_flow_changes_of_the_contact_stays_for_the_next_one()
    {
        var contact = Ada with
        {
            Tags = ["lead", "vip"],
            Fields = new JsonObject { ["age"] = 36, ["old"] = "x" },
            Language = "en",
        };
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"keywords":["go"]}"""),
            Sketch.Node(
                "m",
                "message",
                """{"text":"{{ contact.name }} {{ contact.language }} {{ contact.tags | join: '+' }} {{ contact.age }} {{ contact.city }}[{{ contact.old }}] {{ contact.optedOut }}"}"""
            ),
            Sketch.Node(
                "c",
                "contact",
                """{"name":"Grace","language":"de","fields":{"city":"Bonn","old":null},"addTags":["new"],"removeTags":["lead"],"optOut":true}"""
            )
        );

        var played = Play(flow, contact, new Say("go"), new Say("go"));

        Assert.Equal(["Ada en lead+vip 36 [x] false", "Grace de vip+new 36 Bonn[] true"], Words(played));
        // whoever set the scene keeps what he gave
        Assert.Equal("x", (string?)contact.Fields["old"]);
    }

    [Fact]
    public void What_falls_due_at_the_very_end_of_a_skip_rings_and_what_is_due_later_does_not()
    {
        var flow = Sketch.Flow(
            Api.DeepClone().AsObject(),
            Sketch.Node("d", "delay", """{"seconds":60}"""),
            Sketch.Node("m", "message", """{"text":"one"}"""),
            Sketch.Node("e", "delay", """{"seconds":60}"""),
            Sketch.Node("n", "message", """{"text":"two"}""")
        );

        var played = Play(flow, Ada, new Begin(), new Skip(60), new Skip(59), new Skip(1));

        Assert.Equal(["", "one", "two"], Words(played));
        Assert.Equal([0, 1, 3], played.Turns.Select(turn => turn.Act));
        Assert.Equal([Noon, Noon.AddSeconds(60), Noon.AddSeconds(120)], played.Turns.Select(turn => turn.At));
    }

    private static FlowVersion Asking(string answer, string then, string trigger) =>
        Sketch.Flow(
            Sketch.Node("t", "trigger", trigger),
            Sketch.Node("a", "ask", $$"""{"text":"Well?","answer":"{{answer}}","saveAs":"x"}"""),
            Sketch.Node("m", "message", new JsonObject { ["text"] = then }.ToJsonString())
        );

    private static Played Play(FlowVersion flow, ContactView contact, params Act[] script) =>
        Simulation.Play(
            flow,
            [],
            new Setting(Noon, contact, new ChannelView("1", "15550000001")),
            script,
            TestContext.Current.CancellationToken
        );

    private static string Last(FlowVersion flow, params Act[] script) => Words(Play(flow, Ada, script))[^1];

    private static string[] Words(Played played) =>
        [.. played.Turns.Select(turn => string.Join(" / ", turn.Messages.Select(message => message.Plain)))];

    private static Outcome? Ended(Played played) =>
        played.Turns.SelectMany(turn => turn.Events).OfType<SessionEnded>().LastOrDefault()?.Outcome;
}
