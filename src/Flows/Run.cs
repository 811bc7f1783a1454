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
    private int said;

    private Run(Situation situation, FlowVersion flow, List<FlowEvent> events, string sessionId, Variables variables)
    {
        (Situation, Flow, this.events, SessionId, Variables) = (situation, flow, events, sessionId, variables);
        StartedAt = situation.Now;
    }

    public Situation Situation { get; }
    public FlowVersion Flow { get; }
    public string SessionId { get; }
    public DateTimeOffset StartedAt { get; private init; }
    public Variables Variables { get; }
    public BroadcastView? Broadcast { get; private init; }
    public Session? Before { get; private init; }
    public Memory Memory { get; set; } = new();
    public string? EndReason { get; set; }

    /// <summary>Why the session cannot go on; null while it can.</summary>
    public string? Failure { get; private set; }

    /// <summary>The turn's time in the workspace's zone.</summary>
    public DateTimeOffset Now =>
        Situation.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? TimeZoneInfo.ConvertTime(Situation.Now, zone)
            : Situation.Now;

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
        };

    public void Listen(Heard heard) =>
        Memory = Memory with
        {
            Heard = heard,
            MessageCount = Memory.MessageCount + 1,
            TriggerText = Before is null ? heard.Text : Memory.TriggerText,
        };

    /// <summary>The bot says this. The limit keeps one back for the flow's failure text.</summary>
    public void Say(Node node, Content content)
    {
        var most = Flow.Settings.FailureText.IsBlank ? MostMessages : MostMessages - 1;
        if (said >= most)
            Failure ??= $"more than {most} messages in one turn";
        else
            Send(node.Id, node.Name, content);
    }

    public void SayFailure(string nodeId)
    {
        var text = Texts.Shorten(Fill(Flow.Settings.FailureText, nodeId).Trim(), Texts.MostText);
        if (text.Length > 0)
            Send(nodeId, Flow.NodeName(nodeId), new TextContent(text));
    }

    public string Fill(Template template, string nodeId)
    {
        var (text, fault) = template.Render(Names);
        if (fault is not null)
            Trouble(nodeId, "template_failed", $"A text could not be filled: {fault}.");
        return text;
    }

    /// <summary>The filled text, cut to what Meta takes.</summary>
    public string Fill(Template template, Node node, string field, int most)
    {
        var text = Fill(template, node.Id).Trim();
        var shorter = Texts.Shorten(text, most);
        if (shorter.Length < text.Length)
            Trouble(node.Id, "text_shortened", $"“{field}” was longer than {most} characters and has been shortened.");
        return shorter;
    }

    public object? Value(Template template, string nodeId)
    {
        var (value, fault) = template.Evaluate(Names);
        if (fault is not null)
            Trouble(nodeId, "template_failed", $"A value could not be computed: {fault}.");
        return value;
    }

    public object? Value(Expression expression, string nodeId)
    {
        var rendering = new Rendering(Names);
        var value = expression.Evaluate(rendering);
        if (rendering.Fault is null)
            return value;

        Trouble(nodeId, "rule_failed", $"A rule could not be computed: {rendering.Fault}.");
        return null;
    }

    public void Save(string nodeId, string name, JsonNode? value)
    {
        if (Variables.Set(name, value) is { } why)
            Trouble(nodeId, "variable_refused", $"The variable was not set: {why}.");
        else
            events.Add(new VariableSet(SessionId, nodeId, name, value?.DeepClone()));
    }

    public void Trouble(string? nodeId, string code, string text) =>
        events.Add(new Trouble(SessionId, nodeId, code, text));

    public void Tell(FlowEvent fact) => events.Add(fact);

    private void Send(string nodeId, string? nodeName, Content content)
    {
        said++;
        Memory = Memory with { LastBotText = content.Plain };
        events.Add(new MessageCreated(content, Flow.FlowId, Flow.Number, Flow.Name, nodeId, nodeName, SessionId));
    }
}
