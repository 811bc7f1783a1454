using WhatsAppBot.Messages;
using static WhatsAppBot.WhatsApp.ContentLimits;

namespace WhatsAppBot.WhatsApp;

internal static class ListLimits
{
    public static MessageError? Check(ListContent content)
    {
        var rows = content.Sections.SelectMany(section => section.Rows).ToList();
        return Length("Body", content.Body, 1, Limits.ListBody)
            ?? Length("Header", content.Header, 0, Limits.Header)
            ?? Length("Footer", content.Footer, 0, Limits.Footer)
            ?? Length("List button", content.ButtonText, 1, Limits.ListButton)
            ?? Count("Sections", content.Sections.Count, 1, Limits.ListSections)
            ?? Count("Rows of all sections", rows.Count, 1, Limits.ListRows)
            ?? content
                .Sections.Select(section => Check(section, several: content.Sections.Count > 1))
                .FirstOrDefault(error => error is not null)
            ?? rows.Select(Check).FirstOrDefault(error => error is not null)
            ?? (rows.DistinctBy(row => row.Id).Count() < rows.Count ? Bad("Two rows have the same id") : null);
    }

    private static MessageError? Check(ListSection section, bool several) =>
        Length("Section title", section.Title, several ? 1 : 0, Limits.SectionTitle)
        ?? (section.Rows.Count == 0 ? Bad("A section needs a row") : null);

    private static MessageError? Check(ListRow row) =>
        Length("Row id", row.Id, 1, Limits.RowId)
        ?? Length("Row title", row.Title, 1, Limits.RowTitle)
        ?? Length("Row description", row.Description, 0, Limits.RowDescription);
}
