using System.Diagnostics;
using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Writes <c>type</c> and the member of that name. Only contents that <see cref="ContentLimits"/> let pass come here.</summary>
internal static class ContentWriter
{
    public static void Write(Utf8JsonWriter json, Content content)
    {
        switch (content)
        {
            case TextContent text:
                Start(json, "text"u8);
                json.WriteString("body"u8, text.Text);
                json.WriteBoolean("preview_url"u8, text.PreviewUrl);
                json.WriteEndObject();
                break;
            case MediaContent media:
                Write(json, media);
                break;
            case LocationContent place:
                Start(json, "location"u8);
                json.WriteNumber("latitude"u8, place.Latitude);
                json.WriteNumber("longitude"u8, place.Longitude);
                Optional(json, "name"u8, place.Name);
                Optional(json, "address"u8, place.Address);
                json.WriteEndObject();
                break;
            case ContactsContent contacts:
                Write(json, contacts);
                break;
            case ReactionContent reaction:
                Start(json, "reaction"u8);
                json.WriteString("message_id"u8, reaction.TargetWamid);
                json.WriteString("emoji"u8, reaction.Emoji);
                json.WriteEndObject();
                break;
            case TemplateContent template:
                Write(json, template);
                break;
            case ButtonsContent buttons:
                Start(json, "interactive"u8);
                InteractiveWriter.Write(json, buttons);
                json.WriteEndObject();
                break;
            case ListContent list:
                Start(json, "interactive"u8);
                InteractiveWriter.Write(json, list);
                json.WriteEndObject();
                break;
            case InteractiveContent interactive:
                json.WriteString("type"u8, "interactive"u8);
                json.WritePropertyName("interactive"u8);
                interactive.Interactive.WriteTo(json);
                break;
            default:
                throw new UnreachableException(content.Kind);
        }
    }

    internal static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    private static void Start(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteString("type"u8, type);
        json.WriteStartObject(type);
    }

    private static void Write(Utf8JsonWriter json, MediaContent media)
    {
        json.WriteString("type"u8, media.Kind);
        json.WriteStartObject(media.Kind);

        // never both
        if (!string.IsNullOrEmpty(media.Id))
            json.WriteString("id"u8, media.Id);
        else
            json.WriteString("link"u8, media.Link);

        Optional(json, "caption"u8, media.Caption);
        if (media.Media == MediaKind.Document)
            Optional(json, "filename"u8, media.FileName);
        if (media is { Media: MediaKind.Audio, Voice: true })
            json.WriteBoolean("voice"u8, true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ContactsContent contacts)
    {
        json.WriteString("type"u8, "contacts"u8);
        json.WriteStartArray("contacts"u8);
        foreach (var card in contacts.Cards)
            if (card.Raw is { ValueKind: JsonValueKind.Object } raw)
                raw.WriteTo(json);
            else
                Write(json, card);
        json.WriteEndArray();
    }

    // Meta wants the full name and at least one part of it
    private static void Write(Utf8JsonWriter json, ContactCard card)
    {
        json.WriteStartObject();
        json.WriteStartObject("name"u8);
        json.WriteString("formatted_name"u8, card.Name);
        json.WriteString("first_name"u8, card.Name);
        json.WriteEndObject();
        json.WriteStartArray("phones"u8);
        foreach (var phone in card.Phones)
        {
            json.WriteStartObject();
            json.WriteString("phone"u8, phone);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TemplateContent template)
    {
        Start(json, "template"u8);
        json.WriteString("name"u8, template.Name);
        json.WriteStartObject("language"u8);
        json.WriteString("code"u8, template.Language);
        json.WriteEndObject();
        if (template.Components is { ValueKind: JsonValueKind.Array } components && components.GetArrayLength() > 0)
        {
            json.WritePropertyName("components"u8);
            components.WriteTo(json);
        }
        json.WriteEndObject();
    }
}
