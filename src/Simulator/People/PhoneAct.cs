using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Something a person does in the chat, as the control API takes it.</summary>
internal sealed record PhoneAct
{
    private const int MostText = 4096;

    private static readonly Dictionary<string, string> MimeTypes = new()
    {
        ["image"] = "image/jpeg",
        ["video"] = "video/mp4",
        ["audio"] = "audio/ogg; codecs=opus",
        ["document"] = "application/pdf",
        ["sticker"] = "image/webp",
    };

    public string? Name { get; init; }
    public string? Type { get; init; }
    public string? Text { get; init; }
    public string? To { get; init; }
    public string? Choice { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? MediaType { get; init; }
    public string? Caption { get; init; }
    public string? Emoji { get; init; }
    public JsonObject? Message { get; init; }

    /// <summary>The bubble and the webhook's message. Call it inside the chat's gate: a reply reads what it answers.</summary>
    public Written Write(BusinessNumber number, Chat chat, DateTimeOffset now) =>
        Name is { Length: > 200 }
            ? Written.No("name must be at most 200 characters")
            : Type switch
            {
                "text" => Words(number, chat, now),
                "reply" => Reply.To(this, number, chat, now),
                "location" => Place(chat, now),
                "media" => File(chat, now),
                "reaction" => React(chat, now),
                "raw" => Raw(chat, now),
                _ => Written.No("type must be one of text, reply, location, media, reaction, raw"),
            };

    public static ChatMessage Bubble(Chat chat, string type, DateTimeOffset now) =>
        new()
        {
            Id = Ids.Wamid(Way.In, chat.UsernameOnly ? chat.UserId : chat.Phone),
            Direction = Way.In,
            Type = type,
            At = now,
            Status = Step.Sent,
        };

    public static JsonObject Json(Chat chat, ChatMessage bubble, string type, JsonNode content)
    {
        var json = new JsonObject();

        if (!chat.UsernameOnly)
        {
            json["from"] = chat.Phone;
        }

        json["from_user_id"] = chat.UserId;
        json["id"] = bubble.Id;
        json["timestamp"] = WebhookWriter.Seconds(bubble.At);
        json["type"] = type;
        json[type] = content;
        return json;
    }

    private Written Words(BusinessNumber number, Chat chat, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(Text) || !CodePoints.Fit(Text, MostText))
        {
            return Written.No("text must be 1 to 4096 characters");
        }

        if (To is not null && chat.Find(To) is null)
        {
            return Written.No("to names no message of this chat");
        }

        var bubble = Bubble(chat, "text", now) with { Text = Text, ContextId = To };
        var json = Json(chat, bubble, "text", new JsonObject { ["body"] = Text });

        if (To is not null)
        {
            json["context"] = new JsonObject { ["from"] = number.Number, ["id"] = To };
        }

        return new Written(bubble, json, null);
    }

    private Written Place(Chat chat, DateTimeOffset now)
    {
        if (Latitude is not { } latitude || Longitude is not { } longitude)
        {
            return Written.No("a location needs latitude and longitude");
        }

        if (!(Math.Abs(latitude) <= 90) || !(Math.Abs(longitude) <= 180))
        {
            return Written.No("latitude must be -90 to 90, longitude -180 to 180");
        }

        var bubble = Bubble(chat, "location", now) with { Location = new(latitude, longitude, null, null) };
        var place = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };
        return new Written(bubble, Json(chat, bubble, "location", place), null);
    }

    private Written File(Chat chat, DateTimeOffset now)
    {
        if (MediaType is null || !MimeTypes.TryGetValue(MediaType, out var mime))
        {
            return Written.No("mediaType must be one of image, video, audio, document, sticker");
        }

        if (!CodePoints.Fit(Caption, 1024))
        {
            return Written.No("caption must be at most 1024 characters");
        }

        var id = Ids.Media();
        var file = new JsonObject
        {
            ["id"] = id,
            ["mime_type"] = mime,
            ["sha256"] = Ids.Digest(id),
        };

        if (Caption is not null && MediaType is "image" or "video" or "document")
        {
            file["caption"] = Caption;
        }

        if (MediaType == "document")
        {
            file["filename"] = "document.pdf";
        }

        if (MediaType == "audio")
        {
            file["voice"] = true;
        }

        if (MediaType == "sticker")
        {
            file["animated"] = false;
        }

        var bubble = Bubble(chat, MediaType, now) with
        {
            Text = Caption,
            Media = new ChatMedia(MediaType, id, null, Caption, file["filename"]?.GetValue<string>()),
        };
        return new Written(bubble, Json(chat, bubble, MediaType, file), null);
    }

    private Written React(Chat chat, DateTimeOffset now)
    {
        if (To is null || chat.Find(To) is null)
        {
            return Written.No("to names no message of this chat");
        }

        var reaction = new JsonObject { ["message_id"] = To };

        if (!string.IsNullOrEmpty(Emoji))
        {
            reaction["emoji"] = Emoji;
        }

        var bubble = Bubble(chat, "reaction", now) with { Text = Emoji ?? "", ContextId = To };
        return new Written(bubble, Json(chat, bubble, "reaction", reaction), null);
    }

    private Written Raw(Chat chat, DateTimeOffset now)
    {
        if (Message is null)
        {
            return Written.No("raw needs a message");
        }

        if (!Sound(Message))
        {
            return Written.No("the message has a name twice, or text that is not valid Unicode");
        }

        var json = (JsonObject)Message.DeepClone();
        var bubble = Bubble(chat, Word(json, "type") ?? "unknown", now);
        bubble = bubble with
        {
            Id = Word(json, "id") ?? bubble.Id,
            Text = json["text"] is JsonObject text ? Word(text, "body") : null,
        };

        json.TryAdd("id", bubble.Id);
        json.TryAdd("timestamp", WebhookWriter.Seconds(now));
        json.TryAdd("from_user_id", chat.UserId);

        if (!chat.UsernameOnly)
        {
            json.TryAdd("from", chat.Phone);
        }

        return new Written(bubble, json, null);
    }

    private static string? Word(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;

    // nodes are read when they are asked: this asks all of them, before anything has been done
    private static bool Sound(JsonNode node)
    {
        try
        {
            return Leaves(node)
                .All(leaf => leaf.GetValueKind() != JsonValueKind.String || leaf.GetValue<string>() is not null);
        }
        catch (Exception unsound) when (unsound is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Leaves(member.Value)),
            JsonArray items => items.SelectMany(Leaves),
            null => [],
            _ => [node],
        };
}
