using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads what a message carries by its <c>type</c>. Whatever cannot be read survives whole as <see cref="UnknownContent"/>.</summary>
internal static class ContentReader
{
    // the order in which a missing type is guessed from the member that is there
    private static readonly string[] Types =
    [
        "text",
        "image",
        "video",
        "audio",
        "voice",
        "document",
        "sticker",
        "location",
        "contacts",
        "interactive",
        "button",
        "reaction",
        "order",
        "system",
        "edit",
        "revoke",
        "unsupported",
        "template",
    ];

    public static Content Read(JsonElement item, MessageError? error, bool ours)
    {
        var type = item.Member("type"u8) is { ValueKind: JsonValueKind.String } declared ? declared.GetString() : null;
        if (string.IsNullOrEmpty(type))
            type = Infer(item);

        return Known(item, type, ours) ?? new UnknownContent(NameOf(item, type), CleanJson.Keep(item), error);
    }

    private static Content? Known(JsonElement item, string type, bool ours) =>
        type switch
        {
            "text" => TextOf(item),
            "image" => MediaReader.Read(item.Object("image"u8), MediaKind.Image),
            "video" => MediaReader.Read(item.Object("video"u8), MediaKind.Video),
            "audio" => MediaReader.Read(item.Object("audio"u8), MediaKind.Audio),
            // a type of its own in old payloads only
            "voice" => MediaReader.Read(item.Object("voice"u8), MediaKind.Audio, voice: true),
            "document" => MediaReader.Read(item.Object("document"u8), MediaKind.Document),
            "sticker" => MediaReader.Read(item.Object("sticker"u8), MediaKind.Sticker),
            "location" => LocationOf(item),
            "contacts" => CardReader.Read(item),
            "interactive" => InteractiveReader.Read(item, ours),
            "button" => InteractiveReader.TemplateReply(item),
            "reaction" => ReactionOf(item),
            "order" => OrderReader.Read(item),
            "system" => SystemOf(item),
            "request_welcome" => new SystemContent("request_welcome", ""),
            "edit" => Gone(item.Object("edit"u8)),
            "revoke" => Gone(item.Object("revoke"u8)),
            "template" when ours => TemplateOf(item),
            _ => null,
        };

    private static string Infer(JsonElement item)
    {
        foreach (var type in Types)
            if (item.TryGetProperty(type, out _))
                return type;
        return item.Array("errors"u8) is null ? "unknown" : "unsupported";
    }

    // "unsupported.poll", "interactive.call_permission_reply": what people will ask about
    private static string NameOf(JsonElement item, string type)
    {
        var inner = type switch
        {
            "unsupported" => item.Object("unsupported"u8)?.Id("type"u8),
            "interactive" => item.Object("interactive"u8)?.Id("type"u8),
            _ => null,
        };
        return inner is null ? type : $"{type}.{inner}";
    }

    private static TextContent? TextOf(JsonElement item) =>
        item.Object("text"u8)?.Text("body"u8) is { } body ? new TextContent(body) : null;

    private static LocationContent? LocationOf(JsonElement item)
    {
        if (item.Object("location"u8) is not { } place)
            return null;

        return place.Double("latitude"u8) is { } latitude && place.Double("longitude"u8) is { } longitude
            ? new LocationContent(
                latitude,
                longitude,
                place.Text("name"u8),
                place.Text("address"u8),
                place.Text("url"u8)
            )
            : null;
    }

    private static ReactionContent? ReactionOf(JsonElement item)
    {
        if (item.Object("reaction"u8) is not { } reaction)
            return null;

        // Meta's own sample misspells it; an emoji that is absent or empty takes the reaction away
        var target = reaction.Id("message_id"u8) ?? reaction.Id("messsage_id"u8);
        return target is null ? null : new ReactionContent(target, reaction.Text("emoji"u8) ?? "");
    }

    private static SystemContent? SystemOf(JsonElement item) =>
        item.Object("system"u8) is { } system
            ? new SystemContent(
                system.Text("type"u8) ?? "",
                system.Text("body"u8) ?? "",
                Identity.Digits(system.Id("wa_id"u8)) ?? Identity.Digits(system.Id("new_wa_id"u8)),
                system.Id("user_id"u8)
            )
            : null;

    private static DeletedContent? Gone(JsonElement? what) =>
        what?.Id("original_message_id"u8) is { } target ? new DeletedContent(target) : null;

    private static TemplateContent? TemplateOf(JsonElement item)
    {
        if (item.Object("template"u8) is not { } template || template.Text("name"u8) is not { } name)
            return null;

        var language = template.Object("language"u8)?.Text("code"u8) ?? template.Text("language"u8) ?? "";
        var components = template.Array("components"u8);
        return new TemplateContent(name, language, components is { } parts ? CleanJson.Keep(parts) : null);
    }
}
