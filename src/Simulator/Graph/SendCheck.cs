using System.Globalization;
using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>Meta's rules for what may be sent, with its words for what may not.</summary>
internal static class SendCheck
{
    private const int MostCallbackData = 512;

    private static readonly string[] NameParts = ["first_name", "last_name", "middle_name", "prefix", "suffix"];
    private static readonly string[] CardLists = ["phones", "emails", "urls", "addresses"];

    /// <summary>Checks the whole body of a send; the type it is of comes back, the refusal is in the check.</summary>
    public static string Run(Check check, Part root)
    {
        check.Text(root["messaging_product"]);
        check.Unless(
            root["messaging_product"].Text == "whatsapp",
            () => GraphError.Parameter("Param messaging_product must be one of {WHATSAPP}.")
        );
        check.Unless(!root["to"].Missing || !root["recipient"].Missing, () => GraphError.Required("to"));
        check.MaybeText(root["to"]);
        check.MaybeText(root["recipient"]);

        var recipientType = check.MaybeText(root["recipient_type"]);
        check.Unless(
            recipientType is null or "individual",
            () => GraphError.Parameter($"Param recipient_type must be one of {{INDIVIDUAL}} - got \"{recipientType}\".")
        );
        check.MaybeText(root["biz_opaque_callback_data"], MostCallbackData);
        check.MaybeText(root["recipient_identity_key_hash"]);

        var context = check.Maybe(root["context"]);

        if (context.IsObject)
        {
            check.Text(context["message_id"]);
        }

        var type = check.MaybeText(root["type"]) ?? "text";
        Content(check, root, type);
        return type;
    }

    private static void Content(Check check, Part root, string type)
    {
        switch (type)
        {
            case "text":
                Text(check, check.Object(root["text"]));
                break;
            case "image" or "video" or "audio" or "document" or "sticker":
                Media(check, check.Object(root[type]), type);
                break;
            case "location":
                Location(check, check.Object(root["location"]));
                break;
            case "contacts":
                Contacts(check, root["contacts"]);
                break;
            case "reaction":
                Reaction(check, check.Object(root["reaction"]));
                break;
            case "interactive":
                InteractiveCheck.Run(check, check.Object(root["interactive"]));
                break;
            case "template":
                TemplateCheck.Run(check, check.Object(root["template"]));
                break;
            default:
                check.Refuse(
                    GraphError.Parameter(
                        "Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, REACTION, "
                            + $"STICKER, TEMPLATE, TEXT, VIDEO}} - got \"{type}\"."
                    )
                );
                break;
        }
    }

    private static void Text(Check check, Part text)
    {
        check.Text(text["body"], 4096);
        check.Unless(
            text["preview_url"].Missing
                || text["preview_url"].Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                || text["preview_url"].Text is "true" or "false",
            () => GraphError.Parameter("Param text['preview_url'] must be a boolean.")
        );
    }

    /// <summary>A file by id or by link, never both; only some kinds take a caption, a name, or are a voice message.</summary>
    public static void Media(Check check, Part media, string kind)
    {
        switch (kind)
        {
            case "image" or "video":
                check.Keys(media, "id", "link", "caption", "provider");
                break;
            case "audio":
                check.Keys(media, "id", "link", "voice", "provider");
                break;
            case "document":
                check.Keys(media, "id", "link", "caption", "filename", "provider");
                break;
            default:
                check.Keys(media, "id", "link", "provider");
                break;
        }

        var id = check.MaybeText(media["id"]);
        var link = check.MaybeText(media["link"]);
        check.Unless(id is not null || link is not null, () => GraphError.Required(media["id"].Path));
        check.Unless(
            id is null || link is null,
            () => GraphError.Parameter($"Only one of {media["id"].Path} and {media["link"].Path} may be given.")
        );
        check.Unless(id != "", () => GraphError.Required(media["id"].Path));
        check.Unless(
            link is null || (Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"),
            () => GraphError.Parameter($"Param {media["link"].Path} is not a valid URL.")
        );
        check.MaybeText(media["caption"], 1024);
        check.MaybeText(media["filename"]);
    }

    private static void Location(Check check, Part location)
    {
        Degrees(check, location["latitude"], 90);
        Degrees(check, location["longitude"], 180);
        check.MaybeText(location["name"]);
        check.MaybeText(location["address"]);
    }

    private static void Degrees(Check check, Part part, int most)
    {
        var text = check.Text(part);
        check.Unless(
            Draw.Number(text) is { } degrees && Math.Abs(degrees) <= most,
            () => GraphError.Parameter($"Param {part.Path} must be a number between -{most} and {most}.")
        );
    }

    private static void Contacts(Check check, Part part)
    {
        var cards = check.List(part);
        check.Unless(
            cards.Count is >= 1 and <= 257,
            () => GraphError.Value("Invalid contacts count. Min allowed contacts: 1, Max allowed contacts: 257")
        );

        foreach (var card in cards)
        {
            var name = check.Object(check.Object(card)["name"]);
            check.Text(name["formatted_name"]);
            check.Unless(
                NameParts.Any(other => name[other].Text is not (null or "")),
                () => GraphError.Required(name["first_name"].Path)
            );

            foreach (var list in CardLists)
            {
                check.MaybeList(card[list]);
            }
        }
    }

    private static void Reaction(Check check, Part reaction)
    {
        check.Text(reaction["message_id"]);
        check.Unless(!reaction["emoji"].Missing, () => GraphError.Required(reaction["emoji"].Path));
        var emoji = check.MaybeText(reaction["emoji"]);
        check.Unless(
            emoji is null || new StringInfo(emoji).LengthInTextElements <= 1,
            () => GraphError.Parameter("Param reaction['emoji'] must be a single emoji.")
        );
    }
}
