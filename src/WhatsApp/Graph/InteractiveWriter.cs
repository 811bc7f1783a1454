using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Writes the inside of <c>interactive</c> for reply buttons and lists.</summary>
internal static class InteractiveWriter
{
    public static void Write(Utf8JsonWriter json, ButtonsContent content)
    {
        json.WriteString("type"u8, "button"u8);
        Frame(json, content.Header, content.Body, content.Footer);
        json.WriteStartObject("action"u8);
        json.WriteStartArray("buttons"u8);
        foreach (var button in content.Buttons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "reply"u8);
            json.WriteStartObject("reply"u8);
            json.WriteString("id"u8, button.Id);
            json.WriteString("title"u8, button.Title);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ListContent content)
    {
        json.WriteString("type"u8, "list"u8);
        Frame(json, content.Header, content.Body, content.Footer);
        json.WriteStartObject("action"u8);
        json.WriteString("button"u8, content.ButtonText);
        json.WriteStartArray("sections"u8);
        foreach (var section in content.Sections)
        {
            json.WriteStartObject();
            ContentWriter.Optional(json, "title"u8, section.Title);
            json.WriteStartArray("rows"u8);
            foreach (var row in section.Rows)
                Write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListRow row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("title"u8, row.Title);
        ContentWriter.Optional(json, "description"u8, row.Description);
        json.WriteEndObject();
    }

    private static void Frame(Utf8JsonWriter json, string? header, string body, string? footer)
    {
        if (!string.IsNullOrEmpty(header))
        {
            json.WriteStartObject("header"u8);
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, header);
            json.WriteEndObject();
        }

        Text(json, "body"u8, body);
        if (!string.IsNullOrEmpty(footer))
            Text(json, "footer"u8, footer);
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}
