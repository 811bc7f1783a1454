using System.Text.Json;
using WhatsAppBot.Flows.Checks;

namespace WhatsAppBot.Flows;

/// <summary>Everything that is wrong with a flow document, or looks like a mistake: for the API, the builder and the importers alike.</summary>
public static class FlowCheck
{
    private static readonly Func<Draft, FlowSurroundings, IEnumerable<Problem>>[] Checks =
    [
        TriggerChecks.Of,
        TextChecks.Of,
        EdgeChecks.Of,
        PathChecks.Of,
        LoopChecks.Of,
        VariableChecks.Of,
        ApprovalChecks.Of,
        SubflowChecks.Of,
        ImportChecks.Of,
    ];

    /// <summary>Checks a document as the flow that would be published under this id and name.</summary>
    public static FlowReport Of(string flowId, string name, string json, FlowSurroundings around)
    {
        var reader = new FlowReader();
        var parsed = reader.Read(flowId, 0, name, json);
        if (!reader.HasNodes)
            return new FlowReport(parsed.Problems, parsed.Flow);

        using var document = JsonDocument.Parse(json);
        var draft = new Draft(flowId, reader, document.RootElement);
        return new FlowReport([.. parsed.Problems, .. Checks.SelectMany(check => check(draft, around))], parsed.Flow);
    }
}

/// <summary>
/// What a check found. <paramref name="Flow"/> is there when the document can run at all, be it with errors that forbid publishing.
/// </summary>
public sealed record FlowReport(IReadOnlyList<Problem> Problems, FlowVersion? Flow)
{
    /// <summary>Whether the flow may be published: there may be warnings, but no error.</summary>
    public bool IsSound => Flow is not null && Problems.All(problem => problem.Severity != Severity.Error);
}

/// <summary>
/// What a flow is checked against: the other published flows, the templates that the channel may send (<c>name</c>, or
/// <c>name/language</c> for one language only) and the contacts' custom fields. Null stands for unknown, and is not checked.
/// </summary>
public sealed record FlowSurroundings(
    IReadOnlyList<FlowVersion> Published,
    IReadOnlySet<string>? ApprovedTemplates = null,
    IReadOnlySet<string>? CustomFields = null
)
{
    /// <summary>A flow by itself: nothing outside it is known.</summary>
    public static FlowSurroundings Alone { get; } = new([]);
}
