using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>A contact and a conversation with flows in memory. Every turn is taken twice and every session goes through JSON.</summary>
internal sealed class Phone(params IReadOnlyList<FlowVersion> flows) : IFlowLibrary
{
    private int turns;

    public Session? Session { get; private set; }
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public Owner Owner { get; set; } = Owner.Bot;
    public ContactView Contact { get; set; } =
        new("c1", "Ada Lovelace", "491700000001", "en", ["vip"], false, new JsonObject { ["age"] = 36 });
    public string? TimeZone { get; set; } = "Europe/Berlin";

    public TriggerTable Published { get; } = TriggerTable.Of(flows);

    public FlowVersion? Find(string flowId, int version) =>
        flows.FirstOrDefault(flow => flow.FlowId == flowId && flow.Number == version);

    public Turn Says(string text) => Sends(new TextContent(text));

    public Turn Sends(Content content, Referral? referral = null) =>
        Take(new MessageReceived(new InboundMessage($"wamid.{turns}", Now, content, Referral: referral)));

    public Turn WaitsForTheTimer()
    {
        Now += Session?.WakeAfter ?? TimeSpan.Zero;
        return Take(new TimerFired(Session?.Generation ?? 0));
    }

    public Turn Take(Input input)
    {
        var situation = new Situation(
            Session,
            $"turn-{++turns}",
            Now,
            TimeZone,
            Contact,
            new ChannelView("ch1", "15550000001", "Demo"),
            Owner,
            this
        );
        var turn = Dialogue.Take(situation, input);
        var again = Dialogue.Take(
            situation with
            {
                Session = Session is null ? null : Session.Parse(Session.ToJson()),
            },
            input
        );
        Assert.Equal(AsJson(turn), AsJson(again));

        Session = turn.Session is null ? null : Flows.Session.Parse(turn.Session.ToJson());
        Assert.Equal(turn.Session?.ToJson(), Session?.ToJson());
        return turn;
    }

    public static string AsJson(Turn turn) =>
        turn.Session?.ToJson() + JsonSerializer.Serialize(turn.Events, FlowsJson.Default.IReadOnlyListFlowEvent);
}

/// <summary>Turns as a person would tell them.</summary>
internal static class Telling
{
    public static IReadOnlyList<string> Said(this Turn turn) =>
        [.. turn.Events.OfType<MessageCreated>().Select(message => Line(message.Content))];

    public static string? Ended(this Turn turn) =>
        turn.Events.OfType<SessionEnded>().LastOrDefault()?.Outcome.ToString();

    public static string Line(Content content) =>
        content switch
        {
            ButtonsContent buttons => Framed(buttons.Header, buttons.Body, buttons.Footer)
                + $" [{string.Join("] [", buttons.Buttons.Select(button => $"{button.Id}: {button.Title}"))}]",
            ListContent list => Framed(list.Header, list.Body, list.Footer)
                + $" ≡ {list.ButtonText}: "
                + string.Join(
                    " | ",
                    list.Sections.SelectMany(section => section.Rows)
                        .Select(row =>
                            $"{row.Id}: {row.Title}" + (row.Description is null ? "" : $" ({row.Description})")
                        )
                ),
            _ => content.Plain,
        };

    public static string Line(FlowEvent fact) =>
        fact switch
        {
            SessionStarted started => $"started “{started.FlowName}” v{started.Version} at {started.TriggerNodeId}",
            NodeEntered entered => $"entered {entered.NodeId}",
            NodeLeft left => $"left {left.NodeId}" + (left.Handle is null ? "" : $" by {left.Handle}"),
            MessageCreated message => $"said {Line(message.Content)}",
            VariableSet set => $"set {set.Name} = {set.Value?.ToJsonString(Golden.Layout) ?? "null"}",
            WaitBegan wait => $"waits for {wait.For.ToString().ToLowerInvariant()} at {wait.NodeId}",
            HandedOff handed => $"handed off to {handed.Queue ?? "anyone"}"
                + (handed.Note is null ? "" : $" with the note “{handed.Note}”"),
            TakenBack => "taken back from the queue",
            Trouble trouble => $"trouble {trouble.Code}: {trouble.Text}",
            SessionEnded ended => $"ended {ended.Outcome.ToString().ToLowerInvariant()}"
                + (ended.Reason is null ? "" : $": {ended.Reason}"),
            _ => throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{fact} has no telling")
            ),
        };

    private static string Framed(string? header, string body, string? footer) =>
        (header is null ? "" : $"{header} / ") + body + (footer is null ? "" : $" / {footer}");
}
