using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>What is different between two documents.</summary>
public static class FlowDiff
{
    /// <summary>
    /// Compares the normal forms: the order of keys and how numbers are written make no difference. A text that is no document counts as an
    /// empty one.
    /// </summary>
    public static FlowChanges Between(string before, string after)
    {
        var (old, now) = (Read(before), Read(after));
        var (oldNodes, nodes) = (ById(old), ById(now));
        var (oldEdges, edges) = (Edges(old), Edges(now));
        var kept = nodes.Where(node => oldNodes.ContainsKey(node.Key)).ToList();

        return new FlowChanges(
            [.. nodes.Where(node => !oldNodes.ContainsKey(node.Key)).Select(node => Outline(node.Value))],
            [.. oldNodes.Where(node => !nodes.ContainsKey(node.Key)).Select(node => Outline(node.Value))],
            [
                .. kept.Select(node => new ChangedNode(
                        Outline(node.Value),
                        Fields(oldNodes[node.Key], node.Value, except: ["position"])
                    ))
                    .Where(node => node.Fields.Count > 0),
            ],
            [
                .. kept.Where(node => !JsonNode.DeepEquals(oldNodes[node.Key]["position"], node.Value["position"]))
                    .Select(node => Outline(node.Value)),
            ],
            [.. edges.Except(oldEdges)],
            [.. oldEdges.Except(edges)],
            Fields(old, now, except: ["nodes", "edges"])
        );
    }

    private static JsonObject Read(string json) =>
        Json.TryParse(FlowDocument.Normal(json), out var document) && document is JsonObject root ? root : [];

    private static Dictionary<string, JsonObject> ById(JsonObject document)
    {
        var nodes = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var node in Objects(document, "nodes"))
        {
            if (Text(node, "id") is { } id)
                nodes.TryAdd(id, node);
        }
        return nodes;
    }

    private static List<EdgeOutline> Edges(JsonObject document) =>
        [
            .. Objects(document, "edges")
                .Select(edge => new EdgeOutline(
                    Text(edge, "source") ?? "",
                    Text(edge, "sourceHandle"),
                    Text(edge, "target") ?? ""
                ))
                .Distinct(),
        ];

    private static IEnumerable<JsonObject> Objects(JsonObject document, string list) =>
        (document[list] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static NodeOutline Outline(JsonObject node) =>
        new(
            Text(node, "id") ?? "",
            Text(node, "type") ?? "",
            node["data"] is JsonObject data ? Text(data, "name") ?? Text(data, "label") : null
        );

    private static string? Text(JsonObject whole, string field) =>
        whole[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static List<FieldChange> Fields(JsonObject before, JsonObject after, string[] except)
    {
        var changes = new List<FieldChange>();
        foreach (var key in Keys(before, after).Where(key => !except.Contains(key)))
            Compare(key, before[key], after[key], changes);
        return changes;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<FieldChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
            return;

        if (before is JsonObject old && after is JsonObject now)
        {
            foreach (var key in Keys(old, now))
                Compare($"{path}.{key}", old[key], now[key], changes);
        }
        else if (before is JsonArray olds && after is JsonArray nows && olds.Count == nows.Count)
        {
            for (var i = 0; i < nows.Count; i++)
                Compare($"{path}[{i}]", olds[i], nows[i], changes);
        }
        else
            changes.Add(new FieldChange(path, before?.DeepClone(), after?.DeepClone()));
    }

    private static IEnumerable<string> Keys(JsonObject before, JsonObject after) =>
        before.Select(part => part.Key).Union(after.Select(part => part.Key)).Order(StringComparer.Ordinal);
}

/// <summary>
/// What happened to a document. Nodes that were only dragged elsewhere are told apart, and <paramref name="Settings"/> holds whatever else the
/// document says of the whole flow.
/// </summary>
public sealed record FlowChanges(
    IReadOnlyList<NodeOutline> Added,
    IReadOnlyList<NodeOutline> Removed,
    IReadOnlyList<ChangedNode> Changed,
    IReadOnlyList<NodeOutline> Moved,
    IReadOnlyList<EdgeOutline> EdgesAdded,
    IReadOnlyList<EdgeOutline> EdgesRemoved,
    IReadOnlyList<FieldChange> Settings
)
{
    /// <summary>Whether the two flows do the same; their pictures may differ.</summary>
    public bool IsEmpty =>
        Added.Count + Removed.Count + Changed.Count + EdgesAdded.Count + EdgesRemoved.Count + Settings.Count == 0;
}

/// <summary>A node as a list shows it.</summary>
public sealed record NodeOutline(string Id, string Type, string? Name);

/// <summary>An edge by what it joins; its id means nothing.</summary>
public sealed record EdgeOutline(string Source, string? SourceHandle, string Target);

/// <summary>A node that is in both documents, and what is different in it.</summary>
public sealed record ChangedNode(NodeOutline Node, IReadOnlyList<FieldChange> Fields);

/// <summary>A field such as <c>data.options[0].label</c>; null stands for a field that is not there.</summary>
public sealed record FieldChange(string Path, JsonNode? Before, JsonNode? After);
