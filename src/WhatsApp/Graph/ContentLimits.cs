using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Checks a content against <see cref="Limits"/> before a call is spent on it.</summary>
public static class ContentLimits
{
    /// <summary>The first thing that Meta would refuse, told in our words under Meta's code; null when there is none that we know.</summary>
    public static MessageError? Check(Content content) =>
        content switch
        {
            TextContent text => Length("Text", text.Text, 1, Limits.Text),
            MediaContent media => Media(media),
            LocationContent place => Place(place),
            ContactsContent contacts => Cards(contacts),
            ReactionContent reaction when reaction.TargetWamid.Length == 0 => Bad("A reaction needs a message"),
            ReactionContent => null,
            ButtonsContent buttons => ButtonsLimits.Check(buttons),
            ListContent list => ListLimits.Check(list),
            TemplateContent template => TemplateLimits.Check(template),
            InteractiveContent interactive => InteractiveLimits.Check(interactive.Interactive),
            _ => new MessageError(131051, "Unsupported message type", $"Nothing of kind {content.Kind} can be sent"),
        };

    internal static MessageError Bad(string details) => new(131009, "Parameter value is not valid", details);

    internal static MessageError? Length(string what, string? text, int least, int most)
    {
        var length = CodePoints(text);
        return length >= least && length <= most
            ? null
            : Bad($"{what} has {length} characters; {least} to {most} are allowed");
    }

    internal static MessageError? Count(string what, int count, int least, int most) =>
        count >= least && count <= most ? null : Bad($"{what}: {count} given; {least} to {most} are allowed");

    internal static int CodePoints(string? text)
    {
        var count = 0;
        foreach (var _ in (text ?? "").EnumerateRunes())
            count++;
        return count;
    }

    private static MessageError? Media(MediaContent media)
    {
        if (string.IsNullOrEmpty(media.Id) && !IsWeb(media.Link))
            return Bad("Media needs an id or an http(s) link");

        if (media.Media is MediaKind.Audio or MediaKind.Sticker && !string.IsNullOrEmpty(media.Caption))
            return Bad($"A caption is not possible on {media.Kind}");

        return Length("Caption", media.Caption, 0, Limits.Caption);
    }

    private static bool IsWeb(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    private static MessageError? Place(LocationContent place) =>
        place is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }
            ? null
            : Bad("Latitude must be between -90 and 90, longitude between -180 and 180");

    private static MessageError? Cards(ContactsContent contacts) =>
        Count("Contacts", contacts.Cards.Count, 1, Limits.Contacts)
        ?? (contacts.Cards.Any(card => card.Name.Length == 0) ? Bad("A contact needs a name") : null);
}
