using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A message exactly as it was written down: for what no phone of ours can send.</summary>
internal static class PhoneRaw
{
    public static Written Send(PhoneAct act, Chat chat, DateTimeOffset now)
    {
        if (act.Message is not { } message)
        {
            return Written.No("raw needs a message");
        }

        if (!Sound(message))
        {
            return Written.No("the message has a name twice, or text that is not valid Unicode");
        }

        var json = (JsonObject)message.DeepClone();
        var bubble = PhoneAct.Bubble(chat, Word(json, "type") ?? "unknown", now);
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

    public static string? Word(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;

    // nodes are read when they are asked: this asks all of them, before anything has been done
    public static bool Sound(JsonNode node)
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
