using WhatsAppBot.Flows.Nodes;
using WhatsAppBot.Flows.Templates;
using static WhatsAppBot.Flows.Checks.Draft;

namespace WhatsAppBot.Flows.Checks;

/// <summary>
/// Texts that are missing or longer than Meta takes. A text with places counts with what is certain: what they hold is cut at run time.
/// </summary>
internal static class TextChecks
{
    private const int MostButtons = 3;

    private static readonly Dictionary<(string? Type, string Field), int> Most = new()
    {
        [("message", "text")] = Texts.MostText,
        [("ask", "text")] = Texts.MostText,
        [("ask", "question")] = Texts.MostText,
        [("ask", "invalidText")] = Texts.MostText,
        [("options", "header")] = Texts.MostHeader,
        [("options", "footer")] = Texts.MostFooter,
        [("options", "buttonText")] = Texts.MostButton,
        [("handoff", "message")] = Texts.MostText,
        [("media", "caption")] = Texts.MostBody,
        [("location", "text")] = Texts.MostBody,
        [("whatsapp_flow", "header")] = Texts.MostHeader,
        [("whatsapp_flow", "body")] = Texts.MostBody,
        [("whatsapp_flow", "footer")] = Texts.MostFooter,
        [("whatsapp_flow", "cta")] = Texts.MostButton,
        [(null, "failureText")] = Texts.MostText,
    };

    public static IEnumerable<Problem> Of(Draft draft, FlowSurroundings around) =>
        [
            .. draft.Readings.Select(reading => TooLong(draft, reading)).OfType<Problem>(),
            .. draft.Nodes.Values.SelectMany(node => Of(draft, node)),
        ];

    private static Problem? TooLong(Draft draft, Reading reading) =>
        reading.Text is { } text
        && Most.TryGetValue((draft.Types.GetValueOrDefault(reading.ElementId), reading.Field), out var most)
            ? TooLong(reading.ElementId, reading.Field, reading.Field, text, most)
            : null;

    private static IEnumerable<Problem> Of(Draft draft, Node node) =>
        node switch
        {
            OptionsNode options => Of(options),
            MessageNode { Text.IsBlank: true } when !draft.Flag(node.Id, "useTemplate") =>
            [
                Missing(node.Id, "text", "Write the text to send."),
            ],
            _ => [],
        };

    private static IEnumerable<Problem> Of(OptionsNode node)
    {
        var isMenu = node.Options.Count > MostButtons;
        if (node.Text.IsBlank)
            yield return Missing(node.Id, "text", "Write the text above the options.");

        var mostBody = isMenu ? Texts.MostListBody : Texts.MostBody;
        if (TooLong(node.Id, "text", "text", node.Text, mostBody) is { } text)
            yield return text;
        if (TooLong(node.Id, "retryText", "retryText", node.RetryText, mostBody) is { } retry)
            yield return retry;

        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in node.Options)
        {
            if (option.Label.IsBlank)
                yield return Missing(node.Id, "options", $"Write a label for the option “{option.Id}”.");
            else if (!labels.Add(option.Label.IsPlain ? Fold.Of(option.Label.Source) : option.Label.Source))
                yield return Wrong(
                    "duplicate_label",
                    node.Id,
                    "options",
                    $"Two options say “{option.Label.Source}”; give each its own label."
                );

            var mostLabel = isMenu ? Texts.MostRow : Texts.MostButton;
            if (TooLong(node.Id, "options", $"label of “{option.Id}”", option.Label, mostLabel) is { } label)
                yield return label;
            if (
                TooLong(
                    node.Id,
                    "options",
                    $"description of “{option.Id}”",
                    option.Description,
                    Texts.MostDescription
                ) is
                { } description
            )
                yield return description;
        }
    }

    private static Problem Missing(string id, string field, string text) => Wrong("missing", id, field, text);

    private static Problem? TooLong(string id, string field, string what, Template text, int most) =>
        text.LeastLength is var length && length > most
            ? Wrong("too_long", id, field, $"The {what} has {length} characters and WhatsApp takes {most}; shorten it.")
            : null;
}
