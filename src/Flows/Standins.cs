namespace WhatsAppBot.Flows;

/// <summary>Stand-in.</summary>
public sealed record Moved(int Version, string? FlowId = null) : Input;

/// <summary>Stand-in.</summary>
public sealed record FlowSurroundings(
    IReadOnlyList<FlowVersion> Published,
    IReadOnlySet<string>? ApprovedTemplates = null,
    IReadOnlySet<string>? CustomFields = null
);

/// <summary>Stand-in.</summary>
public sealed record FlowReport(IReadOnlyList<Problem> Problems, FlowVersion? Flow)
{
    public bool IsSound => Flow is not null;
}

/// <summary>Stand-in.</summary>
public static class FlowCheck
{
    public static FlowReport Of(string flowId, string name, string json, FlowSurroundings around)
    {
        var parsed = FlowVersion.Parse(flowId, 0, name, json);
        return new FlowReport(parsed.Problems, parsed.Flow);
    }
}

/// <summary>Stand-in.</summary>
public static class FlowDocument
{
    public static string Normal(string json) => json;
}

/// <summary>Stand-in.</summary>
public sealed record FlowChanges(IReadOnlyList<string> Nodes);

/// <summary>Stand-in.</summary>
public static class FlowDiff
{
    public static FlowChanges Between(string before, string after) => new([]);
}

/// <summary>Stand-in.</summary>
public sealed record ImportedFlow(string Json, IReadOnlyList<Problem> Notes);

/// <summary>Stand-in.</summary>
public static class OlderFlow
{
    public static bool LooksOlder(string json) => false;

    public static ImportedFlow Import(string json) => new(json, []);
}
