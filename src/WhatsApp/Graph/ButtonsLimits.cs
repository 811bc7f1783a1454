using WhatsAppBot.Messages;
using static WhatsAppBot.WhatsApp.ContentLimits;

namespace WhatsAppBot.WhatsApp;

internal static class ButtonsLimits
{
    public static MessageError? Check(ButtonsContent content) =>
        Length("Body", content.Body, 1, Limits.ButtonsBody)
        ?? Length("Header", content.Header, 0, Limits.Header)
        ?? Length("Footer", content.Footer, 0, Limits.Footer)
        ?? Count("Buttons", content.Buttons.Count, 1, Limits.Buttons)
        ?? content.Buttons.Select(Check).FirstOrDefault(error => error is not null)
        ?? Unique(content.Buttons);

    private static MessageError? Check(Button button) =>
        Length("Button id", button.Id, 1, Limits.ButtonId)
        ?? Length("Button title", button.Title, 1, Limits.ButtonTitle)
        ?? (button.Id.Trim() == button.Id ? null : Bad("A button id may not begin or end with a space"));

    // Meta has refused titles that differed in letter case only
    private static MessageError? Unique(IReadOnlyList<Button> buttons)
    {
        if (buttons.DistinctBy(button => button.Id).Count() < buttons.Count)
            return Bad("Two buttons have the same id");

        return buttons.DistinctBy(button => button.Title, StringComparer.OrdinalIgnoreCase).Count() < buttons.Count
            ? Bad("Two buttons have the same title")
            : null;
    }
}
