using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>What has been published: listed, read, compared, counted, taken back as the draft.</summary>
internal static class VersionEndpoints
{
    private const int MostInAPage = 200;

    public static void MapVersions(this IEndpointRouteBuilder group)
    {
        group
            .MapGet("/{flow}/versions", List)
            .WithName("ListVersions")
            .WithSummary("Published versions, the newest first");
        group
            .MapGet("/{flow}/versions/{version:int}", Find)
            .WithName("GetVersion")
            .WithSummary("One version with its document");
        group
            .MapPost("/{flow}/versions/{version:int}/restore", Restore)
            .Audit("flow.restore", "flow")
            .Needs(Permission.FlowsWrite)
            .WithName("RestoreVersion")
            .WithSummary("Make a version the draft; with If-Match only over that draft");
        group
            .MapGet("/{flow}/diff", Diff)
            .WithName("DiffVersions")
            .WithSummary("What changed between two versions; each is a number or draft");
        group
            .MapGet("/{flow}/stats", Stats)
            .CanWait()
            .WithName("GetFlowStats")
            .WithSummary("What the nodes of a version have seen, within a second, and who stands there now");
    }

    private static async Task<Results<Ok<VersionPage>, ProblemHttpResult>> List(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        var before = int.MaxValue;
        if (cursor is not null && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");
        if (await flows.Draft(ws, flow, cancel) is null)
            return FlowEndpoints.NoFlow();

        var page = await life.Versions(ws, flow, before, limit, cancel);
        var next = page.Count == limit ? page[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new VersionPage(page, next));
    }

    private static async Task<Results<Ok<VersionView>, ProblemHttpResult>> Find(
        string ws,
        string flow,
        int version,
        FlowBook flows,
        FlowStore store,
        CancellationToken cancel
    ) =>
        await flows.Draft(ws, flow, cancel) is not null && await store.Find(ws, flow, version, cancel) is { } found
            ? TypedResults.Ok(new VersionView(found.Version, found.Name, Documents.Element(found.Document)))
            : NoVersion();

    private static async Task<Results<Ok<SavedDraft>, ProblemHttpResult>> Restore(
        string ws,
        string flow,
        int version,
        HttpContext http,
        FlowBook flows,
        FlowStore store,
        FlowDesk desk,
        CancellationToken cancel
    ) =>
        await flows.Draft(ws, flow, cancel) is { } draft && await store.Find(ws, flow, version, cancel) is { } found
            ? await DraftEndpoints.Keep(ws, flow, draft.Name, found.Document, http, flows, desk, cancel)
            : NoVersion();

    private static async Task<Results<Ok<FlowChanges>, ProblemHttpResult>> Diff(
        string ws,
        string flow,
        FlowBook flows,
        FlowStore store,
        CancellationToken cancel,
        string? from = null,
        string to = "draft"
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        if (from is null)
            return Problems.BadRequest("from", "from is the number of a version, or draft.");
        if (await Document(from) is not { } before || await Document(to) is not { } after)
            return NoVersion();
        return TypedResults.Ok(FlowDiff.Between(before, after));

        async Task<string?> Document(string which) =>
            which == "draft" ? draft.Document
            : int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? (await store.Find(ws, flow, number, cancel))?.Document
            : null;
    }

    private static async Task<Results<Ok<FlowStatsView>, ProblemHttpResult>> Stats(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        FlowCounts counts,
        CancellationToken cancel,
        int? version = null
    )
    {
        if (await flows.Find(ws, flow, cancel) is not { } found)
            return FlowEndpoints.NoFlow();
        if ((version ?? found.PublishedVersion) is not { } number)
            return NoVersion();

        var seen = (await counts.Nodes(ws, flow, number, cancel)).ToDictionary(node => node.NodeId);
        var here = (await life.Standing(ws, flow, cancel))
            .Where(place => place.Version == number && place.NodeId.Length > 0)
            .ToDictionary(place => place.NodeId, place => place.People);
        return TypedResults.Ok(
            new FlowStatsView(
                number,
                [
                    .. seen
                        .Keys.Union(here.Keys)
                        .Order(StringComparer.Ordinal)
                        .Select(node => new NodeStats(
                            node,
                            seen.GetValueOrDefault(node)?.Entered ?? 0,
                            seen.GetValueOrDefault(node)?.Left ?? new Dictionary<string, long>(),
                            here.GetValueOrDefault(node)
                        )),
                ]
            )
        );
    }

    private static ProblemHttpResult NoVersion() => Problems.NotFound("There is no such version.");
}
