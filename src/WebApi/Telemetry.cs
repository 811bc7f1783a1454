using System.Diagnostics.Metrics;

namespace WhatsAppBot.WebApi;

/// <summary>What this room tells OpenTelemetry; times are in seconds.</summary>
internal static class Telemetry
{
    private static readonly Meter Meter = new("WhatsAppBot.WebApi");

    public static readonly Counter<long> Webhooks = Meter.CreateCounter<long>("whatsappbot.webhooks");
    public static readonly Histogram<double> WebhookTime = Meter.CreateHistogram<double>(
        "whatsappbot.webhook.duration",
        "s"
    );
    public static readonly Counter<long> ForeignNumbers = Meter.CreateCounter<long>("whatsappbot.webhooks.foreign");
    public static readonly Counter<long> LiveRelayed = Meter.CreateCounter<long>("whatsappbot.live.relayed");
    public static readonly Counter<long> Resyncs = Meter.CreateCounter<long>("whatsappbot.live.resyncs");
    public static readonly Histogram<double> StreamLag = Meter.CreateHistogram<double>("whatsappbot.live.lag", "s");
}
