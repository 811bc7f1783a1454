using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads one item of <c>statuses</c>, where payments and calls report too.</summary>
internal static class StatusReader
{
    /// <summary>Meta's limit of <c>biz_opaque_callback_data</c>.</summary>
    private const int LongestCallbackData = 512;

    public static WebhookEvent Read(
        Origin origin,
        JsonElement item,
        ContactBook contacts,
        DeliveryReader delivery,
        DateTimeOffset arrivedAt
    )
    {
        var (waba, number) = origin;
        var type = item.Text("type"u8) ?? "message";
        var word = item.Text("status"u8) ?? "";
        if (type != "message" || StatusOf(word) is not { } status)
            return item.ValueKind == JsonValueKind.Object
                ? new OtherStatusArrived(waba, number, type, word, delivery.Raw(item))
                : new ItemSkipped(waba, number, "status that is no object", delivery.Raw(item));

        if (item.Id("id"u8) is not { } wamid)
            return new ItemSkipped(waba, number, "status without a usable id", delivery.Raw(item));

        var (phone, bsuid) = RecipientOf(item, contacts);
        return new StatusArrived(
            waba,
            number,
            wamid,
            status,
            item.Moment("timestamp"u8) ?? arrivedAt,
            phone,
            bsuid,
            item.Text("biz_opaque_callback_data"u8) is { Length: > 0 and <= LongestCallbackData } data ? data : null,
            ErrorReader.First(item),
            item.Object("pricing"u8) is { } pricing ? delivery.Raw(pricing) : default
        );
    }

    private static MessageStatus? StatusOf(string word) =>
        word switch
        {
            "sent" => MessageStatus.Sent,
            "delivered" => MessageStatus.Delivered,
            "read" => MessageStatus.Read,
            "played" => MessageStatus.Played,
            "failed" => MessageStatus.Failed,
            _ => null,
        };

    private static (string? Phone, string? Bsuid) RecipientOf(JsonElement item, ContactBook contacts)
    {
        // of a group, recipient_id is the group
        var group = item.Text("recipient_type"u8) == "group";
        var (phone, bsuid) = group
            ? Identity.Of(item.Id("recipient_participant_id"u8), item.Id("recipient_participant_user_id"u8))
            : Identity.Of(item.Id("recipient_id"u8), item.Id("recipient_user_id"u8));

        var contact = contacts.Find(phone, bsuid);
        return (phone ?? contact?.Phone, bsuid ?? contact?.Bsuid);
    }
}
