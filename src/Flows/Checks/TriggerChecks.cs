using WhatsAppBot.Flows.Nodes;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Whether the flow starts at all, and whether each message starts one thing.</summary>
internal static class TriggerChecks
{
    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        draft.Triggers.Any()
            ? [.. Twice(draft), .. Taken(draft, around)]
            : [Wrong("no_trigger", null, "nodes", "Nothing starts this flow; add a trigger.")];

    private static IEnumerable<Problem> Twice(Draft draft)
    {
        var seen = new Dictionary<Claim, string>();
        foreach (var trigger in draft.Triggers)
        {
            foreach (var claim in Claims(trigger))
            {
                if (seen.TryAdd(claim, trigger.Id))
                    continue;

                yield return claim.Words.Length > 0
                    ? Wrong(
                        "keyword_twice",
                        trigger.Id,
                        "keywords",
                        $"“{claim.Words}” stands twice in this flow, also at “{draft.Title(seen[claim])}”; keep one."
                    )
                    : Wrong(
                        "trigger_twice",
                        trigger.Id,
                        "kind",
                        $"“{draft.Title(seen[claim])}” is a trigger of this kind already; keep one."
                    );
            }
        }
    }

    private static IEnumerable<Problem> Taken(Draft draft, FlowSurroundings around)
    {
        var others = new Dictionary<Claim, string>();
        foreach (var flow in around.Published.Where(flow => flow.FlowId != draft.FlowId))
        {
            foreach (var claim in flow.Triggers.SelectMany(Claims))
                others.TryAdd(claim, flow.Name);
        }

        foreach (var trigger in draft.Triggers)
        {
            foreach (var claim in Claims(trigger).Distinct())
            {
                if (others.TryGetValue(claim, out var other))
                    yield return Warn(
                        "keyword_taken",
                        trigger.Id,
                        claim.Words.Length > 0 ? "keywords" : "kind",
                        claim.Words.Length > 0
                            ? $"“{claim.Words}” also starts the flow “{other}”; choose another word or change it there."
                            : $"The flow “{other}” has a trigger of this kind too; only the older of the two flows is started."
                    );
            }
        }
    }

    private static IEnumerable<Claim> Claims(TriggerNode trigger) =>
        trigger.Kind switch
        {
            TriggerKind.Keyword when trigger.Match == TriggerMatch.Regex => trigger.Keywords.Select(words => new Claim(
                trigger.Kind,
                trigger.Match,
                words
            )),
            TriggerKind.Keyword => trigger
                .Keywords.Select(Fold.Of)
                .Where(words => words.Length > 0)
                .Select(words => new Claim(trigger.Kind, trigger.Match, words)),
            TriggerKind.Button => trigger.Keywords.Select(words => new Claim(trigger.Kind, default, words)),
            TriggerKind.Api => [],
            _ => [new Claim(trigger.Kind, default, "")],
        };

    private readonly record struct Claim(TriggerKind Kind, TriggerMatch Match, string Words);
}
