using System.Text.Json;
using WhatsAppBot.Messages;
using static WhatsAppBot.WhatsApp.ContentLimits;

namespace WhatsAppBot.WhatsApp;

/// <summary>Interactive messages that we pass through: of the kinds that flows send we know what Meta refuses.</summary>
internal static class InteractiveLimits
{
    public static MessageError? Check(JsonElement interactive)
    {
        if (interactive.ValueKind != JsonValueKind.Object)
            return Bad("interactive must be an object");

        return interactive.Text("type"u8) switch
        {
            "location_request_message" => Frame(interactive),
            "flow" => Frame(interactive) ?? Form(interactive),
            _ => null,
        };
    }

    private static MessageError? Frame(JsonElement interactive) =>
        Length("Body", interactive.Member("body"u8)?.Text("text"u8), 1, Limits.ButtonsBody)
        ?? Length("Header", interactive.Member("header"u8)?.Text("text"u8), 0, Limits.Header)
        ?? Length("Footer", interactive.Member("footer"u8)?.Text("text"u8), 0, Limits.Footer);

    private static MessageError? Form(JsonElement interactive)
    {
        if (interactive.Member("action"u8)?.Member("parameters"u8) is not { } form)
            return Bad("A form needs its parameters");

        if (string.IsNullOrEmpty(form.Text("flow_id"u8)) && string.IsNullOrEmpty(form.Text("flow_name"u8)))
            return Bad("A form needs its id or its name");

        return Length("Form button", form.Text("flow_cta"u8), 1, Limits.ButtonTitle);
    }
}
