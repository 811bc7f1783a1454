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

    public TriggerTable Published { get; private set; } = TriggerTable.Of(flows);

    private IReadOnlyList<FlowVersion> published = flows;
    private IReadOnlyList<FlowVersion> known = flows;

    public FlowVersion? Find(string flowId, int version) =>
        known.FirstOrDefault(flow => flow.FlowId == flowId && flow.Number == version);

    /// <summary>The versions that are there, published or not.</summary>
    public void Knows(IReadOnlyList<FlowVersion> versions) => known = versions;

    public void Publishes(string flowId, int version)
    {
        var now = known.First(flow => flow.FlowId == flowId && flow.Number == version);
        published = [.. published.Select(flow => flow.FlowId == flowId ? now : flow)];
        Published = TriggerTable.Of(published);
    }

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
        // as the host does with the commit
        Contact = turn.Events.OfType<ContactChanged>().Aggregate(Contact, (contact, change) => contact.With(change));
        return turn;
    }

    public static string AsJson(Turn turn) =>
        turn.Session?.ToJson() + JsonSerializer.Serialize(turn.Events, FlowsJson.Default.IReadOnlyListFlowEvent);
}

/// <summary>Turns as a person would tell them.</summary>
internal static class Telling
{
    public static IReadOnlyList<string> Said(this Turn turn) =>
        [
            .. turn
                .Events.OfType<MessageCreated>()
                .Select(message =>
                    Line(message.Content)
                    + (message.Fallback is { } fallback ? $" // outside the window: {Line(fallback)}" : "")
                ),
        ];

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
            MediaContent media => $"({media.Kind} {media.Id ?? media.Link}"
                + (media.FileName is null ? ")" : $" as {media.FileName})")
                + (media.Caption is null ? "" : $" {media.Caption}"),
            LocationContent place => string.Create(
                CultureInfo.InvariantCulture,
                $"(place {place.Latitude}, {place.Longitude}) {place.Name} / {place.Address}"
            ),
            TemplateContent template => $"(template {template.Name} {template.Language}) {template.Preview} "
                + Relaxed(template.Components),
            InteractiveContent interactive => $"({interactive.Subtype}) {interactive.Body} "
                + Relaxed(interactive.Interactive),
            _ => content.Plain,
        };

    public static string Line(FlowEvent fact) =>
        (fact.Within is { } sub ? $"in {sub.FlowId} v{sub.Version}: " : "") + Own(fact);

    private static string Own(FlowEvent fact) =>
        fact switch
        {
            SessionStarted started => $"started “{started.FlowName}” v{started.Version} at {started.TriggerNodeId}",
            NodeEntered entered => $"entered {entered.NodeId}",
            NodeLeft left => $"left {left.NodeId}" + (left.Handle is null ? "" : $" by {left.Handle}"),
            MessageCreated message => $"said {Line(message.Content)}",
            VariableSet set => $"set {set.Name} = {set.Value?.ToJsonString(Golden.Layout) ?? "null"}",
            WaitBegan wait => $"waits for {wait.For.ToString().ToLowerInvariant()} at {wait.NodeId}",
            ContactChanged contact => "contact "
                + JsonSerializer.SerializeToNode<FlowEvent>(
                    contact with
                    {
                        Within = null,
                    },
                    FlowsJson.Default.FlowEvent
                ) switch
                {
                    JsonObject all => new JsonObject(
                        all.Where(part => part.Key is not ("type" or "sessionId" or "nodeId"))
                            .Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone()))
                    ).ToJsonString(Golden.Layout),
                    _ => "",
                },
            CallRequested call => string.Create(
                CultureInfo.InvariantCulture,
                $"calls {call.Call.Method} {call.Call.Url} {{{string.Join(", ", call.Call.Headers.Select(header => $"{header.Key}: {header.Value}"))}}} {call.Call.Body ?? "without body"}, {call.Call.TimeLimit.TotalSeconds} s, {call.Call.Retries} retries"
            ),
            SessionMoved moved => $"moved {moved.FlowId} from v{moved.From} to v{moved.To}",
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

    private static string Relaxed(JsonElement? json) =>
        json is { } element ? JsonNode.Parse(element.GetRawText())!.ToJsonString(Golden.Layout) : "";

    private static string Framed(string? header, string body, string? footer) =>
        (header is null ? "" : $"{header} / ") + body + (footer is null ? "" : $" / {footer}");
}
