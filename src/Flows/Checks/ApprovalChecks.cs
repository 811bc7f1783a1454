using System.Text.Json;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Message templates that the channel may not send.</summary>
internal static class ApprovalChecks
{
    /// <summary>What a template is sent in when neither it nor its flow names a language.</summary>
    private const string UsualLanguage = "en";

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around)
    {
        if (around.ApprovedTemplates is not { } approved)
            yield break;

        foreach (var id in draft.Types.Keys)
        {
            foreach (var (field, name, own) in Templates(draft, id))
            {
                var language = string.IsNullOrWhiteSpace(own) ? draft.Language : own.Trim();
                // a name with places is known only when it is filled
                if (
                    name.Length > 0
                    && !name.Contains('{', StringComparison.Ordinal)
                    && !approved.Contains(name)
                    && !approved.Contains($"{name}/{language ?? UsualLanguage}")
                )
                    yield return Warn(
                        "template_not_approved",
                        id,
                        field,
                        $"The channel has no approved template “{name}”{(language is null ? "" : $" in “{language}”")}; choose another or have it approved."
                    );
            }
        }
    }

    private static IEnumerable<(string Field, string Name, string? Language)> Templates(Draft draft, string id)
    {
        if (draft.Flag(id, "useTemplate"))
            yield return ("templateName", draft.Text(id, "templateName") ?? "", draft.Text(id, "templateLanguage"));

        if (draft.Field(id, "fallbackTemplate") is not { } fallback)
            yield break;

        yield return fallback.ValueKind == JsonValueKind.Object
            ? (
                "fallbackTemplate",
                Part(fallback, "templateName") ?? Part(fallback, "name") ?? "",
                Part(fallback, "templateLanguage") ?? Part(fallback, "language")
            )
            : ("fallbackTemplate", NodeData.TextOf(fallback) ?? "", null);
    }

    private static string? Part(JsonElement whole, string name) =>
        whole.TryGetProperty(name, out var part) ? NodeData.TextOf(part) : null;
}
