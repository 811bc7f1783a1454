using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Flows as a whole: making, finding, naming, pausing, archiving, deleting.</summary>
internal static class FlowEndpoints
{
    private const int MostInAPage = 200;
    private const int LongestName = 100;

    public static void MapFlows(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/flows")
            .Needs(Permission.FlowsRead)
            .WithMetadata(new RequestSizeLimitAttribute(Documents.MostRequestBytes))
            .WithTags("Flows");

        group.MapGet("", List).WithName("ListFlows").WithSummary("Flows, the last changed first");
        group
            .MapPost("", Create)
            .Needs(Permission.FlowsWrite)
            .WithName("CreateFlow")
            .WithSummary("A new draft: empty, of a document or an example");
        group.MapGet("/examples", AllExamples).WithName("ListExampleFlows").WithSummary("Flows to start from");
        group.MapGet("/{flow}", Find).WithName("GetFlow").WithSummary("One flow");
        group
            .MapPatch("/{flow}", Rename)
            .Needs(Permission.FlowsWrite)
            .WithName("RenameFlow")
            .WithSummary("Give a flow another name");
        group
            .MapPost("/{flow}/duplicate", Duplicate)
            .Needs(Permission.FlowsWrite)
            .WithName("DuplicateFlow")
            .WithSummary("Copy the draft");
        group
            .MapPost("/{flow}/pause", Pause)
            .Audit("flow.pause", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("PauseFlow")
            .WithSummary("Nobody new comes in; people inside go on");
        group
            .MapPost("/{flow}/resume", Resume)
            .Audit("flow.resume", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("ResumeFlow")
            .WithSummary("Let people in again");
        group
            .MapPost("/{flow}/archive", Archive)
            .Audit("flow.archive", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("ArchiveFlow")
            .WithSummary("Put away; nobody new comes in");
        group
            .MapPost("/{flow}/unarchive", Unarchive)
            .Audit("flow.unarchive", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("UnarchiveFlow")
            .WithSummary("Take back: paused, or a draft if it was never published");
        group
            .MapDelete("/{flow}", Delete)
            .Audit("flow.delete", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("DeleteFlow")
            .WithSummary("Delete; with force also while people are inside, whose sessions end");
        group.MapDrafts();
        group.MapVersions();
        group.MapRuns();
        group.MapExchange();
        group.MapFlowTests();
        group.MapPassers();
    }

    private static async Task<Results<Ok<FlowPage>, ProblemHttpResult>> List(
        string ws,
        FlowBook flows,
        CancellationToken cancel,
        string? state = null,
        string? search = null,
        string? cursor = null,
        int limit = 50
    )
    {
        FlowState? which = null;
        if (state is not null)
        {
            if (!Words.TryRead(state, out FlowState named))
                return Problems.BadRequest("state", "state is one of draft, live, paused, archived.");
            which = named;
        }
        if (limit is < 1 or > MostInAPage)
            return Problems.BadRequest("limit", $"limit is 1 to {MostInAPage}.");
        if (search is { Length: > 100 } || search is not null && CleanText.Of(search) != search)
            return Problems.BadRequest("search", "search is at most 100 characters of text.");
        FlowCursor from = default;
        if (cursor is not null && !FlowCursor.TryParse(cursor, out from))
            return Problems.BadRequest("cursor", "cursor is not one that this list gave.");

        var page = await flows.List(ws, which, search, cursor is null ? null : from.At, from.Id ?? "", limit, cancel);
        var next = page.Count == limit ? new FlowCursor(page[^1].UpdatedAt, page[^1].Id).ToString() : null;
        return TypedResults.Ok(new FlowPage([.. page.Select(FlowView.Of)], next));
    }

    private static async Task<Results<Created<FlowView>, ProblemHttpResult>> Create(
        string ws,
        CreateFlowRequest request,
        ClaimsPrincipal user,
        FlowBook flows,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        if (request.Document is not null && request.Example is not null)
            return Problems.BadRequest("document", "Give a document or an example, not both.");

        var json = Documents.Empty;
        var example = request.Example is null ? null : Examples.Find(request.Example);
        if (request.Example is not null && example is null)
            return Problems.BadRequest("example", "There is no such example.");
        if (example is not null)
            json = example.Document.GetRawText();
        if (request.Document is { } document)
        {
            (json, var problem) = Documents.Text(document);
            if (problem is not null)
                return problem;
        }

        var name = request.Name ?? example?.Name ?? "";
        return NameProblem(name) ?? await Make(ws, name.Trim(), json, user, flows, desk, cancel);
    }

    /// <summary>A new draft of a document that has been read.</summary>
    internal static async Task<Results<Created<FlowView>, ProblemHttpResult>> Make(
        string ws,
        string name,
        string json,
        ClaimsPrincipal user,
        FlowBook flows,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        var id = Guid.CreateVersion7().ToString("N");
        var report = await desk.Check(ws, id, name, json, cancel);
        await flows.Create(ws, id, name, json, FlowDesk.Notes(report, json, user), cancel);
        return await flows.Find(ws, id, cancel) is { } made
            ? TypedResults.Created($"/api/v1/workspaces/{ws}/flows/{id}", FlowView.Of(made))
            : NoFlow();
    }

    private static Ok<ExamplePage> AllExamples(string ws) => TypedResults.Ok(new ExamplePage(Examples.All, null));

    private static async Task<Results<Ok<FlowView>, ProblemHttpResult>> Find(
        string ws,
        string flow,
        FlowBook flows,
        CancellationToken cancel
    ) => await flows.Find(ws, flow, cancel) is { } found ? TypedResults.Ok(FlowView.Of(found)) : NoFlow();

    private static async Task<Results<Ok<FlowView>, ProblemHttpResult>> Rename(
        string ws,
        string flow,
        RenameRequest request,
        FlowBook flows,
        CancellationToken cancel
    )
    {
        if (NameProblem(request.Name) is { } problem)
            return problem;
        return await flows.Rename(ws, flow, request.Name.Trim(), cancel)
            ? await Find(ws, flow, flows, cancel)
            : NoFlow();
    }

    private static async Task<Results<Created<FlowView>, ProblemHttpResult>> Duplicate(
        string ws,
        string flow,
        ClaimsPrincipal user,
        FlowBook flows,
        FlowTests tests,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return NoFlow();
        var copy = $"Copy of {draft.Name}";
        var name = copy.Length > LongestName ? CleanText.Of(copy[..LongestName]) : copy;
        var made = await Make(ws, name, draft.Document, user, flows, desk, cancel);
        if (made.Result is Created<FlowView> { Value: { } view })
            await tests.Copy(ws, flow, view.Id, cancel);
        return made;
    }

    private static Task<Results<Ok<FlowView>, ProblemHttpResult>> Pause(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel
    ) => Change(ws, flow, [FlowState.Live], FlowState.Paused, flows, life, cancel);

    private static Task<Results<Ok<FlowView>, ProblemHttpResult>> Resume(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel
    ) => Change(ws, flow, [FlowState.Paused], FlowState.Live, flows, life, cancel);

    private static Task<Results<Ok<FlowView>, ProblemHttpResult>> Archive(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel
    ) => Change(ws, flow, [FlowState.Draft, FlowState.Live, FlowState.Paused], FlowState.Archived, flows, life, cancel);

    private static async Task<Results<Ok<FlowView>, ProblemHttpResult>> Unarchive(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel
    )
    {
        if (await flows.Find(ws, flow, cancel) is not { } found)
            return NoFlow();
        var to = found.PublishedVersion is null ? FlowState.Draft : FlowState.Paused;
        return await Change(ws, flow, [FlowState.Archived], to, flows, life, cancel);
    }

    private static async Task<Results<Ok<FlowView>, ProblemHttpResult>> Change(
        string ws,
        string flow,
        IReadOnlyList<FlowState> from,
        FlowState to,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel
    )
    {
        var changed = await life.Change(ws, flow, from, to, cancel);
        if (await flows.Find(ws, flow, cancel) is not { } now)
            return NoFlow();

        // asked for twice: it is as it should be
        return changed || now.State == to
            ? TypedResults.Ok(FlowView.Of(now))
            : Problems.Conflict("state", $"The flow is {JsonNamingPolicy.CamelCase.ConvertName($"{now.State}")}.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string ws,
        string flow,
        FlowBook flows,
        FlowLife life,
        CancellationToken cancel,
        bool force = false
    )
    {
        if (await flows.Find(ws, flow, cancel) is null)
            return NoFlow();
        return await life.Delete(ws, flow, force, cancel) is { } inside
            ? Problems.Conflict(
                "people-inside",
                $"{inside} people are inside. Wait, or delete with ?force=true, which ends their sessions.",
                new Dictionary<string, object?> { ["inside"] = inside }
            )
            : TypedResults.NoContent();
    }

    internal static ProblemHttpResult? NameProblem(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName || CleanText.Of(name) != name
            ? Problems.BadRequest("name", $"name is 1 to {LongestName} characters of text.")
            : null;

    internal static ProblemHttpResult NoFlow() => Problems.NotFound("There is no such flow.");
}
