using System.Globalization;

namespace WhatsAppBot.Simulator;

/// <summary>Makes the bubble that the phone shows out of a send that was found right.</summary>
internal static class Draw
{
    public static ChatMessage Outbound(Part root, string type, string id, Line line)
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
                Text = string.Join(
                    ", ",
                    content.Items().Select(card => card["name"].Unwrapped()["formatted_name"].Text)
                ),
            },
            "reaction" => message with { Text = content["emoji"].Text, ContextId = content["message_id"].Text },
            "template" => TemplateDraw.Message(message, content, line),
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
            "flow" => drawn with { Form = Form(parameters), Buttons = Label(parameters["flow_cta"]) },
            "carousel" => drawn with
            {
                Text = string.Join(
                    "\n",
                    Cards(action)
                        .Select(card => card["body"].Unwrapped()["text"].Text)
                        .Prepend(drawn.Text)
                        .OfType<string>()
                ),
                Buttons =
                [
                    .. Cards(action)
                        .SelectMany(card => card["action"].Unwrapped()["buttons"].Unwrapped().Items())
                        .Select(button => button["quick_reply"].Unwrapped())
                        .Where(reply => reply.IsObject)
                        .Select(reply => new ChatButton(reply["id"].Text ?? "", reply["title"].Text ?? "")),
                ],
            },
            _ => drawn,
        };
    }

    private static IEnumerable<Part> Cards(Part action) => action["cards"].Unwrapped().Items();

    private static ChatForm Form(Part parameters)
    {
        var payload = parameters["flow_action_payload"].Unwrapped();
        return new(
            parameters["flow_id"].Text,
            parameters["flow_name"].Text,
            parameters["flow_token"].Text ?? "unused",
            parameters["flow_cta"].Text ?? "",
            parameters["flow_action"].Text ?? "navigate",
            payload["screen"].Text,
            payload["data"].Unwrapped() is { IsObject: true } data ? data.Value.Clone() : null
        );
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
}
