using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>A session in motion during one turn: what nodes may ask and do. Nothing of it outlives the turn but the events and the session.</summary>
internal sealed class Run
{
    public const int MostMessages = 30;

    private readonly List<FlowEvent> events;
    private Names? names;
    private SubFlow? within;
    private int said;
    private int calls;
    private readonly LogRoom room = new();

    private Run(Situation situation, FlowVersion flow, List<FlowEvent> events, string sessionId, Variables variables)
    {
        (Situation, Flow, this.events, SessionId, Variables) = (situation, flow, events, sessionId, variables);
        (StartedAt, Contact, MainFlowId) = (situation.Now, situation.Contact, flow.FlowId);
    }

    public Situation Situation { get; }

    /// <summary>The flow that runs now: the session's, or the innermost sub-flow.</summary>
    public FlowVersion Flow { get; private set; }

    /// <summary>The flow that the session began with.</summary>
    public string MainFlowId { get; private init; }
    public string SessionId { get; }
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>The variables of the flow that runs now.</summary>
    public Variables Variables { get; private set; }

    /// <summary>The flows that wait for a sub-flow, the outermost first.</summary>
    public IReadOnlyList<Caller> Callers { get; private set; } = [];

    /// <summary>By which nodes the sub-flow was called; empty in the session's own flow.</summary>
    public string Place { get; private set; } = "";

    /// <summary>Grows when a variable or the contact changes.</summary>
    public int Changes { get; private set; }

    /// <summary>The contact as the turn has made it so far.</summary>
    public ContactView Contact { get; private set; }
    public BroadcastView? Broadcast { get; private init; }
    public Session? Before { get; private init; }
    public Memory Memory { get; set; } = new();
    public string? EndReason { get; set; }

    /// <summary>Why the session cannot go on; null while it can.</summary>
    public string? Failure { get; private set; }

    /// <summary>The turn's time in the workspace's zone.</summary>
    public DateTimeOffset Now => InZone(Situation.Now);

    /// <summary>A moment as the clocks of the workspace show it.</summary>
    public DateTimeOffset InZone(DateTimeOffset moment) =>
        Situation.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? TimeZoneInfo.ConvertTime(moment, zone)
            : moment.ToOffset(Situation.Now.Offset);

    public bool IsInside => Callers.Count > 0;

    private Names Names => names ??= new Names(this);

    public static Run Begin(
        Situation situation,
        FlowVersion flow,
        List<FlowEvent> events,
        string sessionId,
        Started? start = null
    ) =>
        new(situation, flow, events, sessionId, new Variables(start?.Variables ?? [])) { Broadcast = start?.Broadcast };

    public static Run Resume(Situation situation, FlowVersion flow, List<FlowEvent> events, Session session) =>
        new(situation, flow, events, session.Id, new Variables(session.Variables))
        {
            StartedAt = session.StartedAt,
            Broadcast = session.Broadcast,
            Memory = session.Memory,
            Before = session,
            MainFlowId = session.MainFlowId,
            Callers = session.Callers ?? [],
            Place = session.Callers is { } callers ? PlaceOf(callers) : "",
            within = session.Callers is null ? null : new SubFlow(flow.FlowId, flow.Number),
        };

    public void Listen(Heard heard, int messages = 1) =>
        Memory = Memory with
        {
            Heard = heard,
            MessageCount = Memory.MessageCount + messages,
            TriggerText = Before is null ? heard.Text : Memory.TriggerText,
        };

    /// <summary>The node calls another flow, which has variables of its own.</summary>
    public void Descend(Node node, FlowVersion flow, JsonObject inputs)
    {
        Callers = [.. Callers, new Caller(Flow.FlowId, Flow.Number, Flow.Name, node.Id, Variables.Current)];
        (Flow, Variables) = (flow, new Variables(inputs));
        Moved();
    }

    /// <summary>Back in the flow that called: the node that did; null when that version is gone.</summary>
    public string? Ascend()
    {
        var caller = Callers[^1];
        Callers = [.. Callers.SkipLast(1)];
        if (Situation.Flows.Find(caller.FlowId, caller.Version) is not { } flow)
            return null;

        (Flow, Variables) = (flow, new Variables(caller.Variables));
        Moved();
        return caller.NodeId;
    }

    /// <summary>
    /// Back to the flow that has this node, the innermost first, out of the sub-flows that it called since: the node; null, and nothing
    /// changed, when there is none.
    /// </summary>
    public Node? Rewind(string? flowId, string nodeId)
    {
        for (var depth = Callers.Count; depth >= 0; depth--)
        {
            var (id, version) =
                depth == Callers.Count ? (Flow.FlowId, Flow.Number) : (Callers[depth].FlowId, Callers[depth].Version);
            if ((flowId ?? id) != id || Situation.Flows.Find(id, version)?.Node(nodeId) is not { } node)
                continue;

            while (Callers.Count > depth)
                Ascend();
            return node;
        }
        return null;
    }

    /// <summary>An id for a call, the same whenever the turn is replayed.</summary>
    public string NextCallId() => FormattableString.Invariant($"{Situation.TurnId}.c{++calls}");

