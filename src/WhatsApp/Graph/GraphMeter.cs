using System.Diagnostics.Metrics;

namespace WhatsAppBot.WhatsApp;

/// <summary>Counts and times the calls to Meta, by what became of them. Add the meter <see cref="Name"/> to see it.</summary>
public static class GraphMeter
{
    public const string Name = "WhatsAppBot.WhatsApp";

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "whatsapp.graph.duration",
        "s",
        "Time of one call to the Graph API"
    );

    internal static void Record(SendResult result, string call, TimeSpan took)
    {
        if (Calls.Enabled)
            Calls.Record(took.TotalSeconds, new("call", call), new("outcome", OutcomeOf(result)));
    }

    private static string OutcomeOf(SendResult result) =>
        result switch
        {
            Sent => "sent",
            Refused => "refused",
            TryLater => "later",
            _ => "unknown",
        };
}
