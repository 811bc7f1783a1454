using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Older;

/// <summary>Edges under the handles that our nodes have; of two on one handle the first counts, as it did in the older system.</summary>
internal static class OlderEdges
{
    public static void Translate(JsonArray edges, IReadOnlyList<OlderNode> nodes)
    {
        var byId = nodes
            .GroupBy(node => node.Id, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => (Node: group.First(), Ways: Ways(group.First())),
                StringComparer.Ordinal
            );
        var taken = new HashSet<(string, string?)>();
        foreach (var edge in edges.OfType<JsonObject>().ToList())
        {
            if (OlderNode.TextOf(edge["source"]) is not { } source || !byId.TryGetValue(source, out var from))
                continue;

            var handle = OlderNode.TextOf(edge["sourceHandle"]) is { Length: > 0 } given ? given : null;
            if (from.Ways is { } ways && !ways.Contains(handle) && Match(handle, ways) is (true, var way))
            {
                from.Node.Change($"The way out “{handle ?? "next"}” is now called “{way ?? "next"}”.");
                edge["sourceHandle"] = handle = way;
            }

            if (taken.Add((source, handle)))
                continue;

            edges.Remove(edge);
            from.Node.Change($"Two ways led from “{handle ?? "next"}”; the first was kept.");
        }
    }

    /// <summary>The handles that a node of ours would have; null when its type is not known.</summary>
    private static IReadOnlyList<string?>? Ways(OlderNode node)
    {
        if (!Node.Types.TryGetValue(node.Type, out var read))
            return null;

        using var data = JsonDocument.Parse(node.Data.ToJsonString());
        return read(new NodeData(node.Id, data.RootElement, [])).Ways;
    }

    /// <summary>The handle that was meant: the same letters and digits, an option by its bare index, or the only way out there is.</summary>
    private static (bool Found, string? Way) Match(string? handle, IReadOnlyList<string?> ways)
    {
        if (handle is not null)
        {
            var bare = Bare(handle);
            foreach (var way in ways.OfType<string>())
            {
                if (
                    Bare(way) == bare
                    || way == $"opt-{bare}"
                    || way == $"opt-{bare.Replace("option", "", StringComparison.Ordinal)}"
                )
                    return (true, way);
            }
        }
        return (handle is not null && ways.Contains(null), null);
    }

    private static string Bare(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));
}
