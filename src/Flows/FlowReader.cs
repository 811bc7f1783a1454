using System.Text;
using System.Text.Json;
using WhatsAppBot.Flows.Checks;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>Reads a flow document, ours or the older system's, and collects what keeps it from running.</summary>
internal sealed class FlowReader
{
    private const int MostBytes = 1024 * 1024;
    private const int MostNodes = 1_000;
    private const int MostEdges = 3_000;

    private readonly List<Problem> problems = [];
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exits> exits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> types = new(StringComparer.Ordinal);
    private readonly List<Edge> edges = [];
    private readonly List<Reading> readings = [];

    /// <summary>Whether there was a list of nodes to read at all.</summary>
    public bool HasNodes { get; private set; }

    /// <summary>Every node that could be read, whether the flow can run or not.</summary>
    public IReadOnlyDictionary<string, Node> Nodes => nodes;

    /// <summary>The type of every node that has an id, known or not.</summary>
    public IReadOnlyDictionary<string, string?> Types => types;

    public IReadOnlyDictionary<string, Exits> Exits => exits;

    /// <summary>The edges that join two nodes.</summary>
    public IReadOnlyList<Edge> Edges => edges;

    /// <summary>Every template and expression, and where it stands.</summary>
    public IReadOnlyList<Reading> Readings => readings;

    public ParsedFlow Read(string flowId, int number, string name, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (bytes.Length > MostBytes)
        {
            Wrong("too_large", null, null, "A flow document has at most 1 MiB.");
            return new ParsedFlow(null, problems);
        }

        if (Json.Fault(bytes) is { } fault)
        {
            Wrong("bad_json", null, null, $"The document is not JSON: {fault}");
            return new ParsedFlow(null, problems);
        }

        using (var document = JsonDocument.Parse(bytes))
        {
            var root = document.RootElement;
            HasNodes = ReadAll(root, "nodes", MostNodes, ReadNode);
            if (HasNodes)
                ReadAll(root, "edges", MostEdges, ReadEdge);
            var settings = FlowSettings.Read(
                new NodeData("settings", Member(root, "settings") ?? default, problems, readings)
            );
            var sound = problems.TrueForAll(problem => problem.Severity != Severity.Error);
            return new ParsedFlow(
                sound ? new FlowVersion(flowId, number, name, json, settings, nodes, exits) : null,
                problems
            );
        }
    }

    private bool ReadAll(JsonElement root, string field, int most, Action<JsonElement> read)
    {
        if (Member(root, field) is not { ValueKind: JsonValueKind.Array } list)
        {
            if (field == "nodes")
                Wrong("no_nodes", null, field, "A flow document has a list of nodes.");
            return false;
        }

        if (list.GetArrayLength() > most)
        {
            Wrong("too_many", null, field, $"A flow has at most {most} {field}.");
            return false;
        }

        foreach (var item in list.EnumerateArray())
            read(item);
        return true;
    }

    private void ReadNode(JsonElement json)
    {
        if (NodeData.TextOf(Member(json, "id")) is not { Length: > 0 } id)
        {
            Wrong("no_id", null, "nodes", "Every node needs an id.");
            return;
        }

        var type = NodeData.TextOf(Member(json, "type"));
        if (!types.TryAdd(id, type))
            Wrong("duplicate_id", id, "id", $"Two nodes have the id “{id}”.");
        if (type is null || !Node.Types.TryGetValue(type, out var read))
        {
            Wrong("unknown_type", id, "type", $"Node “{id}” has the type “{type}”, which does not exist.");
            return;
        }

        var node = read(new NodeData(id, Member(json, "data") ?? default, problems, readings));
        nodes.TryAdd(id, node);
    }

    private void ReadEdge(JsonElement json)
    {
        var source = NodeData.TextOf(Member(json, "source"));
        var target = NodeData.TextOf(Member(json, "target"));
        var handle = NodeData.TextOf(Member(json, "sourceHandle")) is { Length: > 0 } named ? named : null;
        var id = NodeData.TextOf(Member(json, "id")) ?? $"{source}-{target}";
        if (source is null || target is null || !types.ContainsKey(source) || !types.ContainsKey(target))
        {
            Wrong("loose_edge", id, "edges", $"The edge “{id}” comes from or leads to a node that does not exist.");
            return;
        }

        if (!exits.TryGetValue(source, out var ways))
            exits[source] = ways = new Exits();
        edges.Add(new Edge(id, source, handle, target));
        if (!ways.TryAdd(handle, target))
            Wrong(
                "two_edges",
                id,
                "edges",
                $"The handle “{handle ?? "next"}” of node “{source}” has two edges; keep one."
            );
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private void Wrong(string code, string? element, string? field, string text) =>
        problems.Add(new Problem(code, Severity.Error, element, field, text));
}

/// <summary>What holds for a whole flow.</summary>
internal sealed record FlowSettings(
    TimeSpan ExpireAfter,
    bool IgnoreTriggers,
    Template FailureText,
    TimeSpan? Quiet,
    string Language
)
{
    private const int MostQuiet = 300;

    public static FlowSettings Read(NodeData data) =>
        new(
            TimeSpan.FromMinutes(data.Whole("expireAfterMinutes", 1, 527_040) ?? 1440),
            data.Flag("ignoreTriggers"),
            data.Template("failureText"),
            data.Text("quietSeconds") is "0" ? null : data.Seconds("quietSeconds", MostQuiet),
            data.Text("language") is { Length: > 0 } language ? language : "en"
        );
}
