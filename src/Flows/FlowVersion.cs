namespace WhatsAppBot.Flows;

/// <summary>A flow document, read and compiled once and shared by all conversations of a silo.</summary>
public sealed class FlowVersion
{
    private FlowVersion(string flowId, int number, string name, string json) =>
        (FlowId, Number, Name, Json) = (flowId, number, name, json);

    public string FlowId { get; }
    public int Number { get; }
    public string Name { get; }

    /// <summary>The document as it was given, unknown keys and all.</summary>
    public string Json { get; }

    /// <summary>Reads a document: the flow when it can run, and in any case what is wrong with it.</summary>
    public static ParsedFlow Parse(string flowId, int number, string name, string json) =>
        new(new FlowVersion(flowId, number, name, json), []);
}

/// <summary>A flow that can run, or null with at least one <see cref="Severity.Error"/> among the problems.</summary>
public sealed record ParsedFlow(FlowVersion? Flow, IReadOnlyList<Problem> Problems);
