using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>The draft: read, saved over nobody else's work, checked and published.</summary>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder group)
    {
        group.MapGet("/{flow}/draft", Read).WithName("GetDraft").WithSummary("The draft's document, with its ETag");
        group
            .MapPut("/{flow}/draft", Save)
            .Needs(Permission.FlowsWrite)
            .WithName("SaveDraft")
            .WithSummary("Save the draft if it is still the one of If-Match; it may be invalid");
        group
            .MapPost("/{flow}/validate", Validate)
            .WithName("ValidateFlow")
            .WithSummary("What is wrong with the draft, or with the given document");
        group
            .MapPost("/{flow}/publish", Publish)
            .Audit("flow.publish", "flow")
            .Needs(Permission.FlowsPublish)
            .WithName("PublishFlow")
            .WithSummary("Publish the draft as the next version; a dry run only tells whom it concerns");
    }

    private static async Task<Results<Ok<JsonElement>, ProblemHttpResult>> Read(
        string ws,
        string flow,
        HttpContext http,
        FlowBook flows,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        http.Response.Headers.ETag = ETag(draft.Revision);
        return TypedResults.Ok(Documents.Element(draft.Document));
    }

    private static async Task<Results<Ok<SavedDraft>, ProblemHttpResult>> Save(
        string ws,
        string flow,
        JsonElement document,
        HttpContext http,
        FlowBook flows,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        if (http.Request.Headers.IfMatch.Count == 0)
            return Problems.PreconditionRequired("Send If-Match with the ETag of the draft that you changed.");
        var (json, problem) = Documents.Text(document);
        return problem ?? await Keep(ws, flow, draft.Name, json, http, flows, desk, cancel);
    }

    /// <summary>Saves over the draft that If-Match names; without one over any.</summary>
    internal static async Task<Results<Ok<SavedDraft>, ProblemHttpResult>> Keep(
        string ws,
        string flow,
        string name,
        string json,
        HttpContext http,
        FlowBook flows,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        var report = await desk.Check(ws, flow, name, json, cancel);
        var given = http.Request.Headers.IfMatch.ToString();
        var saved =
            given is "" or "*" ? await Write(null)
            : Revision(given) is { } revision ? await Write(revision)
            : null;
        if (saved is { } now)
        {
            http.Response.Headers.ETag = ETag(now);
            return TypedResults.Ok(new SavedDraft(ETag(now), report.Problems));
        }
        return await flows.Draft(ws, flow, cancel) is { } newer ? Stale(newer) : FlowEndpoints.NoFlow();

        Task<long?> Write(long? expected) =>
            flows.Save(ws, flow, expected, json, FlowDesk.Notes(report, json, http.User), cancel);
    }

    private static async Task<Results<Ok<ValidationView>, ProblemHttpResult>> Validate(
        string ws,
        string flow,
        ValidateRequest? request,
        FlowBook flows,
        FlowDesk desk,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        var json = draft.Document;
        if (request?.Document is { } document)
        {
            (json, var problem) = Documents.Text(document);
            if (problem is not null)
                return problem;
        }

        var report = await desk.Check(ws, flow, draft.Name, json, cancel);
        return TypedResults.Ok(new ValidationView(report.IsSound, report.Problems));
    }

    private static async Task<Results<Ok<PublishedView>, ProblemHttpResult>> Publish(
        string ws,
        string flow,
        PublishRequest? request,
        HttpContext http,
        FlowBook flows,
        FlowLife life,
        FlowDesk desk,
        TestDesk tests,
        CancellationToken cancel,
        bool dryRun = false
    )
    {
        var inside = request?.Inside ?? Inside.Finish;
        if (!Enum.IsDefined(inside))
            return Problems.BadRequest("inside", "inside is finish, move or end.");
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } match && match != "*")
        {
            if (Revision(match) != draft.Revision)
                return Stale(draft);
        }

        var report = await desk.Check(ws, flow, draft.Name, draft.Document, cancel);
        if (!report.IsSound || report.Flow is null)
            return Problems.NotSound(report.Problems);

        var failed = await Failed(ws, flow, draft, tests, cancel);
        if (failed.Count > 0 && !dryRun && request?.DespiteTests is not true)
            return Problems.Conflict(
                "tests-failed",
                $"{failed.Count} saved tests fail. Look at them, or publish with despiteTests.",
                new Dictionary<string, object?> { ["failedTests"] = failed }
            );

        var places = await life.Standing(ws, flow, cancel);
        var vanishing = places.Where(place => !report.Flow.Has(place.NodeId)).Sum(place => place.People);
        var people = places.Sum(place => place.People);
        var version = dryRun
            ? null
            : await life.Publish(ws, flow, draft.Revision, FlowDocument.Normal(draft.Document), inside, cancel);
        if (dryRun || version is not null)
            return TypedResults.Ok(new PublishedView(version, people, vanishing, report.Problems, failed));

        if (await flows.Find(ws, flow, cancel) is not { } now)
            return FlowEndpoints.NoFlow();
        return now.State == FlowState.Archived ? Problems.Conflict("state", "The flow is archived. Take it back first.")
            : await flows.Draft(ws, flow, cancel) is { } newer ? Stale(newer)
            : FlowEndpoints.NoFlow();
    }

    /// <summary>The saved tests that do not pass on the draft.</summary>
    private static async Task<IReadOnlyList<TestResult>> Failed(
        string ws,
        string flow,
        FlowDraft draft,
        TestDesk tests,
        CancellationToken cancel
    ) =>
        FlowVersion.Parse(flow, 0, draft.Name, draft.Document).Flow is { } playable
            ? [.. (await tests.Run(ws, playable, cancel)).Where(test => !test.Run.Passed)]
            : [];

    private static ProblemHttpResult Stale(FlowDraft draft) =>
        Problems.Conflict(
            "stale",
            "Somebody has saved the draft meanwhile. Look at it, and save again with its ETag.",
            new Dictionary<string, object?>
            {
                ["etag"] = ETag(draft.Revision),
                ["by"] = draft.SavedBy,
                ["at"] = draft.UpdatedAt,
                ["document"] = Documents.Element(draft.Document),
            }
        );

    internal static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    private static long? Revision(string etag) =>
        long.TryParse(etag.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : null;
}
