using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>How many problems the draft had when it was saved last.</summary>
public sealed record ProblemCounts(int Errors, int Warnings);

/// <summary>
/// A flow; <c>waiting</c> of the people <c>inside</c> stand in a queue for a person. Outcomes are counted within a second; <c>startedByDay</c> are
/// the sessions begun on each of the last seven days (UTC), today last.
/// </summary>
public sealed record FlowView(
    string Id,
    string Name,
    FlowState State,
    int? PublishedVersion,
    int Versions,
    bool HasChanges,
    ProblemCounts Problems,
    long Inside,
    long Waiting,
    FlowOutcomes Outcomes,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<TriggerLine> Triggers,
    IReadOnlyList<long> StartedByDay
)
{
    internal static FlowView Of(FlowLine line) =>
        new(
            line.Id,
            line.Name,
            line.State,
            line.PublishedVersion,
            line.Versions,
            line.HasChanges,
            new ProblemCounts(line.Errors, line.Warnings),
            line.Inside,
            line.Waiting,
            line.Outcomes,
            line.CreatedAt,
            line.UpdatedAt,
            JsonSerializer.Deserialize(line.Triggers, FlowsJson.Default.IReadOnlyListTriggerLine) ?? [],
            line.StartedByDay
        );
}

/// <summary>A page of flows; <c>next</c> is null on the last one.</summary>
public sealed record FlowPage(IReadOnlyList<FlowView> Items, string? Next);

/// <summary>A new flow: empty, of a document, or of one of the examples.</summary>
public sealed record CreateFlowRequest(string? Name, JsonElement? Document = null, string? Example = null);

/// <summary>A new name.</summary>
public sealed record RenameRequest(string Name);

/// <summary>A flow to start from.</summary>
public sealed record ExampleFlow(string Id, string Name, int Nodes, JsonElement Document);

/// <summary>A list of examples; there is one page.</summary>
public sealed record ExamplePage(IReadOnlyList<ExampleFlow> Items, string? Next);

/// <summary>A saved draft: its new ETag, and what is wrong with it.</summary>
public sealed record SavedDraft(string ETag, IReadOnlyList<Problem> Problems);

/// <summary>A document to look at instead of the draft.</summary>
public sealed record ValidateRequest(JsonElement? Document = null);

/// <summary>What is wrong with a document, and whether it can be published all the same.</summary>
public sealed record ValidationView(bool IsSound, IReadOnlyList<Problem> Problems);

/// <summary>What becomes of the people inside older versions, and whether to publish although saved tests fail.</summary>
public sealed record PublishRequest(Inside Inside = Inside.Finish, bool DespiteTests = false);

/// <summary>
/// What was published (<c>version</c> is null in a dry run), how many people are inside, how many of them stand on nodes that vanish, and the saved
/// tests that fail.
/// </summary>
public sealed record PublishedView(
    int? Version,
    long Inside,
    long OnVanishingNodes,
    IReadOnlyList<Problem> Problems,
    IReadOnlyList<TestResult> FailedTests
);

/// <summary>A page of versions, the newest first.</summary>
public sealed record VersionPage(IReadOnlyList<VersionLine> Items, string? Next);

/// <summary>A published version with its document.</summary>
public sealed record VersionView(int Version, string Name, JsonElement Document);

/// <summary>What the nodes of a version have seen, and how many people stand at each now.</summary>
public sealed record FlowStatsView(int Version, IReadOnlyList<NodeStats> Nodes);

/// <summary>A node: how often it was entered and left by each handle (empty: the one without a name), and who stands there now.</summary>
public sealed record NodeStats(string NodeId, long Entered, IReadOnlyDictionary<string, long> Left, long Here);

/// <summary>An imported flow. <c>report</c> is there for one of the older system.</summary>
public sealed record ImportView(FlowView Flow, ImportedFlow? Report, IReadOnlyList<Problem> Problems);

/// <summary>A node that was visited.</summary>
public sealed record VisitedNode(string Id, string? Name);

/// <summary>Where a session waits, and for what.</summary>
public sealed record WaitView(string NodeId, WaitFor For);

/// <summary>What happens to a message outside the 24-hour window.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Delivery>))]
public enum Delivery
{
    /// <summary>It is on its way to Meta.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>It is not sent: the window is closed and it is no template. The session learns it as a failed send.</summary>
    [JsonStringEnumMemberName("windowClosed")]
    WindowClosed,
}

/// <summary>A message that the flow said.</summary>
public sealed record SaidMessage(string NodeId, Content Content, Delivery Delivery);
