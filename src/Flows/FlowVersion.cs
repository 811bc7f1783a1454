using WhatsAppBot.Flows.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>A flow document, read and compiled once and shared by all conversations of a silo.</summary>
public sealed class FlowVersion
{
    private readonly IReadOnlyDictionary<string, Node> nodes;
    private readonly IReadOnlyDictionary<string, Exits> exits;

    internal FlowVersion(
        string flowId,
        int number,
        string name,
        string json,
        FlowSettings settings,
        IReadOnlyDictionary<string, Node> nodes,
        IReadOnlyDictionary<string, Exits> exits
    )
    {
        (FlowId, Number, Name, Json, Settings) = (flowId, number, name, json, settings);
        (this.nodes, this.exits) = (nodes, exits);
        Triggers = [.. nodes.Values.OfType<TriggerNode>()];
    }

    public string FlowId { get; }
    public int Number { get; }
    public string Name { get; }

    /// <summary>The document as it was given, unknown keys and all.</summary>
    public string Json { get; }

    internal FlowSettings Settings { get; }
    internal IReadOnlyDictionary<string, Node> Nodes => nodes;
    internal IReadOnlyList<TriggerNode> Triggers { get; }

    /// <summary>Where a start without a message enters.</summary>
    internal TriggerNode? Entry =>
        Triggers.FirstOrDefault(trigger => trigger.Kind == TriggerKind.Api)
        ?? Triggers.FirstOrDefault(trigger => trigger.Kind == TriggerKind.Default)
        ?? (Triggers.Count > 0 ? Triggers[0] : null);

    /// <summary>Reads a document: the flow when it can run, and in any case what is wrong with it.</summary>
    public static ParsedFlow Parse(string flowId, int number, string name, string json) =>
        new FlowReader().Read(flowId, number, name, json);

    /// <summary>What the author called the node.</summary>
    public string? NodeName(string nodeId) => Node(nodeId)?.Name;

    /// <summary>Whether the flow has such a node.</summary>
    public bool Has(string nodeId) => nodes.ContainsKey(nodeId);

    /// <summary>Whether the flow can be started at all.</summary>
    public bool CanStart => Entry is not null;

    /// <summary>The fields of the contact's own that it fills.</summary>
    public IEnumerable<string> FilledFields =>
        nodes.Values.OfType<ContactNode>().SelectMany(node => node.Fields.Select(one => one.Name));

    internal Node? Node(string id) => nodes.GetValueOrDefault(id);

    internal Exits ExitsOf(string nodeId) => exits.GetValueOrDefault(nodeId, Exits.None);
}

/// <summary>A flow that can run, or null with at least one <see cref="Severity.Error"/> among the problems.</summary>
public sealed record ParsedFlow(FlowVersion? Flow, IReadOnlyList<Problem> Problems);
