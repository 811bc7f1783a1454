using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A tap on a button or a list row of a message the business sent; ids and titles come from that message.</summary>
internal static class Reply
{
    public static Written To(PhoneAct act, BusinessNumber number, Chat chat, DateTimeOffset now)
    {
        if (act.To is null || chat.Find(act.To) is not { Direction: Way.Out, Status: not Step.Failed } tapped)
        {
            return Written.No("to names no message of the business in this chat");
        }

        if (act.Choice is not { Length: > 0 } choice)
        {
            return Written.No("choice must be the id of a button or row");
        }

        return Button(tapped, choice, chat, number, now)
            ?? Row(tapped, choice, chat, number, now)
            ?? Written.No("the message has no such button or row");
    }

    private static Written? Button(
        ChatMessage tapped,
        string choice,
        Chat chat,
        BusinessNumber number,
        DateTimeOffset now
    )
    {
        if (tapped.Buttons?.FirstOrDefault(button => button.Id == choice) is not { } button)
        {
            return null;
        }

        var bubble = Bubble(tapped, button.Title, chat, now);

        if (tapped.Template is not null)
        {
            var quick = new JsonObject { ["payload"] = button.Id, ["text"] = button.Title };
            return Answer(PhoneAct.Json(chat, bubble, "button", quick), bubble, tapped, number);
        }

        var reply = new JsonObject { ["id"] = button.Id, ["title"] = button.Title };
        var content = new JsonObject { ["type"] = "button_reply", ["button_reply"] = reply };
        return Answer(PhoneAct.Json(chat, bubble, "interactive", content), bubble, tapped, number);
    }

    private static Written? Row(ChatMessage tapped, string choice, Chat chat, BusinessNumber number, DateTimeOffset now)
    {
        var row = tapped.List?.Sections.SelectMany(section => section.Rows).FirstOrDefault(row => row.Id == choice);

        if (row is null)
        {
            return null;
        }

        var bubble = Bubble(tapped, row.Title, chat, now);
        var reply = new JsonObject { ["id"] = row.Id, ["title"] = row.Title };

        if (row.Description is not null)
        {
            reply["description"] = row.Description;
        }

        var content = new JsonObject { ["type"] = "list_reply", ["list_reply"] = reply };
        return Answer(PhoneAct.Json(chat, bubble, "interactive", content), bubble, tapped, number);
    }

    private static ChatMessage Bubble(ChatMessage tapped, string title, Chat chat, DateTimeOffset now) =>
        PhoneAct.Bubble(chat, "reply", now) with
        {
            Text = title,
            ContextId = tapped.Id,
        };

    private static Written Answer(JsonObject json, ChatMessage bubble, ChatMessage tapped, BusinessNumber number)
    {
        json["context"] = new JsonObject { ["from"] = number.Number, ["id"] = tapped.Id };
        return new Written(bubble, json, null);
    }
}
