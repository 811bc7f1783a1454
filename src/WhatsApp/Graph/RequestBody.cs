using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Writes the JSON of a call straight as UTF-8.</summary>
internal static class RequestBody
{
    private static readonly JsonWriterOptions Utf8 = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Message(
        string? phone,
        string? bsuid,
        Content content,
        string? replyTo,
        string callbackData
    )
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Utf8))
        {
            json.WriteStartObject();
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("recipient_type"u8, "individual"u8);

            // without the plus Meta may put the business's own country code in front
            if (phone is not null)
                json.WriteString("to"u8, "+" + phone);
            else
                json.WriteString("recipient"u8, bsuid);

            ContentWriter.Write(json, content);
            Context(json, content, replyTo);
            json.WriteString("biz_opaque_callback_data"u8, callbackData);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Read(string wamid, bool typing)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Utf8))
        {
            json.WriteStartObject();
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("status"u8, "read"u8);
            json.WriteString("message_id"u8, wamid);
            if (typing)
            {
                json.WriteStartObject("typing_indicator"u8);
                json.WriteString("type"u8, "text"u8);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    // a reaction names its message itself
    private static void Context(Utf8JsonWriter json, Content content, string? replyTo)
    {
        if (string.IsNullOrEmpty(replyTo) || content is ReactionContent)
            return;

        json.WriteStartObject("context"u8);
        json.WriteString("message_id"u8, replyTo);
        json.WriteEndObject();
    }
}
