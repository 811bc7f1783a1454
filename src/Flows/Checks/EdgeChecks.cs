using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Edges that are never taken, and ways out that lead nowhere.</summary>
internal static class EdgeChecks
{
    private const int ShownWays = 12;

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        draft.Nodes.Values.SelectMany(node =>
            (IEnumerable<Problem>)[.. Twice(node), .. Reserved(node), .. Unknown(draft, node), .. Missing(draft, node)]
        );

    private static IEnumerable<Problem> Twice(Node node) =>
        node is ConditionNode && node.Ways.Distinct().Count() < node.Ways.Count
            ? [Wrong("duplicate_branch", node.Id, "branches", "Two branches have the same id; give each its own.")]
            : [];

    /// <summary>An id is a way out: one that is called as what goes wrong would end the conversation as what goes wrong does.</summary>
    private static IEnumerable<Problem> Reserved(Node node)
    {
        var (field, ids) = node switch
        {
            OptionsNode options => ("options", options.Options.Select(option => option.Id)),
            ConditionNode condition => ("branches", condition.Branches.Select(branch => branch.Handle)),
            SplitNode split => ("branches", split.Shares.Select(share => share.Handle)),
            _ => ("", Enumerable.Empty<string>()),
        };
        foreach (var id in ids.Where(id => !Ordinary(id)).Distinct())
            yield return Wrong("reserved_id", node.Id, field, $"“{id}” has a meaning of its own; choose another id.");
    }

    private static IEnumerable<Problem> Unknown(Draft draft, Node node)
    {
        var ways = node.Ways.ToHashSet();
        var shown = string.Join(", ", ways.Take(ShownWays).Select(way => way ?? "next"));
        if (ways.Count > ShownWays)
            shown += ", …";
        foreach (var edge in draft.EdgesFrom[node.Id].Where(edge => !ways.Contains(edge.Handle)))
            yield return Wrong(
                "unknown_handle",
                edge.Id,
                "sourceHandle",
                ways.Count == 0
                    ? $"No way leads out of “{draft.Title(node.Id)}”; remove the edge."
                    : $"“{draft.Title(node.Id)}” has no way out called “{edge.Handle ?? "next"}”; use {shown}."
            );
    }

    /// <summary>What goes wrong or takes too long has an end of its own, and a conversation may end with people.</summary>
    private static IEnumerable<Problem> Missing(Draft draft, Node node)
    {
        if (node is HandoffNode)
            yield break;

        var exits = draft.Exits.GetValueOrDefault(node.Id, Exits.None);
        foreach (var way in node.Ways)
        {
            if (exits.Has(way) || !Ordinary(way) || (way is null && !node.Waits))
                continue;

            yield return Warn(
                "no_way_on",
                node.Id,
                way ?? "next",
                way is null
                    ? $"The conversation ends after “{draft.Title(node.Id)}”; connect it with what comes next."
                    : $"The conversation ends at “{way}” of “{draft.Title(node.Id)}”; connect it with what comes next."
            );
        }
    }

    /// <summary>Whether a conversation goes this way when all goes well.</summary>
    public static bool Ordinary(string? way) =>
        way is not (Handles.Error or Handles.Timeout or Handles.Invalid or Handles.NoMatch);
}
