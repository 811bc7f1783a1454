using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Something a person does in the chat, as the control API takes it.</summary>
internal sealed record PhoneAct
{
    private const int MostText = 4096;

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

    /// <summary>The file itself, as base64; without it a small one of that kind is sent.</summary>
    public string? Content { get; init; }
    public string? MimeType { get; init; }
    public string? Filename { get; init; }
    public string? Address { get; init; }
    public JsonArray? Contacts { get; init; }

    /// <summary>What was filled into a form.</summary>
    public JsonObject? Data { get; init; }
    public JsonObject? Message { get; init; }

    /// <summary>The bubble and the webhook's message. Call it inside the chat's gate: a reply reads what it answers.</summary>
    public Written Write(BusinessNumber number, Chat chat, MediaShelf shelf, DateTimeOffset now) =>
        Name is { Length: > 200 }
            ? Written.No("name must be at most 200 characters")
            : Type switch
            {
                "text" => Words(number, chat, now),
                "reply" => Reply.To(this, number, chat, now),
                "location" => Place(number, chat, now),
                "media" => PhoneFile.Send(this, number, chat, shelf, now),
                "contacts" => PhoneCards.Send(this, chat, now),
                "flow" => PhoneForm.Answer(this, number, chat, now),
                "reaction" => React(chat, now),
                "delete" => Delete(chat, now),
                "raw" => PhoneRaw.Send(this, chat, now),
                _ => Written.No(
                    "type must be one of text, reply, location, media, contacts, flow, reaction, delete, raw"
                ),
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
        return new Written(
            bubble,
            InAnswer(Json(chat, bubble, "text", new JsonObject { ["body"] = Text }), number),
            null
        );
    }

    private Written Place(BusinessNumber number, Chat chat, DateTimeOffset now)
    {
        if (Latitude is not { } latitude || Longitude is not { } longitude)
        {
            return Written.No("a location needs latitude and longitude");
        }

        if (!(Math.Abs(latitude) <= 90) || !(Math.Abs(longitude) <= 180))
        {
            return Written.No("latitude must be -90 to 90, longitude -180 to 180");
        }

        if (To is not null && chat.Find(To) is null)
        {
            return Written.No("to names no message of this chat");
        }

        // the act's name is the person's; a place's own comes as its caption
        var bubble = Bubble(chat, "location", now) with
        {
            Location = new(latitude, longitude, Caption, Address),
            ContextId = To,
        };
        var place = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };

        if (Caption is not null)
        {
            place["name"] = Caption;
        }

        if (Address is not null)
        {
            place["address"] = Address;
        }

        return new Written(bubble, InAnswer(Json(chat, bubble, "location", place), number), null);
    }

    /// <summary>The message with what it answers, when it answers something.</summary>
    public JsonObject InAnswer(JsonObject json, BusinessNumber number)
    {
        if (To is not null)
        {
            json["context"] = new JsonObject { ["from"] = number.Number, ["id"] = To };
        }

        return json;
    }

    // what was deleted reaches a business as something that it cannot show
    private Written Delete(Chat chat, DateTimeOffset now)
    {
        if (To is null || chat.Find(To) is not { Direction: Way.In })
        {
            return Written.No("to names no message of this person");
        }

        var bubble = Bubble(chat, "deleted", now) with { ContextId = To };
        var json = Json(chat, bubble, "unsupported", new JsonObject { ["type"] = "revoke" });
        json["errors"] = new JsonArray(
            new JsonObject
            {
                ["code"] = 131051,
                ["title"] = "Message type unknown",
                ["message"] = "Message type unknown",
                ["error_data"] = new JsonObject { ["details"] = "Message type is currently not supported." },
            }
        );
        return new Written(bubble, json, null);
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
}
