using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What can be done to a broadcast. A step that does not fit where it stands is a 409 and changes nothing.</summary>
internal static class BroadcastSteps
{
    public static void MapBroadcastSteps(this RouteGroupBuilder group)
    {
        group.MapStep(
            "broadcast",
            "start",
            "StartBroadcast",
            "Begin now or at a time; the audience is frozen when it begins",
            Start
        );
        group.MapStep(
            "broadcast",
            "pause",
            "PauseBroadcast",
            "No send begins later than 2 seconds after the answer",
            Wish(grain => grain.Pause())
        );
        group.MapStep(
            "broadcast",
            "resume",
            "ResumeBroadcast",
            "Go on where it stopped",
            Wish(grain => grain.Resume())
        );
        group.MapStep(
            "broadcast",
            "cancel",
            "CancelBroadcast",
            "End it for everybody who has not got it",
            Wish(grain => grain.Cancel())
        );
        group.MapStep(
            "broadcast",
            "retry",
            "RetryBroadcast",
            "Try the failed of one code, or all that may be, anew; never the unknown",
            Retry
        );
        group.MapStep("broadcast", "rate", "SetBroadcastRate", "Messages a second, also while it runs", Rate);
        group.MapStep(
            "broadcast",
            "test",
            "TestBroadcast",
            "Send it to one contact now; this counts for nothing",
            Test
        );
        group
            .MapGet("/{id:long}/progress", Progress)
            .WithName("GetBroadcastProgress")
            .WithSummary("How far it is, counted from its recipients");
    }

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Start(
        string ws,
        long id,
        StartBroadcast request,
        BroadcastStore store,
        IGrainFactory grains,
        CancellationToken cancel
    ) => Step(ws, id, store, grains, grain => grain.Start(request.At, request.LocalTime), cancel);

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
        if (BroadcastRules.Rate(request.PerSecond, row.Channels, directory) is { } fault)
            return fault;
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
    ) =>
        await store.Find(ws, id, cancel) is not null && await grains.Progress(id) is { } progress
            ? TypedResults.Ok(progress)
            : BroadcastEndpoints.NoBroadcast();

    /// <summary>The handler of a wish that takes nothing but the broadcast.</summary>
    private static Delegate Wish(Func<IBroadcastGrain, Task<StepAnswer>> step) =>
        (string ws, long id, BroadcastStore store, IGrainFactory grains, CancellationToken cancel) =>
            Step(ws, id, store, grains, step, cancel);

    private static Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Step(
        string ws,
        long id,
        BroadcastStore store,
        IGrainFactory grains,
        Func<IBroadcastGrain, Task<StepAnswer>> step,
        CancellationToken cancel
    ) =>
        Steps.Take(
            () => store.Find(ws, id, cancel),
            () => step(grains.GetGrain<IBroadcastGrain>(id)),
            row => BroadcastView.Of(row) with { Audience = null },
            state => BroadcastEndpoints.WrongState((BroadcastState)state),
            BroadcastEndpoints.NoBroadcast
        );
}
