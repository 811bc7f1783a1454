using System.Globalization;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Contacts as flows see them.</summary>
internal static class ContactViews
{
    /// <summary>The contact of a conversation, before the turn.</summary>
    public static ContactView Of(Conversation conversation)
    {
        var contact = conversation.Contact;
        return new ContactView(
            contact.Id.ToString(CultureInfo.InvariantCulture),
            contact.Name,
            contact.Phone,
            contact.Language,
            contact.Tags,
            contact.OptedOutAt is not null,
            contact.Fields is "{}" ? null : JsonNode.Parse(contact.Fields) as JsonObject,
            IsFirstMessage: conversation.State.WindowClosesAt is null
        );
    }
}
