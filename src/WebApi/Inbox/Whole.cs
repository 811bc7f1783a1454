using WhatsAppBot.Messages;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>Whether a content that came over the wire has all that its kind needs: what was left out is null, whatever its type says.</summary>
internal static class Whole
{
    public static bool Is(Content? content) =>
        content switch
        {
            TextContent text => text.Text is not null,
            MediaContent or LocationContent => true,
            ContactsContent contacts => All(
                contacts.Cards,
                card => card.Name is not null && All(card.Phones, phone => phone is not null)
            ),
            ButtonsContent buttons => buttons.Body is not null && All(buttons.Buttons, Is),
            ListContent list => list is { Body: not null, ButtonText: not null }
                && All(list.Sections, section => All(section.Rows, row => row is { Id: not null, Title: not null })),
            TemplateContent template => template is { Name: not null, Language: not null },
            ReactionContent reaction => reaction is { TargetWamid: not null, Emoji: not null },
            _ => false,
        };

    private static bool Is(Button button) => button is { Id: not null, Title: not null };

    private static bool All<T>(IReadOnlyList<T>? items, Func<T, bool> rule) =>
        items is not null && items.All(item => item is not null && rule(item));
}
