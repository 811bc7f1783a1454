using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Chats that are kept as tests of a flow: saved, run, and their new answers accepted.</summary>
internal static class TestEndpoints
{
    public static void MapFlowTests(this IEndpointRouteBuilder group)
    {
        group.MapGet("/{flow}/tests", List).WithName("ListFlowTests").WithSummary("The saved tests, the oldest first");
        group
            .MapPost("/{flow}/tests", Save)
            .Needs(Permission.FlowsWrite)
            .Idempotent()
            .WithName("SaveFlowTest")
            .WithSummary("Keep a chat as a test; it expects what the draft answers now, unless that is given");
        group
            .MapPatch("/{flow}/tests/{test}", Rename)
            .Needs(Permission.FlowsWrite)
            .WithName("RenameFlowTest")
            .WithSummary("Give a test another name");
        group
            .MapDelete("/{flow}/tests/{test}", Remove)
            .Needs(Permission.FlowsWrite)
            .WithName("RemoveFlowTest")
            .WithSummary("Remove a test");
        group
            .MapPost("/{flow}/tests/run", RunAll)
            .WithName("RunFlowTests")
            .WithSummary("Run all tests on the draft or a document; nothing is sent or kept");
        group
            .MapPost("/{flow}/tests/{test}/run", RunOne)
            .WithName("RunFlowTest")
            .WithSummary("Run one test on the draft or a document; nothing is sent or kept");
        group
            .MapPost("/{flow}/tests/{test}/accept", Accept)
            .Needs(Permission.FlowsWrite)
            .WithName("AcceptFlowTest")
            .WithSummary("From now on the test expects what the draft, or the given document, answers now");
    }

    private static async Task<Results<Ok<FlowTestPage>, ProblemHttpResult>> List(
        string ws,
        string flow,
        FlowBook flows,
        FlowTests tests,
        CancellationToken cancel
    ) =>
        await flows.Draft(ws, flow, cancel) is null
            ? FlowEndpoints.NoFlow()
            : TypedResults.Ok(new FlowTestPage([.. (await tests.All(ws, flow, cancel)).Select(FlowTestView.Of)], null));

    private static async Task<Results<Created<FlowTestView>, ProblemHttpResult>> Save(
        string ws,
        string flow,
        SaveTestRequest request,
        ClaimsPrincipal user,
        FlowBook flows,
        FlowTests tests,
        TestDesk desk,
        [FromKeyedServices("app")] TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (FlowEndpoints.NameProblem(request.Name) is { } badName)
            return badName;
        if ((ScriptRules.Fault(request.Script) ?? ScriptRules.Fault(request.Now)) is { } badScript)
            return badScript;
        if (request.Expected is not null && request.Document is not null)
            return Problems.BadRequest("expected", "Give what is expected or a document, not both.");
        if (ScriptRules.Fault(request.Expected, request.Script) is { } unexpected)
            return unexpected;
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();

        var test = new SavedTest(
            request.Now ?? clock.GetUtcNow(),
            RunEndpoints.Contact(request.Contact ?? new SimulatedContact()),
            request.Script,
            request.Expected ?? new Transcript([])
        );
        if (request.Expected is null)
        {
            var (answered, problem) = await Answered(ws, flow, draft, test, request.Document, desk, cancel);
            if (answered is null)
                return problem ?? FlowEndpoints.NoFlow();
            test = answered;
        }

        var id = NewId();
        if (!await tests.Add(ws, flow, [(id, request.Name.Trim(), test.ToJson())], user.DisplayName, cancel))
            return Problems.Conflict("too-many-tests", $"A flow has at most {FlowTests.MostPerFlow} tests.");
        return await tests.Find(ws, flow, id, cancel) is { } made
            ? TypedResults.Created((string?)null, FlowTestView.Of(made))
            : NoTest();
    }

