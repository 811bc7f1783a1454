namespace WhatsAppBot.WhatsApp;

/// <summary>Reads what Meta posts.</summary>
public static class WebhookParser
{
    public static WebhookDelivery? Parse(ReadOnlyMemory<byte> body) => Parse(body, TimeProvider.System.GetUtcNow());

    /// <summary>Messages whose timestamp cannot be read count as sent at <paramref name="arrivedAt"/>.</summary>
    public static WebhookDelivery? Parse(ReadOnlyMemory<byte> body, DateTimeOffset arrivedAt) =>
        throw new NotImplementedException();
}
