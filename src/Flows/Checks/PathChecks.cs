using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Nodes that no session can come to, and jumps that lead nowhere.</summary>
internal static class PathChecks
{
    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        [.. Jumps(draft), .. Unreachable(draft)];

    private static IEnumerable<Problem> Jumps(Draft draft)
    {
        foreach (var jump in draft.Nodes.Values.OfType<GotoNode>().Where(jump => jump.Target.Length > 0))
        {
            if (jump.Target == jump.Id)
                yield return Wrong(
                    "goto_itself",
                    jump.Id,
                    "targetNodeId",
                    "This jumps to itself; choose another node."
                );
            else if (!draft.Types.TryGetValue(jump.Target, out var type))
                yield return Wrong(
                    "goto_nowhere",
                    jump.Id,
                    "targetNodeId",
                    $"There is no node “{jump.Target}”; choose the node to jump to."
                );
            else if (type == "note")
                yield return Wrong(
                    "goto_nowhere",
                    jump.Id,
                    "targetNodeId",
                    $"“{jump.Target}” is a note, which never runs; choose another node."
                );
        }
    }

    private static IEnumerable<Problem> Unreachable(Draft draft)
    {
        var reached = draft.Triggers.Select(trigger => trigger.Id).ToHashSet(StringComparer.Ordinal);
        if (reached.Count == 0)
            yield break;

        var next = new Stack<string>(reached);
        while (next.TryPop(out var id))
        {
            foreach (var target in draft.After(id).Where(reached.Add))
                next.Push(target);
        }

        foreach (var (id, type) in draft.Types)
        {
            if (type != "note" && !reached.Contains(id))
                yield return Wrong(
                    "unreachable",
                    id,
                    null,
                    $"No way leads to “{draft.Title(id)}”; connect it with a node or remove it."
                );
        }
    }
}
