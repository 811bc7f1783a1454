using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Loops that would flood the contact, and loops that would never end.</summary>
internal static class LoopChecks
{
    private const int ShownPath = 12;

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around)
    {
        var hurried = Hurried(draft, around);
        bool Passes(string id) => draft.Types[id] == "subflow" && hurried.Contains(draft.Text(id, "flowId") ?? "");
        var restless = draft.Types.Keys.Where(id => !draft.MayRest(id) || Passes(id)).ToList();
        foreach (var loop in Loops.In(restless, draft.After))
        {
            if (loop.Find(draft.Speaks) is { } talker)
                yield return Wrong(
                    "talking_loop",
                    talker,
                    null,
                    $"This loop sends again and again and never waits; let it wait or end: {Trail(draft, talker, loop)}."
                );
        }

        foreach (var loop in Loops.In([.. restless.Where(id => !draft.MayChange(id))], draft.After))
        {
            var isGoto = loop is [var only] && draft.Nodes.GetValueOrDefault(only) is GotoNode;
            if (!isGoto && !loop.Exists(id => draft.Speaks(id)))
                yield return Wrong(
                    "idle_loop",
                    loop[0],
                    null,
                    $"This loop neither waits nor changes anything and can never end; let it do one of them: {Trail(draft, loop[0], loop)}."
                );
        }
    }

    /// <summary>The published flows that pass without a rest, if any are run inside this one.</summary>
    private static HashSet<string> Hurried(Draft draft, FlowSurroundings around) =>
        Calls.Of(draft).Count == 0
            ? []
            : around
                .Published.Where(flow => !flow.Nodes.Values.Any(Rests) && Calls.Of(flow).Count == 0)
                .Select(flow => flow.FlowId)
                .ToHashSet(StringComparer.Ordinal);

    private static string Trail(Draft draft, string from, List<string> loop)
    {
        var path = Loops.Round(from, [.. loop], draft.After).Select(draft.Title).ToList();
        return string.Join(" → ", path.Count > ShownPath ? [.. path.Take(ShownPath), "…", path[^1]] : path);
    }
}
