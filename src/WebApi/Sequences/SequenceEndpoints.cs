using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Broadcasts;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Sequences;

/// <summary>Sequences: several messages to a person, each at its time.</summary>
internal static class SequenceEndpoints
{
    public static void MapSequences(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/sequences")
            .Needs(Permission.BroadcastsRead)
            .WithTags("Sequences");
        group.MapGet("", List).WithName("ListSequences").WithSummary("Sequences, the newest first");
        group
            .MapPost("", Make)
            .Needs(Permission.BroadcastsWrite)
            .Idempotent()
            .Audit("sequence.create")
            .WithName("CreateSequence")
            .WithSummary("Write down a sequence");
        group
            .MapGet("/{id:long}", Find)
            .WithName("GetSequence")
            .WithSummary("One sequence, with how many are where and how far each step is");
        group
            .MapPut("/{id:long}", Change)
            .Needs(Permission.BroadcastsWrite)
            .WithName("ChangeSequence")
            .WithSummary("Change a draft");
        group
            .MapDelete("/{id:long}", Remove)
            .Needs(Permission.BroadcastsWrite)
            .Audit("sequence.delete", "id")
            .WithName("DeleteSequence")
            .WithSummary("Remove a draft");
        group.MapSequenceSteps();
    }

    private static async Task<Results<Ok<SequencePage>, ProblemHttpResult>> List(
        string ws,
        SequenceStore store,
        CancellationToken cancel,
        string? cursor = null,
        int limit = 50
    )
    {
        if (Paging.Fault(limit, cursor, long.MaxValue, out var before) is { } fault)
            return fault;

        var page = await store.List(ws, before, limit, cancel);
        var next = page.Count == 0 ? null : Paging.Next(page.Count, limit, page[^1].CreatedAt, page[^1].Id);
        return TypedResults.Ok(new SequencePage([.. page.Select(one => SequenceView.Of(one))], next));
    }

    private static async Task<Results<Created<SequenceView>, ProblemHttpResult>> Make(
        string ws,
        SequenceRequest request,
        ClaimsPrincipal user,
        SequenceStore store,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await SequenceRules.Fault(ws, request, directory, catalog, cancel) is { } fault)
            return fault;

        var row = await store.Make(ws, user.Id, Draft(request), cancel);
        return TypedResults.Created($"/api/v1/workspaces/{ws}/sequences/{row.Id}", SequenceView.Of(row));
    }

    private static async Task<Results<Ok<SequenceView>, ProblemHttpResult>> Find(
        string ws,
        long id,
        SequenceStore store,
        SequenceEntries entries,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return NoSequence();
        var progress = await Task.WhenAll(row.Broadcasts.Select(one => grains.Progress(one)));
        return TypedResults.Ok(SequenceView.Of(row, await entries.Counts(id, cancel), progress));
    }

    private static async Task<Results<Ok<SequenceView>, ProblemHttpResult>> Change(
        string ws,
        long id,
        SequenceRequest request,
        SequenceStore store,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } before)
            return NoSequence();
        if (await SequenceRules.Fault(ws, request, directory, catalog, cancel) is { } fault)
            return fault;

        return await store.Change(id, Draft(request), cancel) is { } row
            ? TypedResults.Ok(SequenceView.Of(row))
            : WrongState(before.State);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        long id,
        SequenceStore store,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return NoSequence();
        return await store.Remove(id, cancel) ? TypedResults.NoContent() : WrongState(row.State);
    }

    internal static ProblemHttpResult NoSequence() => Problems.NotFound("There is no such sequence.");

    internal static ProblemHttpResult WrongState(SequenceState state) =>
        Problems.Conflict("sequence-state", $"The sequence is {state.ToString().ToLowerInvariant()}.");

    private static SequenceDraft Draft(SequenceRequest request) =>
        new(
            request.ChannelId,
            CleanText.Of(request.Name.Trim()),
            request.Steps,
            request.Stop ?? new SequenceStop(),
            request.Enter,
            request.QuietHours is { } quiet ? new BroadcastPlan(quiet) : null
        );
}
