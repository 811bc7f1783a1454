using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp.Tests;

/// <summary>Shows events as JSON for golden files.</summary>
internal static class EventJson
{
    public static JsonArray Of(WebhookDelivery delivery) => new([.. delivery.Events.Select(Of)]);

    private static JsonNode? Of(WebhookEvent news)
    {
        var json = new JsonObject
        {
            ["event"] = news.GetType().Name,
            ["waba"] = news.WabaId,
            ["number"] = news.PhoneNumberId,
        };
        switch (news)
        {
            case MessageArrived arrived:
                json["sender"] = JsonSerializer.SerializeToNode(arrived.Sender, MessagesJson.Default.Sender);
                json["message"] = Of(arrived.Message);
                json["rawId"] = JsonNode.Parse(arrived.Raw.Span)?["id"]?.ToString();
                break;
            case EchoArrived echo:
                json["contact"] = JsonSerializer.SerializeToNode(echo.Contact, MessagesJson.Default.Sender);
                json["message"] = Of(echo.Message);
                json["rawId"] = JsonNode.Parse(echo.Raw.Span)?["id"]?.ToString();
                break;
            case StatusArrived status:
                json["wamid"] = status.Wamid;
                json["status"] = status.Status.ToString();
                json["at"] = status.At;
                json["phone"] = status.RecipientPhone;
                json["bsuid"] = status.RecipientBsuid;
                json["callbackData"] = status.CallbackData;
                json["error"] = JsonSerializer.SerializeToNode(status.Error, MessagesJson.Default.MessageError);
                json["pricing"] = status.Pricing.IsEmpty ? null : JsonNode.Parse(status.Pricing.Span);
                break;
            case OtherStatusArrived other:
                json["type"] = other.Type;
                json["status"] = other.Status;
                json["raw"] = JsonNode.Parse(other.Raw.Span);
                break;
            case AccountTrouble trouble:
                json["error"] = JsonSerializer.SerializeToNode(trouble.Error, MessagesJson.Default.MessageError);
                break;
            case FieldChanged changed:
                json["field"] = changed.Field;
                json["at"] = changed.At;
                json["raw"] = JsonNode.Parse(changed.Raw.Span);
                break;
            case ItemSkipped skipped:
                json["reason"] = skipped.Reason;
                json["raw"] = JsonNode.Parse(skipped.Raw.Span);
                break;
            default:
                throw new InvalidOperationException(news.GetType().Name);
        }
        return json;
    }

    // kind and plain follow from the rest
    private static JsonNode? Of(InboundMessage message)
    {
        var json = JsonSerializer.SerializeToNode(message, MessagesJson.Default.InboundMessage);
        var content = json!["content"]!.AsObject();
        content.Remove("kind");
        content.Remove("plain");
        return json;
    }
}
