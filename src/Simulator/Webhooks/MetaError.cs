using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>An error as a webhook tells it.</summary>
internal sealed record MetaError(int Code, string Title, string Details)
{
    public static readonly MetaError Undeliverable = new(131026, "Message undeliverable", "Message Undeliverable.");

    public static readonly MetaError WindowClosed = new(
        131047,
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
    );

    public static MetaError Of(int code, string? title, string? details)
    {
        var named = title ?? Titles.Of(code);
        return new MetaError(code, named, details ?? named);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("code", Code);
        json.WriteString("title", Title);
        json.WriteString("message", Title);
        json.WriteStartObject("error_data");
        json.WriteString("details", Details);
        json.WriteEndObject();
        json.WriteString("href", "/documentation/business-messaging/whatsapp/support/error-codes");
        json.WriteEndObject();
    }
}
