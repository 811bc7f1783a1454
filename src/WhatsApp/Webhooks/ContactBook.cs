using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>The <c>contacts</c> that came beside messages. They belong together by identifier, never by position.</summary>
internal sealed class ContactBook
{
    private static readonly ContactBook Empty = new([]);

    private readonly List<Sender> people;
    private readonly Dictionary<string, Sender>? index;

    private ContactBook(List<Sender> people)
    {
        this.people = people;
        // a batch of 1,000 must not compare each with each
        if (people.Count > 8)
            index = Index(people);
    }

    public static ContactBook Of(JsonElement value)
    {
        if (value.Array("contacts"u8) is not { } contacts)
            return Empty;

        var people = new List<Sender>(contacts.GetArrayLength());
        foreach (var contact in contacts.EnumerateArray())
        {
            var (phone, bsuid) = Identity.Of(contact.Id("wa_id"u8), contact.Id("user_id"u8));
            if (phone is null && bsuid is null)
                continue;

            var profile = contact.Object("profile"u8);
            people.Add(new Sender(phone, bsuid, profile?.Id("name"u8), profile?.Id("username"u8)));
        }
        return new ContactBook(people);
    }

    public Sender? Find(string? phone, string? bsuid)
    {
        if (index is not null)
            return (bsuid is not null ? index.GetValueOrDefault(bsuid) : null)
                ?? (phone is not null ? index.GetValueOrDefault(phone) : null);

        foreach (var person in people)
            if ((phone is not null && person.Phone == phone) || (bsuid is not null && person.Bsuid == bsuid))
                return person;
        return null;
    }

    /// <summary>The single contact, when nothing about it contradicts what is known of the writer.</summary>
    public Sender? Only(string? phone, string? bsuid) =>
        people is [var person] && (phone is null || person.Phone is null) && (bsuid is null || person.Bsuid is null)
            ? person
            : null;

    private static Dictionary<string, Sender> Index(List<Sender> people)
    {
        var index = new Dictionary<string, Sender>(people.Count * 2);
        foreach (var person in people)
        {
            if (person.Phone is { } phone)
                index.TryAdd(phone, person);
            if (person.Bsuid is { } bsuid)
                index.TryAdd(bsuid, person);
        }
        return index;
    }
}
