using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Finds out who wrote: in <c>from</c>, in <c>from_user_id</c>, or only in the contacts beside the message.</summary>
internal static class SenderReader
{
    /// <summary><paramref name="alone"/>: it is the only message of the change.</summary>
    public static Sender? Of(JsonElement item, ContactBook contacts, bool alone)
    {
        var (phone, bsuid) = Identity.Of(item.Id("from"u8), item.Id("from_user_id"u8));

        // it names the old identity, and the contacts beside it are of other messages
        if (item.Object("system"u8) is { } system)
            return Changed(system, phone, bsuid);

        var nameless = phone is null && bsuid is null;
        var contact = contacts.Find(phone, bsuid) ?? (nameless || alone ? contacts.Only(phone, bsuid) : null);
        return Join(phone, bsuid, contact);
    }

    public static Sender? Addressee(JsonElement echo, ContactBook contacts)
    {
        var (phone, bsuid) = Identity.Of(echo.Id("to"u8), echo.Id("to_user_id"u8));
        return Join(phone, bsuid, contacts.Find(phone, bsuid));
    }

    private static Sender? Changed(JsonElement system, string? phone, string? bsuid)
    {
        bsuid ??= system.Id("previous_user_id"u8);
        if (phone is null && bsuid is null)
            (phone, bsuid) = Identity.Of(system.Id("wa_id"u8), system.Id("user_id"u8));
        return phone is null && bsuid is null ? null : new Sender(phone, bsuid);
    }

    private static Sender? Join(string? phone, string? bsuid, Sender? contact)
    {
        if (contact is not null)
            return contact with { Phone = phone ?? contact.Phone, Bsuid = bsuid ?? contact.Bsuid };

        return phone is null && bsuid is null ? null : new Sender(phone, bsuid);
    }
}