    /// <summary>The bot says this. The limit keeps one back for the flow's failure text.</summary>
    public void Say(Node node, Content content, Content? fallback = null)
    {
        var most = FailureText.IsBlank ? MostMessages : MostMessages - 1;
        if (said >= most)
            Failure ??= $"more than {most} messages in one turn";
        else
            Send(node.Id, node.Name, content, fallback);
    }

    public void SayFailure(string nodeId)
    {
        var text = Texts.Shorten(Fill(FailureText, nodeId).Trim(), Texts.MostText);
        if (text.Length > 0)
            Send(nodeId, Flow.NodeName(nodeId), new TextContent(text), null);
    }

    /// <summary>The contact is changed, and later texts of the same turn see it.</summary>
    public void Change(ContactChanged change)
    {
        if (room.Refuses(change) is { } why)
        {
            Failure ??= why;
            return;
        }

        Contact = Contact.With(change);
        Changes++;
        Tell(change);
    }

    public string Fill(Template template, string nodeId)
    {
        var (text, fault) = template.Render(Names);
        if (fault is not null)
            Trouble(nodeId, "template_failed", $"A text could not be filled: {fault}.");
        return text;
    }

    /// <summary>The filled text of a JSON document, which stays JSON whatever is put into it.</summary>
    public string FillJson(Template template, string nodeId)
    {
        var (text, fault) = template.RenderJson(Names);
        if (fault is not null)
            Trouble(nodeId, "template_failed", $"A text could not be filled: {fault}.");
        return text;
    }

    /// <summary>The value of an expression that also knows what a sub-flow gave back.</summary>
    public object? Value(Expression expression, string nodeId, JsonObject returns) =>
        Value(expression, nodeId, new Overlay(returns, Names));

    /// <summary>The filled text, cut to what Meta takes.</summary>
    public string Fill(Template template, Node node, string field, int most)
    {
        var text = Fill(template, node.Id).Trim();
        var shorter = Texts.Shorten(text, most);
        if (shorter.Length < text.Length)
            Trouble(node.Id, "text_shortened", $"“{field}” was longer than {most} characters and has been shortened.");
        return shorter;
    }

    public object? Value(Template template, string nodeId, Allowance? left = null)
    {
        var (value, fault) = template.Evaluate(Names, left);
        if (fault is not null)
            Trouble(nodeId, "template_failed", $"A value could not be computed: {fault}.");
        return value;
    }

    public object? Value(Expression expression, string nodeId) => Value(expression, nodeId, Names);

    /// <summary>The value as what is kept; nothing when it is too much, and the log tells.</summary>
    public JsonNode? AsJson(object? value, string nodeId)
    {
        if (Extent.Of(value, Allowance.MostBytes).Bytes <= Allowance.MostBytes)
            return Values.ToJson(value);

        Trouble(
            nodeId,
            "template_failed",
            $"A value could not be computed: more than {Allowance.MostBytes / 1024} KiB of JSON."
        );
        return null;
    }

    /// <summary>False when the variable could not be set; the log tells why.</summary>
    public bool Save(string nodeId, string name, JsonNode? value)
    {
        var before = Variables.Version;
        if (Variables.Set(name, value, out var bytes) is { } why)
        {
            Trouble(nodeId, "variable_refused", $"The variable was not set: {why}.");
            return false;
        }

        if (Variables.Version != before)
            Changes++;
        Tell(new VariableSet(SessionId, nodeId, name, room.Kept(value, bytes)));
        return true;
    }

    public void Trouble(string? nodeId, string code, string text) => Tell(new Trouble(SessionId, nodeId, code, text));

    /// <summary>What happens in a sub-flow is told with the sub-flow's name.</summary>
    public void Tell(FlowEvent fact) => events.Add(within is null ? fact : fact with { Within = within });

    public void End(Outcome outcome, string? reason) =>
        events.Add(new SessionEnded(SessionId, MainFlowId, outcome, reason));

    /// <summary>The innermost flow's, or that of the flow that called it.</summary>
    private Template FailureText
    {
        get
        {
            for (var i = Callers.Count; Flow.Settings.FailureText.IsBlank && i > 0; i--)
            {
                var caller = Callers[i - 1];
                if (
                    Situation.Flows.Find(caller.FlowId, caller.Version) is
                    { Settings.FailureText: { IsBlank: false } text }
                )
                    return text;
            }
            return Flow.Settings.FailureText;
        }
    }

    private object? Value(Expression expression, string nodeId, ILookup scope)
    {
        var rendering = new Rendering(scope);
        var value = expression.Evaluate(rendering);
        if (rendering.Fault is null)
            return value;

        Trouble(nodeId, "rule_failed", $"A rule could not be computed: {rendering.Fault}.");
        return null;
    }

    private static string PlaceOf(IReadOnlyList<Caller> callers) =>
        string.Join('/', callers.Select(caller => caller.NodeId));

    private void Moved()
    {
        Place = PlaceOf(Callers);
        within = IsInside ? new SubFlow(Flow.FlowId, Flow.Number) : null;
    }

    private void Send(string nodeId, string? nodeName, Content content, Content? fallback)
    {
        said++;
        Memory = Memory with { LastBotText = content.Plain };
        events.Add(
            new MessageCreated(content, Flow.FlowId, Flow.Number, Flow.Name, nodeId, nodeName, SessionId, fallback)
        );
    }
}
