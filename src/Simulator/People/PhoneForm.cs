using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A person sends a form that they filled in.</summary>
internal static class PhoneForm
{
    private const int MostData = 64 * 1024;

    public static Written Answer(PhoneAct act, BusinessNumber number, Chat chat, DateTimeOffset now)
    {
        if (act.To is null || chat.Find(act.To) is not { Direction: Way.Out, Form: { } form, Status: not Step.Failed })
        {
            return Written.No("to names no form of this chat");
        }

        if (act.Data is { } data && !PhoneRaw.Sound(data))
        {
            return Written.No("the data has a name twice, or text that is not valid Unicode");
        }

        var filled = (JsonObject?)act.Data?.DeepClone() ?? [];
        filled.TryAdd("flow_token", form.Token);
        var json = filled.ToJsonString();

        if (json.Length > MostData)
        {
            return Written.No("the data is too long");
        }

        var bubble = PhoneAct.Bubble(chat, "reply", now) with { Text = form.Cta, ContextId = act.To };
        var reply = new JsonObject
        {
            ["name"] = "flow",
            ["body"] = "Sent",
            ["response_json"] = json,
        };
        var content = new JsonObject { ["type"] = "nfm_reply", ["nfm_reply"] = reply };
        return new Written(bubble, act.InAnswer(PhoneAct.Json(chat, bubble, "interactive", content), number), null);
    }
}
