using System.Collections.Concurrent;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Checks documents among the flows that are published beside them; those are compiled once per revision of the workspace.</summary>
internal sealed class FlowDesk(FlowStore store)
{
    private sealed record Known(long Revision, IReadOnlyList<FlowVersion> Flows);

    private readonly ConcurrentDictionary<string, Known> known = new();

    /// <summary>The workspace's revision of published flows.</summary>
    public Task<long> Revision(string workspace, CancellationToken cancel) => store.Revision(workspace, cancel);

    /// <summary>The live versions, the oldest flow first.</summary>
    public async Task<IReadOnlyList<FlowVersion>> Published(string workspace, CancellationToken cancel)
    {
        var revision = await store.Revision(workspace, cancel);
        if (known.TryGetValue(workspace, out var kept) && kept.Revision == revision)
            return kept.Flows;

        var flows = new List<FlowVersion>();
        foreach (var stored in await store.Live(workspace, cancel))
        {
            if (FlowVersion.Parse(stored.FlowId, stored.Version, stored.Name, stored.Document).Flow is { } flow)
                flows.Add(flow);
        }
        known[workspace] = new Known(revision, flows);
        return flows;
    }

    /// <summary>What is wrong with a document of that flow.</summary>
    public async Task<FlowReport> Check(
        string workspace,
        string flow,
        string name,
        string json,
        CancellationToken cancel
    ) => FlowCheck.Of(flow, name, json, new FlowSurroundings(await Published(workspace, cancel)));

    public static int Errors(FlowReport report) => report.Problems.Count(problem => problem.Severity == Severity.Error);

    public static int Warnings(FlowReport report) =>
        report.Problems.Count(problem => problem.Severity == Severity.Warning);
}
