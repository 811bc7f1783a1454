using System.Text.Json;

namespace WhatsAppBot.WhatsApp;

/// <summary>Turns the body of a webhook into events. Whatever the bytes are, it never throws.</summary>
public static class WebhookParser
{
    /// <summary>As the other, with now as the time of arrival.</summary>
    public static WebhookDelivery? Parse(ReadOnlyMemory<byte> body) => Parse(body, TimeProvider.System.GetUtcNow());

    /// <summary>
    /// Null when the body is not a JSON object (or is nested more than 64 deep, which Meta never is). A message or status whose timestamp
    /// cannot be read counts as of <paramref name="arrivedAt"/>.
    /// </summary>
    public static WebhookDelivery? Parse(ReadOnlyMemory<byte> body, DateTimeOffset arrivedAt)
    {
        try
        {
            var clean = CleanJson.IsClean(body.Span) ? body : CleanJson.Rewrite(body.Span);
            using var json = JsonDocument.Parse(clean);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;

            var reader = new DeliveryReader(clean, arrivedAt);
            reader.Read(json.RootElement);
            return new WebhookDelivery(reader.Events);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
