using System.Text.Json;
using WhatsAppBot.Flows.Nodes;

namespace WhatsAppBot.Flows.Checks;

/// <summary>A document under check: its nodes as the engine reads them, its edges, and its data as it was written.</summary>
internal sealed class Draft
{
    private static readonly string[] Setters = ["saveAs", "assignTo", "key"];

    private readonly Dictionary<string, JsonElement> data = new(StringComparer.Ordinal);

    public Draft(string flowId, FlowReader reader, JsonElement root)
    {
        (FlowId, Nodes, Types, Edges, Readings) = (flowId, reader.Nodes, reader.Types, reader.Edges, reader.Readings);
        Exits = reader.Exits;
        EdgesFrom = Edges.ToLookup(edge => edge.Source, StringComparer.Ordinal);
        if (Part(root, "settings") is { } settings)
            Language = NodeData.TextOf(Part(settings, "language")) is { Length: > 0 } language ? language : null;
        foreach (var node in root.GetProperty("nodes").EnumerateArray())
        {
            if (
                node.ValueKind == JsonValueKind.Object
                && node.TryGetProperty("id", out var given)
                && NodeData.TextOf(given) is { } id
                && node.TryGetProperty("data", out var own)
            )
                data.TryAdd(id, own);
        }
    }

    public string FlowId { get; }

    /// <summary>The language that the flow names for its templates, or null.</summary>
    public string? Language { get; }
    public IReadOnlyDictionary<string, Node> Nodes { get; }
    public IReadOnlyDictionary<string, string?> Types { get; }
    public IReadOnlyDictionary<string, Exits> Exits { get; }
    public IReadOnlyList<Edge> Edges { get; }
    public IReadOnlyList<Reading> Readings { get; }
    public ILookup<string, Edge> EdgesFrom { get; }

    public IEnumerable<TriggerNode> Triggers => Nodes.Values.OfType<TriggerNode>();

    public JsonElement? Field(string id, string field) =>
        data.TryGetValue(id, out var own)
        && own.ValueKind == JsonValueKind.Object
        && own.TryGetProperty(field, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public string? Text(string id, string field) => NodeData.TextOf(Field(id, field));

    public bool Flag(string id, string field) =>
        string.Equals(Text(id, field), "true", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<string> KeysOf(string id, string field) =>
        Field(id, field) is { ValueKind: JsonValueKind.Object } parts
            ? parts.EnumerateObject().Select(part => part.Name)
            : [];

    /// <summary>What people call the node.</summary>
    public string Title(string id) => Nodes.GetValueOrDefault(id)?.Name is { Length: > 0 } name ? name : id;

    /// <summary>The nodes that a session may come to from this one: by edges and by jumps.</summary>
    public IEnumerable<string> After(string id)
    {
        var targets = EdgesFrom[id].Select(edge => edge.Target);
        return Nodes.GetValueOrDefault(id) is GotoNode jump && Types.ContainsKey(jump.Target)
            ? targets.Append(jump.Target)
            : targets;
    }

    /// <summary>Whether a session may rest here; another flow may rest inside itself.</summary>
    public bool MayRest(string id) => !Nodes.TryGetValue(id, out var node) || Rests(node) || Types[id] == "subflow";

    /// <summary>Whether the node waits for somebody or for a time; a call comes back by itself, as fast as its server answers.</summary>
    public static bool Rests(Node node) => node.Waits && node is not ApiNode;

    public bool Speaks(string id) => Nodes.TryGetValue(id, out var node) && node.Speaks;

    /// <summary>Whether the world may look different after this node.</summary>
    public bool MayChange(string id) =>
        Nodes.GetValueOrDefault(id) is AssignNode
        || Types[id] is "contact" or "subflow" or "api"
        || Variables(id).Any();

    /// <summary>The variables that the node sets, by their paths.</summary>
    public IEnumerable<string> Variables(string id) => Sets(id).Select(set => set.Path);

    /// <summary>The variables that the node sets, and the field that names each.</summary>
    public IEnumerable<(string Field, string Path)> Sets(string id)
    {
        foreach (var field in Setters)
        {
            if (Text(id, field) is { Length: > 0 } path)
                yield return (field, path);
        }

        if (Types[id] != "subflow")
            yield break;

        foreach (var path in KeysOf(id, "returns"))
            yield return ("returns", path);
    }

    private static JsonElement? Part(JsonElement whole, string name) =>
        whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var part) ? part : null;

    public static Problem Wrong(string code, string? element, string? field, string text) =>
        new(code, Severity.Error, element, field, text);

    public static Problem Warn(string code, string? element, string? field, string text) =>
        new(code, Severity.Warning, element, field, text);
}
