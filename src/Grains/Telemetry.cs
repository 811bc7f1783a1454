using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WhatsAppBot.Grains;

/// <summary>What this room tells OpenTelemetry. Names begin with <c>whatsappbot.</c>; times are in seconds.</summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "WhatsAppBot.Grains";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>How long the oldest unhandled inbox row of the whole cluster has waited, at the last sweep.</summary>
    internal static TimeSpan InboxAge { get; set; }

    internal static readonly ObservableGauge<double> Age = Meter.CreateObservableGauge(
        "whatsappbot.inbox.age",
        () => InboxAge.TotalSeconds,
        "s"
    );
    internal static readonly Histogram<double> TurnTime = Meter.CreateHistogram<double>(
        "whatsappbot.turn.duration",
        "s"
    );
    internal static readonly Histogram<double> SendTime = Meter.CreateHistogram<double>(
        "whatsappbot.send.duration",
        "s"
    );
    internal static readonly Histogram<double> CallTime = Meter.CreateHistogram<double>(
        "whatsappbot.call.duration",
        "s"
    );
    internal static readonly Histogram<double> HookTime = Meter.CreateHistogram<double>(
        "whatsappbot.hook.duration",
        "s"
    );
    internal static readonly Counter<long> Turns = Meter.CreateCounter<long>("whatsappbot.turns");
    internal static readonly Counter<long> StaleTurns = Meter.CreateCounter<long>("whatsappbot.turns.stale");
    internal static readonly Counter<long> Swept = Meter.CreateCounter<long>("whatsappbot.swept");
    internal static readonly Counter<long> LiveEvents = Meter.CreateCounter<long>("whatsappbot.live.published");
}
