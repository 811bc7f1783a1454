using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads Meta's error objects, of webhooks and of answers alike: every member but the code may be missing or have moved.</summary>
internal static class ErrorReader
{
    /// <summary>The first error of an <c>errors</c> array, if any.</summary>
    public static MessageError? First(JsonElement holder) => holder.First("errors"u8) is { } error ? Read(error) : null;

    public static MessageError? Read(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return null;

        var message = error.Text("message"u8);
        var title = error.Text("title"u8) ?? error.Text("error_user_title"u8) ?? message ?? "";
        var details =
            error.Object("error_data"u8)?.Text("details"u8)
            ?? error.Text("error_data"u8)
            ?? error.Text("details"u8)
            ?? error.Text("error_user_msg"u8)
            ?? (message != title ? message : null);
        return new MessageError(error.Int("code"u8) ?? ErrorTable.NoCode, title, details);
    }
}
