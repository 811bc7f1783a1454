using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads visiting cards; one that answers a request for contact info may have phones only, or nothing but a vCard.</summary>
internal static class CardReader
{
    public static ContactsContent? Read(JsonElement item)
    {
        if (item.Array("contacts"u8) is not { } contacts)
            return null;

        var cards = new List<ContactCard>(contacts.GetArrayLength());
        foreach (var contact in contacts.EnumerateArray())
            if (contact.ValueKind == JsonValueKind.Object)
                cards.Add(Card(contact));
        return cards.Count == 0 ? null : new ContactsContent(cards);
    }

    private static ContactCard Card(JsonElement contact)
    {
        var phones = new List<string>();
        if (contact.Array("phones"u8) is { } list)
            foreach (var phone in list.EnumerateArray())
                if ((phone.Id("phone"u8) ?? phone.Id("wa_id"u8)) is { } number)
                    phones.Add(number);

        return new ContactCard(NameOf(contact) ?? phones.FirstOrDefault() ?? "", phones, CleanJson.Keep(contact));
    }

    private static string? NameOf(JsonElement contact)
    {
        if (contact.Object("name"u8) is not { } name)
            return null;

        var parts = string.Join(
            ' ',
            new[] { name.Id("first_name"u8), name.Id("last_name"u8) }.Where(part => part is not null)
        );
        return name.Id("formatted_name"u8) ?? (parts.Length > 0 ? parts : null);
    }
}
