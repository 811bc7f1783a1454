using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What can be done to a broadcast. A step that does not fit where it stands is a 409 and changes nothing.</summary>
internal static class BroadcastSteps
{
    public static void MapBroadcastSteps(this RouteGroupBuilder group)
    {
        group
            .MapPost("/{id:long}/start", Start)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.start", "id")
            .WithName("StartBroadcast")
            .WithSummary("Begin now or at a time; the audience is frozen when it begins");
        group
            .MapPost("/{id:long}/pause", Pause)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.pause", "id")
            .WithName("PauseBroadcast")
            .WithSummary("No send begins later than 2 seconds after the answer");
        group
            .MapPost("/{id:long}/resume", Resume)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.resume", "id")
            .WithName("ResumeBroadcast")
            .WithSummary("Go on where it stopped");
        group
            .MapPost("/{id:long}/cancel", Cancel)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.cancel", "id")
            .WithName("CancelBroadcast")
            .WithSummary("End it for everybody who has not got it");
        group
            .MapPost("/{id:long}/retry", Retry)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.retry", "id")
            .WithName("RetryBroadcast")
            .WithSummary("Try the failed of one code, or all that may be, anew; never the unknown");
        group
            .MapPost("/{id:long}/rate", Rate)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.rate", "id")
            .WithName("SetBroadcastRate")
            .WithSummary("Messages a second, also while it runs");
        group
            .MapPost("/{id:long}/test", Test)
            .Needs(Permission.BroadcastsWrite)
            .Audit("broadcast.test", "id")
            .WithName("TestBroadcast")
            .WithSummary("Send it to one contact now; this counts for nothing");
        group
            .MapGet("/{id:long}/progress", Progress)
            .WithName("GetBroadcastProgress")
            .WithSummary("How far it is, counted from its recipients");
    }

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Start(
        string ws,
        long id,
        StartRequest request,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Start(request.At), cancel);

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Pause(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Pause(), cancel);

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Resume(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Resume(), cancel);

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Cancel(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Cancel(), cancel);

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Retry(
        string ws,
        long id,
        RetryRequest request,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Retry(request.Code), cancel);

    private static async Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Rate(
        string ws,
        long id,
        RateRequest request,
        BroadcastStore store,
        ConnectionDirectory directory,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return BroadcastEndpoints.NoBroadcast();
        if (request.PerSecond is < 1)
            return Problems.BadRequest("rate", "perSecond is 1 or more, or null.");
        if (directory.Channel(row.ChannelId) is { } channel && request.PerSecond > channel.MessagesPerSecond)
            return Problems.BadRequest(
                "rate",
                $"The channel sends at most {channel.MessagesPerSecond} messages a second."
            );
        return await Step(ws, id, store, grains, grain => grain.Rate(request.PerSecond), cancel);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> Test(
        string ws,
        long id,
        TestRequest request,
        HttpContext http,
        BroadcastStore store,
        Recipients recipients,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is not { } row)
            return BroadcastEndpoints.NoBroadcast();
        if (request.ClientId == Guid.Empty)
            return Problems.BadRequest("client-id", "clientId is a random UUID, the same when you ask again.");
        if (await recipients.Conversation(ws, row.ChannelId, request.ContactId, cancel) is not { } conversation)
            return Problems.NotFound("There is no such contact.");

        var sent = await grains
            .GetGrain<IConversationGrain>(conversation)
            .Bulk(new BulkSend(id, null, 0, request.Values?.ToJsonString(), request.ClientId));
        return sent.Outcome switch
        {
            BulkOutcome.Handed => TypedResults.Accepted(
                $"/api/v1/workspaces/{ws}/conversations/{conversation.ToString(CultureInfo.InvariantCulture)}/messages"
            ),
            BulkOutcome.Skipped when sent.Reason == "repeated" => TypedResults.Accepted(
                $"/api/v1/workspaces/{ws}/conversations/{conversation.ToString(CultureInfo.InvariantCulture)}/messages"
            ),
            BulkOutcome.Later => Problems.Unavailable(http),
            _ => Problems.Conflict("not-sent", $"The contact does not get it: {sent.Reason}."),
        };
    }

    private static async Task<Results<Ok<BroadcastProgress>, ProblemHttpResult>> Progress(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is null)
            return BroadcastEndpoints.NoBroadcast();
        return
            await grains.GetGrain<IBroadcastGrain>(id).Progress() is { } now
            && JsonSerializer.Deserialize(now.Json, ViewsJson.Default.BroadcastProgress) is { } progress
            ? TypedResults.Ok(progress)
            : BroadcastEndpoints.NoBroadcast();
    }

    private static async Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Step(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        Func<IBroadcastGrain, Task<BroadcastAnswer>> step,
        CancellationToken cancel
    )
    {
        if (await store.Find(ws, id, cancel) is null)
            return BroadcastEndpoints.NoBroadcast();

        var answer = await step(grains.GetGrain<IBroadcastGrain>(id));
        if (answer.Problem is { } problem)
            return problem is "nothing-to-retry" or "not-retryable"
                ? Problems.Conflict(problem, answer.Detail ?? problem)
                : Problems.BadRequest(problem, answer.Detail ?? problem);
        if (!answer.Done)
            return answer.State < 0
                ? BroadcastEndpoints.NoBroadcast()
                : BroadcastEndpoints.WrongState((BroadcastState)answer.State);
        return await store.Find(ws, id, cancel) is { } now
            ? TypedResults.Ok(BroadcastView.Of(now) with { Audience = null })
            : BroadcastEndpoints.NoBroadcast();
    }
}
