using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Loops that would flood the contact, and loops that would never end.</summary>
internal static class LoopChecks
{
    private const int ShownPath = 12;

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around)
    {
        var restless = draft.Types.Keys.Where(id => !draft.MayWait(id)).ToList();
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

    private static string Trail(Draft draft, string from, List<string> loop)
    {
        var path = Loops.Round(from, [.. loop], draft.After).Select(draft.Title).ToList();
        return string.Join(" → ", path.Count > ShownPath ? [.. path.Take(ShownPath), "…", path[^1]] : path);
    }
}
