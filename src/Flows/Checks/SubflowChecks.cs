using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Flows inside flows: that they exist, and that they come to an end.</summary>
internal static class SubflowChecks
{
    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around)
    {
        var calls = Calls.Of(draft);
        if (calls.Count == 0)
            yield break;

        var flows = Reached(draft, calls, around);
        var ends = Ending(flows);
        foreach (var call in calls.Where(call => call.FlowId.Length > 0))
        {
            if (!flows.ContainsKey(call.FlowId))
            {
                if (!ReferenceEquals(around, FlowSurroundings.Alone))
                    yield return Warn(
                        "flow_not_published",
                        call.NodeId,
                        "flowId",
                        $"No flow “{call.FlowId}” is published; publish it before this one runs."
                    );
            }
            else if (!ends.Contains(call.FlowId) && Circle(call.FlowId, draft.FlowId, flows) is { } circle)
                yield return Wrong(
                    "endless_subflow",
                    call.NodeId,
                    "flowId",
                    $"This runs flows inside each other without end; give one of them a way that ends: {string.Join(" → ", [.. circle.Select(flow => flow.Name)])}."
                );
        }
    }

    /// <summary>This flow and all that it may run, by id.</summary>
    private static Dictionary<string, Inside> Reached(
        Draft draft,
        IReadOnlyList<SubflowCall> calls,
        FlowSurroundings around
    )
    {
        var published = around.Published.ToLookup(flow => flow.FlowId, StringComparer.Ordinal);
        var reached = new Dictionary<string, Inside>(StringComparer.Ordinal)
        {
            [draft.FlowId] = new Inside(
                "this flow",
                draft.Nodes,
                id => draft.Exits.GetValueOrDefault(id, Exits.None),
                calls
            ),
        };
        var open = new Queue<SubflowCall>(calls);
        while (open.TryDequeue(out var call))
        {
            if (reached.ContainsKey(call.FlowId) || published[call.FlowId].LastOrDefault() is not { } flow)
                continue;

            var inside = new Inside($"“{flow.Name}”", flow.Nodes, flow.ExitsOf, Calls.Of(flow));
            reached[call.FlowId] = inside;
            foreach (var further in inside.Calls)
                open.Enqueue(further);
        }
        return reached;
    }

    /// <summary>
    /// The flows that come to an end, or can go round in themselves, without any flow that does not. A flow that is unknown is trusted.
    /// </summary>
    private static HashSet<string> Ending(Dictionary<string, Inside> flows)
    {
        var ends = new HashSet<string>(StringComparer.Ordinal);
        while (
            flows.FirstOrDefault(flow => !ends.Contains(flow.Key) && flow.Value.CanEnd(flows.ContainsKey, ends))
                is { Value: not null } one
        )
            ends.Add(one.Key);
        return ends;
    }

    /// <summary>The flows from this one on round to one that was there before; null when the way leads to no circle.</summary>
    private static List<Inside>? Circle(string from, string home, Dictionary<string, Inside> flows)
    {
        var path = new List<string> { home };
        for (var at = from; ; )
        {
            var isBack = path.Contains(at);
            path.Add(at);
            if (isBack)
                return [.. path.Select(id => flows[id])];

            if (flows[at].Calls.FirstOrDefault(call => flows.ContainsKey(call.FlowId)) is not { } next)
                return null;
            at = next.FlowId;
        }
    }

    private sealed record Inside(
        string Name,
        IReadOnlyDictionary<string, Node> Nodes,
        Func<string, Exits> ExitsOf,
        IReadOnlyList<SubflowCall> Calls
    )
    {
        public bool CanEnd(Func<string, bool> isKnown, HashSet<string> ends)
        {
            var blocked = Calls
                .Where(call => isKnown(call.FlowId) && !ends.Contains(call.FlowId))
                .Select(call => call.NodeId)
                .ToHashSet(StringComparer.Ordinal);
            var open = new Stack<string>(Nodes.Values.OfType<TriggerNode>().Select(trigger => trigger.Id));
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (open.TryPop(out var id))
            {
                if (blocked.Contains(id) || !Nodes.TryGetValue(id, out var node) || !seen.Add(id))
                    continue;

                if (node is GotoNode jump)
                {
                    open.Push(jump.Target);
                    continue;
                }

                if (node is EndNode || node.Ways.Any(way => EdgeChecks.Ordinary(way) && !ExitsOf(id).Has(way)))
                    return true;

                foreach (var target in node.Ways.Select(ExitsOf(id).To).OfType<string>())
                    open.Push(target);
            }
            return Loops.In([.. seen], OrdinaryTargets).Count > 0;
        }

        private IEnumerable<string> OrdinaryTargets(string id) =>
            Nodes[id] is GotoNode jump
                ? [jump.Target]
                : Nodes[id].Ways.Where(EdgeChecks.Ordinary).Select(ExitsOf(id).To).OfType<string>();
    }
}
