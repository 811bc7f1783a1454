using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests.Playing;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChannelView Channel = new("1", "15550000001");
    private static readonly ContactView Ada = new("c1", "Ada");

    [Fact]
    public void The_same_version_diverges_nowhere()
    {
        var flow = Greeter();
        Assert.All(Replayed(Recorded(flow), flow), turn => Assert.Null(turn.DivergesAt));
    }

    [Fact]
    public void A_changed_version_diverges_at_the_turn_that_changed()
    {
        var replayed = Replayed(Recorded(Greeter()), Greeter("Welcome {{ name }}", 2));

        Assert.Equal([null, 3, null], replayed.Select(turn => turn.DivergesAt));
        Assert.Equal("Hi Bob", Said(replayed[1].Recorded));
        Assert.Equal("Welcome Bob", Said(replayed[1].Replayed));
    }

    [Fact]
    public void What_the_turns_knew_comes_from_the_log()
    {
        var flow = Greeter("{{ contact.name }} {{ now | date: '%H:%M' }}");
        var replayed = Replayed(Recorded(flow), flow);
        Assert.All(replayed, turn => Assert.Null(turn.DivergesAt));

        var another = Recorded(flow)
            .Select(turn => turn with { Around = new Around(new ContactView("c1", "Eve")) })
            .ToArray();
        Assert.Contains(Replayed(another, flow), turn => turn.DivergesAt is not null);
    }

    [Fact]
    public void What_people_did_while_the_bot_was_silent_changes_nothing()
    {
        var flow = Greeter();
        var recorded = Recorded(flow);
        var silent = new RecordedTurn(
            3,
            Noon,
            new MessageReceived(new InboundMessage("w9", Noon, new TextContent("Hello?"))),
            [],
            new Around(Owner: Owner.Person)
        );

        var replayed = Replayed([recorded[0], silent, recorded[1], recorded[2]], flow);

        Assert.All(replayed, turn => Assert.Null(turn.DivergesAt));
    }

    [Fact]
    public void Around_is_nothing_when_all_is_as_usual_and_survives_JSON_when_not()
    {
        Assert.Null(new Around().ToJson());
        Assert.Equal(new Around(), Around.Parse(null));
        var around = new Around(
            Owner: Owner.Queue,
            First: true,
            Closed: true,
            Key: "k",
            WasFlow: "f",
            WasVersion: 2,
            Zone: "Asia/Kathmandu"
        );
        Assert.Equal(around, Around.Parse(around.ToJson()));
    }

    private static IReadOnlyList<ReplayedTurn> Replayed(IReadOnlyList<RecordedTurn> recorded, FlowVersion flow) =>
        Replay.Of("7", "7.1.s", recorded, flow, [], Channel);

    /// <summary>Started, answered, and a timer that is out of date.</summary>
    private static IReadOnlyList<RecordedTurn> Recorded(FlowVersion flow)
    {
        var player = new Player("7", new Shelf([flow], [flow]), Channel, Ada);
        Input[] inputs =
        [
            new Started("f"),
            new MessageReceived(new InboundMessage("w1", Noon, new TextContent("Bob"))),
            new TimerFired(1),
        ];
        return
        [
            .. inputs.Select(
                (input, i) =>
                    new RecordedTurn(
                        1 + 3 * i,
                        Noon.AddMinutes(i),
                        input,
                        player.Take(1 + 3 * i, Noon.AddMinutes(i), null, input).Events,
                        i == 0 ? new Around(Ada) : new Around()
                    )
            ),
        ];
    }

    private static FlowVersion Greeter(string greet = "Hi {{ name }}", int number = 1) =>
        Sketch.Flow(
            number,
            Sketch.Node("t", "trigger", """{"kind":"api"}"""),
            Sketch.Node("a", "ask", """{"text":"Name?","saveAs":"name"}"""),
            Sketch.Node("m", "message", new System.Text.Json.Nodes.JsonObject { ["text"] = greet }.ToJsonString())
        );

    private static string Said(IReadOnlyList<FlowEvent> events) =>
        string.Join(" / ", events.OfType<MessageCreated>().Select(said => said.Content.Plain));
}
