using System.Buffers;
using System.Text.Json;
using WhatsAppBot.Messages;
using static WhatsAppBot.WhatsApp.ContentLimits;

namespace WhatsAppBot.WhatsApp;

internal static class TemplateLimits
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789_"
    );
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\t");
    private static readonly string TooManySpaces = new(' ', Limits.TemplateSpaces + 1);

    public static MessageError? Check(TemplateContent template)
    {
        if (template.Name.Length is 0 or > Limits.TemplateName || template.Name.AsSpan().ContainsAnyExcept(NameLetters))
            return Bad("A template name has 1 to 512 lower-case letters, digits and underscores");

        if (template.Language.Length == 0)
            return Bad("A template needs its exact language code");

        return template.Components switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Array } components => Texts(components),
            _ => Bad("Template components must be an array"),
        };
    }

    // cards of a carousel hold components of their own
    private static MessageError? Texts(JsonElement components)
    {
        foreach (var component in components.EnumerateArray())
        {
            if (component.Array("parameters"u8) is { } parameters)
                foreach (var parameter in parameters.EnumerateArray())
                    if (parameter.Text("type"u8) == "text" && TextError(parameter.Text("text"u8)) is { } error)
                        return error;

            if (component.Array("cards"u8) is not { } cards)
                continue;

            foreach (var card in cards.EnumerateArray())
                if (card.Array("components"u8) is { } inner && Texts(inner) is { } error)
                    return error;
        }
        return null;
    }

    private static MessageError? TextError(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Bad("A template's text parameter may not be empty");

        return text.AsSpan().ContainsAny(Breaks) || text.Contains(TooManySpaces, StringComparison.Ordinal)
            ? new MessageError(
                132018,
                "Parameter value is not valid",
                "A template's text parameter may not hold line breaks, tabs or more than four spaces in a row"
            )
            : null;
    }
}
