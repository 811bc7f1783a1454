using System.Text.Json;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>Reads one item of <c>messages</c> or <c>message_echoes</c>, sender apart.</summary>
internal static class MessageReader
{
    /// <summary><paramref name="ours"/>: the business wrote it, so forms that only a business sends are read as well.</summary>
    public static InboundMessage Read(
        JsonElement item,
        string wamid,
        DateTimeOffset arrivedAt,
        MessageError? error,
        bool ours
    ) =>
        new(
            wamid,
            item.Moment("timestamp"u8) ?? arrivedAt,
            ContentReader.Read(item, ErrorReader.First(item) ?? error, ours),
            ContextOf(item),
            ReferralOf(item)
        );

    // a context without id is a forward, not a reply
    private static InboundContext? ContextOf(JsonElement item)
    {
        if (item.Object("context"u8) is not { } context)
            return null;

        var wamid = context.Id("id"u8);
        var forwarded = context.Flag("forwarded"u8) || context.Flag("frequently_forwarded"u8);
        var product = context.Object("referred_product"u8);
        if (wamid is null && !forwarded && product is null)
            return null;

        return new InboundContext(wamid, forwarded, product is { } shown ? CleanJson.Keep(shown) : null);
    }

    private static Referral? ReferralOf(JsonElement item) =>
        item.Object("referral"u8) is { } referral
            ? new Referral(
                referral.Text("source_type"u8),
                referral.Text("source_id"u8),
                referral.Text("source_url"u8),
                referral.Text("headline"u8),
                CleanJson.Keep(referral)
            )
            : null;
}
