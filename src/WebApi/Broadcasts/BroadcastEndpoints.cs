using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>Campaigns before they begin: drafts, and whom they would reach.</summary>
internal static class BroadcastEndpoints
{
    public static void MapBroadcasts(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/broadcasts")
            .Needs(Permission.BroadcastsRead)
            .WithTags("Broadcasts");

        group.MapGet("", List).WithName("ListBroadcasts").WithSummary("Broadcasts, the newest first");
        group
            .MapPost("", Make)
            .Needs(Permission.BroadcastsWrite)
            .Idempotent()
            .Audit("broadcast.create")
            .WithName("CreateBroadcast")
            .WithSummary("Write down a broadcast");
        group.MapGet("/{id:long}", Find).WithName("GetBroadcast").WithSummary("One broadcast with its audience");
        group
            .MapPut("/{id:long}", Change)
            .Needs(Permission.BroadcastsWrite)
            .WithName("ChangeBroadcast")
            .WithSummary("Change a draft");
        group
            .MapDelete("/{id:long}", Remove)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.delete", "id")
            .WithName("DeleteBroadcast")
            .WithSummary("Remove a draft");
        group
            .MapPost("/audience", Count)
            .Needs(Permission.BroadcastsWrite)
            .CanWait()
            .WithName("CountAudience")
            .WithSummary("Whom an audience reaches, whom it leaves out and why");
        group.MapEstimate();
        group.MapBroadcastSteps();
        group.MapRecipients();
    }

    private static async Task<Results<Ok<BroadcastPage>, ProblemHttpResult>> List(
        string ws,
        BroadcastStore store,
        CancellationToken cancel,
        string? state = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (Paging.Fault(limit, cursor, long.MaxValue, out var before) is { } fault)
            return fault;
        BroadcastState which = default;
        if (state is not null && !Words.TryRead(state, out which))
            return Problems.BadRequest(
                "state",
                "state is one of draft, scheduled, running, paused, completed, cancelled, failed."
            );

        var page = await store.List(ws, state is null ? null : which, before, limit, cancel);
        var next = page.Count == 0 ? null : Paging.Next(page.Count, limit, page[^1].CreatedAt, page[^1].Id);
        return TypedResults.Ok(new BroadcastPage([.. page.Select(BroadcastView.Of)], next));
    }

    private static async Task<Results<Created<BroadcastView>, ProblemHttpResult>> Make(
        string ws,
        BroadcastRequest request,
        ClaimsPrincipal user,
        BroadcastStore store,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await BroadcastRules.Fault(ws, request, directory, catalog, cancel) is { } fault)
            return fault;

        var row = await store.Make(ws, user.Id, Draft(request), cancel);
        return TypedResults.Created(
            $"/api/v1/workspaces/{ws}/broadcasts/{row.Id}",
            BroadcastView.Of(row) with
            {
                Audience = request.Audience,
            }
        );
    }

    private static async Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Find(
        string ws,
        long id,
        BroadcastStore store,
        CancellationToken cancel
    ) => await store.Find(ws, id, cancel) is { } row ? TypedResults.Ok(BroadcastView.Of(row)) : NoBroadcast();

    private static async Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Change(
        string ws,
        long id,
        BroadcastRequest request,
        BroadcastStore store,
        ConnectionDirectory directory,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } before)
            return NoBroadcast();
        if (await BroadcastRules.Fault(ws, request, directory, catalog, cancel) is { } fault)
            return fault;

        return await store.Change(id, Draft(request), cancel) is { } row
            ? TypedResults.Ok(BroadcastView.Of(row) with { Audience = request.Audience })
            : WrongState(before.State);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        long id,
        BroadcastStore store,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return NoBroadcast();
        return await store.Remove(id, cancel) ? TypedResults.NoContent() : WrongState(row.State);
    }

    private static async Task<Results<Ok<AudienceAnswer>, ProblemHttpResult>> Count(
        string ws,
        AudienceRequest request,
        Audiences audiences,
        ContactCatalog catalog,
        CancellationToken cancel
    )
    {
        if (request.Sample is < 0 or > 100)
            return Problems.BadRequest("sample", "sample is 0 to 100.");
        if (await BroadcastRules.Fault(ws, request.Audience, catalog, cancel) is { } fault)
            return fault;

        var count = await audiences.Count(ws, request.Audience, request.Sample, cancel);
        var why = request.ContactId is { } contact
            ? await audiences.WhyOut(ws, request.Audience, contact, cancel)
            : null;
        return TypedResults.Ok(
            new AudienceAnswer(
                count.Included,
                count.Excluded,
                count.Sample,
                request.ContactId is null ? null : why is null,
                why
            )
        );
    }

    internal static ProblemHttpResult NoBroadcast() => Problems.NotFound("There is no such broadcast.");

    internal static ProblemHttpResult WrongState(BroadcastState state) =>
        Problems.Conflict("broadcast-state", $"The broadcast is {state.ToString().ToLowerInvariant()}.");

    private static BroadcastDraft Draft(BroadcastRequest request)
    {
        var safety = request.Safety ?? new SafetyStop();
        return new BroadcastDraft(
            request.ChannelId,
            CleanText.Of(request.Title.Trim()),
            request.Content,
            request.Audience,
            request.LiveSession,
            request.PerSecond,
            safety.Percent,
            safety.After,
            request is { QuietHours: null, MoreChannelIds: null or { Count: 0 }, PlannedStart: null }
                ? null
                : new BroadcastPlan(request.QuietHours, request.MoreChannelIds, request.PlannedStart),
            request.Variants,
            request.HoldOut,
            request.GoalNode
        );
    }
}
