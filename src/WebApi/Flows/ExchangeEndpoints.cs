using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Flows as files: in, ours or the older system's, and out.</summary>
internal static class ExchangeEndpoints
{
    public static void MapExchange(this IEndpointRouteBuilder group)
    {
        group
            .MapPost("/import", Import)
            .Needs(Permission.FlowsWrite)
            .WithName("ImportFlow")
            .WithSummary("A new draft of a file, ours or the older system's, with a report of what was changed");
        group
            .MapGet("/{flow}/export", Export)
            .Audit("flow.export", "flow")
            .WithName("ExportFlow")
            .WithSummary("The draft, or a version, as a file")
            .Produces<JsonElement>();
    }

    private static async Task<Results<Created<ImportView>, ProblemHttpResult>> Import(
        string ws,
        JsonElement document,
        ClaimsPrincipal user,
        FlowBook flows,
        FlowTests tests,
        FlowDesk desk,
        CancellationToken cancel,
        string? name = null
    )
    {
        var (json, problem) = Documents.Text(document);
        if (problem is not null)
            return problem;
        (json, var filed, problem) = TestFile.Split(document, json);
        if (problem is not null)
            return problem;

        var report = OlderFlow.LooksOlder(json) ? OlderFlow.Import(json) : null;
        name ??= FlowEndpoints.NameProblem(report?.Name) is null ? report?.Name : null;
        name ??= "Imported flow";
        if (FlowEndpoints.NameProblem(name) is { } badName)
            return badName;
        var made = await FlowEndpoints.Make(ws, name.Trim(), report?.Json ?? json, user, flows, desk, cancel);
        if (made.Result is not Created<FlowView> { Value: { } flow })
            return FlowEndpoints.NoFlow();
        if (filed.Count > 0)
            await tests.Add(
                ws,
                flow.Id,
                [.. filed.Select(one => (TestEndpoints.NewId(), one.Name.Trim(), one.Test.ToJson()))],
                user.DisplayName,
                cancel
            );

        var check = await desk.Check(ws, flow.Id, flow.Name, report?.Json ?? json, cancel);
        return TypedResults.Created(
            $"/api/v1/workspaces/{ws}/flows/{flow.Id}",
            new ImportView(flow, report, check.Problems)
        );
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Export(
        string ws,
        string flow,
        FlowBook flows,
        FlowStore store,
        FlowTests tests,
        CancellationToken cancel,
        int? version = null
    )
    {
        if (await flows.Draft(ws, flow, cancel) is not { } draft)
            return FlowEndpoints.NoFlow();
        var json = version is { } number ? (await store.Find(ws, flow, number, cancel))?.Document : draft.Document;
        if (json is not null && version is null)
            json = TestFile.With(json, await tests.All(ws, flow, cancel));
        return json is null
            ? Problems.NotFound("There is no such version.")
            : TypedResults.File(
                Encoding.UTF8.GetBytes(FlowDocument.Normal(json)),
                "application/json",
                $"{FileName(draft.Name)}.json"
            );
    }

    private static string FileName(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return plain.Length == 0 ? "flow" : plain.ToLowerInvariant();
    }
}
