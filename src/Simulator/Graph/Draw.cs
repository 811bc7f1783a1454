using System.Globalization;

namespace WhatsAppBot.Simulator;

/// <summary>Makes the bubble that the phone shows out of a send that was found right.</summary>
internal static class Draw
{
    public static ChatMessage Outbound(Part root, string type, string id)
    {
        var message = new ChatMessage
        {
            Id = id,
            Direction = Way.Out,
            Type = type,
            ContextId = root["context"].Unwrapped()["message_id"].Text,
            CallbackData = root["biz_opaque_callback_data"].Text,
        };
        var content = root[type].Unwrapped();
        return type switch
        {
            "text" => message with { Text = content["body"].Text },
            "image" or "video" or "audio" or "document" or "sticker" => message with
            {
                Text = content["caption"].Text,
                Media = Media(content, type),
            },
            "location" => message with { Location = Location(content) },
            "contacts" => message with
            {
                Text = string.Join(", ", content.Items().Select(card => card["name"]["formatted_name"].Text)),
            },
            "reaction" => message with { Text = content["emoji"].Text, ContextId = content["message_id"].Text },
            "template" => Template(message, content),
            _ => Interactive(message, content),
        };
    }

    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private static ChatMedia Media(Part media, string type) =>
        new(type, media["id"].Text, media["link"].Text, media["caption"].Text, media["filename"].Text);

    private static ChatLocation Location(Part location) =>
        new(
            Number(location["latitude"].Text) ?? 0,
            Number(location["longitude"].Text) ?? 0,
            location["name"].Text,
            location["address"].Text
        );

    private static ChatMessage Interactive(ChatMessage message, Part interactive)
    {
        var type = interactive["type"].Text;
        var header = interactive["header"].Unwrapped();
        var headerType = header["type"].Text;
        var action = interactive["action"].Unwrapped();
        var drawn = message with
        {
            Type = type switch
            {
                "button" => "buttons",
                null => "interactive",
                _ => type,
            },
            Text = interactive["body"].Unwrapped()["text"].Text,
            Footer = interactive["footer"].Unwrapped()["text"].Text,
            Header = header["text"].Text,
            Media = headerType is "image" or "video" or "document"
                ? Media(header[headerType].Unwrapped(), headerType)
                : null,
        };
        var parameters = action["parameters"].Unwrapped();
        return type switch
        {
            "button" => drawn with
            {
                Buttons =
                [
                    .. action["buttons"]
                        .Unwrapped()
                        .Items()
                        .Select(button => button["reply"].Unwrapped())
                        .Select(reply => new ChatButton(reply["id"].Text ?? "", reply["title"].Text ?? "")),
                ],
            },
            "list" => drawn with { List = List(action) },
            "cta_url" => drawn with { Url = parameters["url"].Text, Buttons = Label(parameters["display_text"]) },
            "flow" => drawn with { Buttons = Label(parameters["flow_cta"]) },
            _ => drawn,
        };
    }

    // a button that opens something on the phone: nobody is told of the tap, so it has no id
    private static ChatButton[] Label(Part text) => [new ChatButton("", text.Text ?? "")];

    private static ChatList List(Part action) =>
        new(
            action["button"].Text ?? "",
            [
                .. action["sections"]
                    .Unwrapped()
                    .Items()
                    .Select(section => new ChatSection(
                        section["title"].Text,
                        [
                            .. section["rows"]
                                .Unwrapped()
                                .Items()
                                .Select(row => new ChatRow(
                                    row["id"].Text ?? "",
                                    row["title"].Text ?? "",
                                    row["description"].Text
                                )),
                        ]
                    )),
            ]
        );

    private static ChatMessage Template(ChatMessage message, Part template)
    {
        var components = template["components"].Unwrapped().Items().ToList();
        var name = template["name"].Text ?? "";
        var parameters = components
            .Where(component => component["type"].Text?.ToLowerInvariant() is "body" or "header")
            .SelectMany(component => component["parameters"].Unwrapped().Items())
            .Select(parameter => parameter["text"].Text)
            .OfType<string>()
            .ToList();
        var replies = components
            .Where(component => component["sub_type"].Text?.ToLowerInvariant() == "quick_reply")
            .SelectMany(component => component["parameters"].Unwrapped().Items())
            .Select(parameter => parameter["payload"].Text)
            .OfType<string>()
            .Select(payload => new ChatButton(payload, payload))
            .ToList();
        return message with
        {
            Text = parameters.Count == 0 ? name : $"{name}: {string.Join(", ", parameters)}",
            Template = new ChatTemplate(name, template["language"].Unwrapped()["code"].Text ?? "", parameters),
            Buttons = replies.Count == 0 ? null : replies,
        };
    }
}
