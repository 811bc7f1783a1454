using System.Text.Json;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>
/// A chat to keep as a test. Without <c>expected</c>, what the draft (or the given document) answers to the script now is what is expected of
/// it from now on.
/// </summary>
public sealed record SaveTestRequest(
    string Name,
    IReadOnlyList<Act> Script,
    DateTimeOffset? Now = null,
    SimulatedContact? Contact = null,
    Transcript? Expected = null,
    JsonElement? Document = null
);

/// <summary>A chat that is kept as a test of a flow.</summary>
public sealed record FlowTestView(
    string Id,
    string Name,
    SavedTest Test,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static FlowTestView Of(StoredFlowTest stored) =>
        new(stored.Id, stored.Name, SavedTest.Parse(stored.Test), stored.CreatedBy, stored.CreatedAt, stored.UpdatedAt);
}

/// <summary>The tests of a flow, the oldest first; there is one page.</summary>
public sealed record FlowTestPage(IReadOnlyList<FlowTestView> Items, string? Next);

/// <summary>What tests are to be run on: the draft, or the given document.</summary>
public sealed record RunTestsRequest(JsonElement? Document = null);

/// <summary>How a saved test went.</summary>
public sealed record TestResult(string Id, string Name, TestRun Run);

/// <summary>How all tests of a flow went.</summary>
public sealed record TestResults(int Passed, int Failed, IReadOnlyList<TestResult> Items);

/// <summary>A test as a file has it.</summary>
public sealed record FiledTest(string Name, SavedTest Test);
