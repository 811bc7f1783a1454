namespace WhatsAppBot.Flows;

/// <summary>Which message starts which published flow, worked out beforehand.</summary>
public sealed class TriggerTable
{
    private readonly Dictionary<string, FlowVersion> flows;

    private TriggerTable(Dictionary<string, FlowVersion> flows) => this.flows = flows;

    public static TriggerTable Empty { get; } = Of([]);

    /// <summary>The table of these published versions, the oldest flow first: of two equal triggers the older flow's wins.</summary>
    public static TriggerTable Of(IEnumerable<FlowVersion> published) =>
        new(published.ToDictionary(flow => flow.FlowId, StringComparer.Ordinal));

    /// <summary>The published version of a flow, or null.</summary>
    public FlowVersion? Flow(string flowId) => flows.GetValueOrDefault(flowId);
}
