using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Makes one change of all that a turn's events do to the contact, in their order, and keeps a contact from growing without end.</summary>
internal static class ContactWriting
{
    public const int MostTags = 200;
    private const int LongestTag = 100;
    private const int LongestName = 200;
    private const int LongestLanguage = 20;
    private const int LargestFields = 64 * 1024;
    private const int DeepestField = 64;

    /// <summary>Null when nothing changes. What cannot be done is told as trouble, and left out.</summary>
    public static (ContactChange? Change, IReadOnlyList<FlowEvent> Troubles) Of(
        IReadOnlyList<FlowEvent> events,
        Contact contact
    )
    {
        ContactChange? change = null;
        List<FlowEvent>? troubles = null;
        foreach (var happened in events)
        {
            if (happened is not ContactChanged wanted)
                continue;

            var next = Then(change ?? new ContactChange(contact.Id), wanted);
            if (TooLarge(next, contact) is { } why)
                (troubles ??= []).Add(new Trouble(wanted.SessionId, wanted.NodeId, "contact_refused", why));
            else
                change = next;
        }
        return (change, troubles ?? []);
    }

    private static ContactChange Then(ContactChange before, ContactChanged next)
    {
        var add = Tags(next.AddTags);
        var remove = Tags(next.RemoveTags);
        return before with
        {
            Name = Text(next.Name, LongestName) ?? before.Name,
            Language = Text(next.Language, LongestLanguage) ?? before.Language,
            Fields = next.Fields is null ? before.Fields : Merged(before.Fields, next.Fields),
            AddTags = [.. (before.AddTags ?? []).Except(remove).Union(add)],
            RemoveTags = [.. (before.RemoveTags ?? []).Union(remove)],
            OptOut = next.OptOut ?? before.OptOut,
        };
    }

    private static string? TooLarge(ContactChange change, Contact contact)
    {
        if (change.AddTags is { Count: > 0 } add)
        {
            var tags = contact.Tags.Except(change.RemoveTags ?? []).Union(add).Count();
            if (tags > MostTags && tags > contact.Tags.Count)
                return string.Create(CultureInfo.InvariantCulture, $"A contact has at most {MostTags} tags.");
        }
        return change.Fields is not null && contact.Fields.Length + change.Fields.ToJsonString().Length > LargestFields
            ? "The fields of a contact hold at most 64 KiB."
            : null;
    }

    private static JsonObject Merged(JsonObject? before, JsonObject next)
    {
        var fields = before?.DeepClone() as JsonObject ?? [];
        foreach (var (key, value) in next)
            fields[CleanText.Of(key)] = Clean(value, DeepestField);
        return fields;
    }

    /// <summary>As the database's JSON takes it: no NUL, no lone surrogate, no number beyond all measure.</summary>
    private static JsonNode? Clean(JsonNode? value, int depth)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonObject or JsonArray when depth == 0:
                return null;
            case JsonArray list:
                return new JsonArray([.. list.Select(one => Clean(one, depth - 1))]);
            case JsonObject fields:
                var clean = new JsonObject();
                foreach (var (key, one) in fields)
                    clean[CleanText.Of(key)] = Clean(one, depth - 1);
                return clean;
            default:
                return value.GetValueKind() switch
                {
                    JsonValueKind.String => JsonValue.Create(CleanText.Of(Whole(value))),
                    JsonValueKind.Number when value.ToJsonString() is { Length: > 64 } or "" => null,
                    JsonValueKind.Number
                        when !double.IsFinite(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)) => null,
                    _ => value.DeepClone(),
                };
        }
    }

    /// <summary>A text with half a character in it throws when it is asked for.</summary>
    private static string Whole(JsonNode value)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return "\ufffd";
        }
    }

    private static string[] Tags(IReadOnlyList<string>? tags) =>
        tags is null ? [] : [.. tags.Select(tag => Text(tag, LongestTag)).OfType<string>().Distinct()];

    private static string? Text(string? text, int longest)
    {
        var clean = CleanText.Of(text?.Trim() ?? "");
        return clean.Length == 0 ? null
            : clean.Length > longest ? CleanText.Of(clean[..longest])
            : clean;
    }
}