    private static async Task<Results<Ok<FlowTestView>, ProblemHttpResult>> Rename(
        string ws,
        string flow,
        string test,
        RenameRequest request,
        FlowTests tests,
        CancellationToken cancel
    )
    {
        if (FlowEndpoints.NameProblem(request.Name) is { } problem)
            return problem;
        return
            await tests.Rename(ws, flow, test, request.Name.Trim(), cancel)
            && await tests.Find(ws, flow, test, cancel) is { } now
            ? TypedResults.Ok(FlowTestView.Of(now))
            : NoTest();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string flow,
        string test,
        FlowTests tests,
        CancellationToken cancel
    ) => await tests.Remove(ws, flow, test, cancel) ? TypedResults.NoContent() : NoTest();

    private static async Task<Results<Ok<TestResults>, ProblemHttpResult>> RunAll(
        string ws,
        string flow,
        RunTestsRequest? request,
        FlowBook flows,
        TestDesk desk,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        var (playable, problem) = Playable(flow, draft, request?.Document);
        if (playable is null)
            return problem ?? FlowEndpoints.NoFlow();

        var results = await desk.Run(ws, playable, cancel);
        var passed = results.Count(one => one.Run.Passed);
        return TypedResults.Ok(new TestResults(passed, results.Count - passed, results));
    }

    private static async Task<Results<Ok<TestResult>, ProblemHttpResult>> RunOne(
        string ws,
        string flow,
        string test,
        RunTestsRequest? request,
        FlowBook flows,
        FlowTests tests,
        TestDesk desk,
        CancellationToken cancel
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft || await tests.Find(ws, flow, test, cancel) is null)
            return NoTest();
        var (playable, problem) = Playable(flow, draft, request?.Document);
        if (playable is null)
            return problem ?? FlowEndpoints.NoFlow();
        return await desk.Run(ws, playable, cancel, test) is [var result] ? TypedResults.Ok(result) : NoTest();
    }

    private static async Task<Results<Ok<FlowTestView>, ProblemHttpResult>> Accept(
        string ws,
        string flow,
        string test,
        RunTestsRequest? request,
        FlowBook flows,
        FlowTests tests,
        TestDesk desk,
        CancellationToken cancel
    )
    {
        if (
            await flows.Draft(ws, flow, cancel) is not { } draft
            || await tests.Find(ws, flow, test, cancel) is not { } stored
        )
            return NoTest();
        var (answered, problem) = await Answered(
            ws,
            flow,
            draft,
            SavedTest.Parse(stored.Test),
            request?.Document,
            desk,
            cancel
        );
        if (answered is null)
            return problem ?? NoTest();
        return
            await tests.Replace(ws, flow, test, answered.ToJson(), cancel)
            && await tests.Find(ws, flow, test, cancel) is { } now
            ? TypedResults.Ok(FlowTestView.Of(now))
            : NoTest();
    }

    /// <summary>The test, expecting what is answered now.</summary>
    private static async Task<(SavedTest?, ProblemHttpResult?)> Answered(
        string ws,
        string flow,
        FlowDraft draft,
        SavedTest test,
        JsonElement? document,
        TestDesk desk,
        CancellationToken cancel
    )
    {
        var (playable, problem) = Playable(flow, draft, document);
        if (playable is null)
            return (null, problem);

        var played = await desk.Play(ws, playable, test, cancel);
        return played.Stopped is { } stopped
            ? (null, Problems.Unprocessable("stopped", $"The chat is too long to be a test: {stopped}."))
            : (test with { Expected = Transcript.Of(played, test.Script.Count) }, null);
    }

    private static (FlowVersion?, ProblemHttpResult?) Playable(string flow, FlowDraft draft, JsonElement? document)
    {
        var json = draft.Document;
        if (document is { ValueKind: not JsonValueKind.Null } given)
        {
            (json, var problem) = Documents.Text(given);
            if (problem is not null)
                return (null, problem);
        }
        var parsed = FlowVersion.Parse(flow, 0, draft.Name, json);
        return parsed.Flow is { } playable ? (playable, null) : (null, Problems.NotSound(parsed.Problems));
    }

    internal static string NewId() => $"test_{Guid.CreateVersion7():N}";

    private static ProblemHttpResult NoTest() => Problems.NotFound("There is no such test.");
}
