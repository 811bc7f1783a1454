using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Nodes that an import could not finish and a person has to.</summary>
internal static class ImportChecks
{
    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        draft
            .Types.Keys.Where(id => draft.Text(id, OlderFlow.NeedsYouKey) is { Length: > 0 })
            .Select(id =>
                Wrong(
                    "needs_you",
                    id,
                    OlderFlow.NeedsYouKey,
                    $"{draft.Text(id, OlderFlow.NeedsYouKey)} Set it right and remove the mark."
                )
            );
}
