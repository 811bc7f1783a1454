using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Playing;

namespace WhatsAppBot.Flows.Tests.Playing;

using Played = WhatsAppBot.Flows.Playing.Played;

public sealed class SimulationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Time_that_passes_rings_what_falls_due_in_its_order()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("d1", "delay", """{"seconds":3600}"""),
            Sketch.Node("m1", "message", """{"text":"one"}"""),
            Sketch.Node("d2", "delay", """{"seconds":7200}"""),
            Sketch.Node("m2", "message", """{"text":"two"}""")
        );

        var played = Play(flow, new Begin(), new Skip(3599), new Skip(7202));

        Assert.Equal(["", "one", "two"], played.Turns.Select(Words));
        Assert.Equal([Noon, Noon.AddHours(1), Noon.AddHours(3)], played.Turns.Select(turn => turn.At));
        Assert.Equal([0, 2, 2], played.Turns.Select(turn => turn.Act));
    }

    [Fact]
    public void Skipping_without_seconds_goes_to_what_is_due_next()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("d1", "delay", """{"seconds":86400}"""),
            Sketch.Node("m1", "message", """{"text":"tomorrow"}""")
        );

        Assert.Equal(["", "tomorrow"], Play(flow, new Begin(), new Skip()).Turns.Select(Words));
    }

    [Fact]
    public void A_tap_carries_the_title_that_was_offered()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("o", "options", """{"text":"Sure?","options":[{"id":"y","label":"Yes"}]}""")
        );

        var played = Play(flow, new Begin(), new Tap("y"));

        Assert.Contains(played.Turns[1].Events, one => one is NodeLeft { Handle: "y" });
    }

    [Fact]
    public void A_call_ends_as_the_script_says()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("a", "api", """{"url":"https://example.com/","assignTo":"answer"}"""),
            Sketch.Node("m", "message", """{"text":"{{ answer.body.name }} {{ answer.status }}"}""")
        );

        var played = Play(flow, new Begin(), new EndCall(200, """{"name":"Ada"}"""));

        Assert.Equal(WaitFor.Call, played.Turns[0].Waits?.For);
        Assert.Equal("Ada 200", Words(played.Turns[1]));
    }

    [Fact]
    public void An_agent_hands_back()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("h", "handoff", """{"queue":"sales"}"""),
            Sketch.Node("m", "message", """{"text":"back"}""")
        );

        var played = Play(flow, new Begin(), new Say("anybody?"), new HandBack());

        Assert.Equal(["", "", "back"], played.Turns.Select(Words));
        Assert.Equal(
            [Messages.Owner.Queue, Messages.Owner.Queue, Messages.Owner.Bot],
            played.Turns.Select(turn => turn.Owner)
        );
    }

    [Fact]
    public void A_flow_that_never_ends_is_played_for_two_hundred_turns()
    {
        var flow = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("d", "delay", """{"seconds":1}"""),
            Sketch.Node("g", "goto", """{"targetNodeId":"d"}""")
        );

        var played = Play(flow, new Begin(), new Skip(1_000_000));

        Assert.Equal((Simulation.MostTurns, "steps"), (played.Turns.Count, played.Stopped));
    }

    [Fact]
    public void What_takes_too_long_is_stopped()
    {
        var flow = Sketch.Flow(Sketch.Node("t", "trigger", """{"kind":"api"}"""));
        using var over = new CancellationTokenSource();
        over.Cancel();

        var played = Simulation.Play(flow, [], Setting(), [new Begin()], over.Token);

        Assert.Equal("time", played.Stopped);
    }

    [Fact]
    public void The_flow_stands_in_the_place_of_its_published_version()
    {
        var live = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"keywords":["hi"]}"""),
            Sketch.Node("m", "message", """{"text":"old"}""")
        );
        var draft = Sketch.Flow(
            Sketch.Node("t", "trigger", """{"keywords":["hi"]}"""),
            Sketch.Node("m", "message", """{"text":"new"}""")
        );

        var played = Simulation.Play(draft, [live], Setting(), [new Say("hi")], Cancel);

        Assert.Equal("new", Words(played.Turns[0]));
    }

    private static Played Play(FlowVersion flow, params Act[] script) =>
        Simulation.Play(flow, [], Setting(), script, Cancel);

    private static Setting Setting() => new(Noon, new ContactView("c1", "Ada"), new ChannelView("1", "15550000001"));

    private static string Words(PlayedTurn turn) => string.Join(" / ", turn.Messages.Select(message => message.Plain));
}

/// <summary>Flows drawn in a line.</summary>
internal static class Sketch
{
    public static FlowVersion Flow(params JsonObject[] nodes) => Flow(1, nodes);

    public static FlowVersion Flow(int number, params JsonObject[] nodes)
    {
        var edges = nodes
            .Zip(nodes.Skip(1))
            .Where(pair => (string?)pair.First["type"] != "goto")
            .Select(pair =>
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = $"{pair.First["id"]}-{pair.Second["id"]}",
                        ["source"] = pair.First["id"]?.DeepClone(),
                        ["target"] = pair.Second["id"]?.DeepClone(),
                    }
            );
        var json = new JsonObject { ["nodes"] = new JsonArray([.. nodes]), ["edges"] = new JsonArray([.. edges]) };
        var parsed = FlowVersion.Parse("f", number, "Flow", json.ToJsonString());
        return parsed.Flow ?? throw new InvalidOperationException(string.Join("; ", parsed.Problems));
    }

    public static JsonObject Node(string id, string type, string data) =>
        new()
        {
            ["id"] = id,
            ["type"] = type,
            ["data"] = JsonNode.Parse(data),
        };
}
