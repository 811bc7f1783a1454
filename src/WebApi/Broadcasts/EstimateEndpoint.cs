using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>What a broadcast would come to: how many, how much, how long.</summary>
internal static class EstimateEndpoint
{
    public static void MapEstimate(this RouteGroupBuilder group) =>
        group
            .MapPost("/{id:long}/estimate", Estimate)
            .Needs(Permission.BroadcastsWrite)
            .CanWait()
            .WithName("EstimateBroadcast")
            .WithSummary("Recipients, cost, Meta's daily limit and duration, if it began now; about, never a bill");

    private static async Task<Results<Ok<BroadcastEstimate>, ProblemHttpResult>> Estimate(
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
            await grains.GetGrain<IBroadcastGrain>(id).Estimate() is { } now
            && JsonSerializer.Deserialize(now.Json, ViewsJson.Default.BroadcastEstimate) is { } estimate
            ? TypedResults.Ok(estimate)
            : BroadcastEndpoints.NoBroadcast();
    }
}
