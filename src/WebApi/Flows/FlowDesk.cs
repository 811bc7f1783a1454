using System.Collections.Concurrent;
using System.Security.Claims;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>
/// Checks documents among the flows that are published beside them, the templates that Meta has approved and the contacts' fields. Flows are compiled once
/// per revision of the workspace.
/// </summary>
internal sealed class FlowDesk(FlowStore store, Storage.Templates templates, ContactCatalog contacts)
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
    ) => FlowCheck.Of(flow, name, json, await Around(workspace, cancel));

    /// <summary>Fields that a published flow fills are known, too: nobody has to define them before.</summary>
    private async Task<FlowSurroundings> Around(string workspace, CancellationToken cancel)
    {
        var published = await Published(workspace, cancel);
        var fields = (await contacts.Fields(workspace, cancel)).Keys.Concat(
            published.SelectMany(flow => flow.FilledFields)
        );
        return new FlowSurroundings(
            published,
            await templates.Approved(workspace, cancel),
            fields.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>What is kept beside a document that is saved as a draft.</summary>
    public static DraftNotes Notes(FlowReport report, string json, ClaimsPrincipal by) =>
        new(
            report.Problems.Count(problem => problem.Severity == Severity.Error),
            report.Problems.Count(problem => problem.Severity == Severity.Warning),
            FlowBook.Triggers(json),
            by.DisplayName
        );
}
