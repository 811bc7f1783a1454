using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WhatsAppBot.Flows.Older;

namespace WhatsAppBot.Flows;

/// <summary>Flows of the system that this one replaces: its twelve types of node, handles by index and JavaScript conditions.</summary>
public static class OlderFlow
{
    /// <summary>The key of a node's data that keeps the node as it was.</summary>
    public const string OriginalKey = "original";

    /// <summary>The key of a node's data that says what a person has to do before the flow can be published.</summary>
    public const string NeedsYouKey = "needsYou";

    private static readonly HashSet<string> OursOnly = new(StringComparer.Ordinal)
    {
        "ask",
        "split",
        "contact",
        "location",
        "subflow",
        "note",
    };

    /// <summary>Whether this is such a flow: nodes without the version that our documents carry, bare, as a text, or as its <c>definition</c>.</summary>
    public static bool LooksOlder(string json)
    {
        var opened = Open(json);
        if (Parse(opened.Document) is not { } document)
            return false;

        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && !root.TryGetProperty("schemaVersion", out _)
                && root.TryGetProperty("nodes", out var nodes)
                && nodes.ValueKind == JsonValueKind.Array
                && !nodes.EnumerateArray().Any(node => Text(node, "type") is { } type && OursOnly.Contains(type));
        }
    }

    /// <summary>
    /// Our document and what became of each node. What cannot be read comes back as it is, without nodes: a check tells what is wrong with it.
    /// </summary>
    public static ImportedFlow Import(string json)
    {
        var opened = Open(json);
        if (!Json.TryParse(FlowDocument.Normal(opened.Document), out var read) || read is not JsonObject document)
            return new ImportedFlow(json, opened.Name, []);

        document["schemaVersion"] = 1;
        var nodes = (document["nodes"] as JsonArray)?.OfType<JsonObject>().Select(node => new OlderNode(node)).ToList();
        var ids = nodes?.Select(node => node.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var node in nodes ?? [])
            OlderTypes.Translate(node, ids, opened.Keyword);
        if (document["edges"] is JsonArray edges)
            OlderEdges.Translate(edges, nodes ?? []);

        var report = nodes?.Select(node => node.Finish()).ToList() ?? [];
        return new ImportedFlow(FlowDocument.Normal(document.ToJsonString()), opened.Name, report);
    }

    private static (string Document, string? Name, string? Keyword) Open(string json, int depth = 0)
    {
        if (Parse(json) is not { } document)
            return (json, null, null);

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String && depth < 3)
                return Open(root.GetString() ?? "", depth + 1);
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("definition", out var definition))
                return (json, null, null);

            var inner = definition.ValueKind == JsonValueKind.String ? definition.GetString() : definition.GetRawText();
            return (inner ?? "", Text(root, "name"), Text(root, "trigger"));
        }
    }

    private static JsonDocument? Parse(string json) =>
        Json.Fault(Encoding.UTF8.GetBytes(json)) is null ? JsonDocument.Parse(json) : null;

    private static string? Text(JsonElement whole, string name) =>
        whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var part)
            ? NodeData.TextOf(part)
            : null;
}

/// <summary>A document of ours, made of an older one; <paramref name="Name"/> is there when the older flow brought it.</summary>
public sealed record ImportedFlow(string Json, string? Name, IReadOnlyList<ImportedNode> Nodes);

/// <summary>What became of a node, and how or why.</summary>
public sealed record ImportedNode(string NodeId, string Type, ImportOutcome Outcome, string? Text);

/// <summary>Whether a node came over as it was, was changed to do the same, or needs a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportOutcome>))]
public enum ImportOutcome
{
    [JsonStringEnumMemberName("mapped")]
    Mapped,

    [JsonStringEnumMemberName("changed")]
    Changed,

    [JsonStringEnumMemberName("needs_you")]
    NeedsYou,
}
