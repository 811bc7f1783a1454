using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Writes the <c>value</c> of a change: a status of ours, or a message of a person.</summary>
internal static class WebhookWriter
{
    public static byte[] Status(
        BusinessNumber number,
        Chat chat,
        ChatMessage message,
        Step step,
        MetaError? error,
        DateTimeOffset at
    ) =>
        MetaJson.Write(json =>
        {
            Head(json, number);

            if (step != Step.Failed)
            {
                Contact(json, number, chat);
            }

            json.WriteStartArray("statuses");
            json.WriteStartObject();
            json.WriteString("id", message.Id);
            json.WriteString("status", step.ToString().ToLowerInvariant());
            json.WriteString("timestamp", Seconds(at));

            if (!chat.UsernameOnly)
            {
                json.WriteString("recipient_id", chat.Phone);
            }

            json.WriteString("recipient_user_id", chat.UserId);

            if (message.CallbackData is { } data)
            {
                json.WriteString("biz_opaque_callback_data", data);
            }

            if (step == Step.Sent || (step is Step.Delivered or Step.Read && !message.Priced))
            {
                Price(json, message, step);
            }

            if (error is not null)
            {
                json.WriteStartArray("errors");
                error.Write(json);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static byte[] Message(BusinessNumber number, Chat chat, JsonObject message) =>
        MetaJson.Write(json =>
        {
            Head(json, number);
            Contact(json, number, chat);
            json.WriteStartArray("messages");
            message.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        });

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static void Head(Utf8JsonWriter json, BusinessNumber number)
    {
        json.WriteStartObject();
        json.WriteString("messaging_product", "whatsapp");
        json.WriteStartObject("metadata");
        json.WriteString("display_phone_number", number.Number);
        json.WriteString("phone_number_id", number.PhoneNumberId);
        json.WriteEndObject();
    }

    private static void Contact(Utf8JsonWriter json, BusinessNumber number, Chat chat)
    {
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteStartObject("profile");
        json.WriteString("name", chat.UsernameOnly ? chat.Name ?? chat.Username : chat.DisplayName);

        if (chat.UsernameOnly)
        {
            json.WriteString("username", chat.Username);
        }

        json.WriteEndObject();

        if (!chat.UsernameOnly)
        {
            json.WriteString("wa_id", chat.Phone);
        }

        json.WriteString("user_id", chat.UserId);

        if (number.IdentityChecks)
        {
            json.WriteString("identity_key_hash", chat.IdentityHash);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    // since July 2025: per message; free-form is free, a template is billed unless it is a utility in an open window
    private static void Price(Utf8JsonWriter json, ChatMessage message, Step step)
    {
        if (message.Conversation is { } conversation)
        {
            json.WriteStartObject("conversation");
            json.WriteString("id", conversation);

            if (step == Step.Sent)
            {
                json.WriteString("expiration_timestamp", Seconds(message.At.AddHours(24)));
            }

            json.WriteStartObject("origin");
            json.WriteString("type", message.Category);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var billed = message.Template is not null && !(message is { Category: "utility", InWindow: true });
        json.WriteStartObject("pricing");
        json.WriteBoolean("billable", billed);
        json.WriteString("pricing_model", "PMP");
        json.WriteString("type", billed ? "regular" : "free_customer_service");
        json.WriteString("category", message.Category);
        json.WriteEndObject();
    }
}
