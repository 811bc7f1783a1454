using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Hooks;

/// <summary>What was posted to a webhook, and posting it again.</summary>
internal static class DeliveryEndpoints
{
    private const int MostInAPage = 200;

    public static void MapDeliveries(this RouteGroupBuilder group)
    {
        group
            .MapGet("/{webhook}/deliveries", List)
            .WithName("ListDeliveries")
            .WithSummary("What was posted, the newest first; of one state or of all");
        group
            .MapGet("/{webhook}/deliveries/{delivery:long}", Find)
            .WithName("GetDelivery")
            .WithSummary("What was sent, and what was answered each time");
        group
            .MapPost("/{webhook}/deliveries/{delivery:long}/replay", Replay)
            .Needs(Permission.WebhooksWrite)
            .Audit("webhook.replay", "webhook")
            .Idempotent()
            .WithName("ReplayDelivery")
            .WithSummary("Post it again under the id it had");
        group
            .MapPost("/{webhook}/replay", ReplayFailed)
            .Needs(Permission.WebhooksWrite)
            .Audit("webhook.replay-failed", "webhook")
            .Idempotent()
            .WithName("ReplayFailedDeliveries")
            .WithSummary($"Post again what was given up since a time, at most {Deliveries.MostReplayed} at once");
        group
            .MapPost("/{webhook}/test", Test)
            .Needs(Permission.WebhooksWrite)
            .Idempotent()
            .WithName("TestWebhook")
            .WithSummary("Post an event to try it; what came of it stands in the log");
    }

    private static async Task<Results<Ok<DeliveryPage>, ProblemHttpResult>> List(
        string ws,
        string webhook,
        Storage.Hooks.Webhooks webhooks,
        Deliveries deliveries,
        CancellationToken cancel,
        string? state = null,
        string? cursor = null,
        int limit = 50
    )
    {
        var before = long.MaxValue;
        var word = default(DeliveryWord);
        var fields = new Fields()
            .Check(limit is >= 1 and <= MostInAPage, "limit", $"1 to {MostInAPage}.")
            .Check(
                cursor is null || long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before),
                "cursor",
                "Not one that this list gave."
            )
            .Check(state is null || Words.TryRead(state, out word), "state", "waiting, delivered or failed.");
        if (fields.Problem is { } wrong)
            return wrong;
        if (await webhooks.Find(ws, webhook, cancel) is null)
            return HookEndpoints.NoWebhook();

        var wanted = state is null ? default(DeliveryState?) : (DeliveryState)word;
        var page = await deliveries.List(ws, webhook, wanted, before, limit, cancel);
        return TypedResults.Ok(
            new DeliveryPage(
                [.. page.Select(HookViews.Of)],
                page.Count == limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null
            )
        );
    }

    private static async Task<Results<Ok<DeliveryDetail>, ProblemHttpResult>> Find(
        string ws,
        string webhook,
        long delivery,
        Deliveries deliveries,
        CancellationToken cancel
    ) =>
        await deliveries.Find(ws, webhook, delivery, cancel) is { } found
            ? TypedResults.Ok(HookViews.Whole(found))
            : NoDelivery();

    private static async Task<Results<Ok<DeliveryDetail>, ProblemHttpResult>> Replay(
        string ws,
        string webhook,
        long delivery,
        Storage.Hooks.Webhooks webhooks,
        Deliveries deliveries,
        CancellationToken cancel
    )
    {
        if (
            await webhooks.Find(ws, webhook, cancel) is not { } found
            || await deliveries.Find(ws, webhook, delivery, cancel) is null
        )
            return NoDelivery();
        if (found.State != HookState.On)
            return IsOff();
        if (!await deliveries.Replay(ws, webhook, delivery, cancel))
            return Problems.Conflict("waiting", "It waits to be posted already.");

        return await deliveries.Find(ws, webhook, delivery, cancel) is { } again
            ? TypedResults.Ok(HookViews.Whole(again))
            : NoDelivery();
    }

    private static async Task<Results<Ok<Replayed>, ProblemHttpResult>> ReplayFailed(
        string ws,
        string webhook,
        ReplayRequest wanted,
        Storage.Hooks.Webhooks webhooks,
        Deliveries deliveries,
        CancellationToken cancel
    )
    {
        if (await webhooks.Find(ws, webhook, cancel) is not { } found)
            return HookEndpoints.NoWebhook();

        return found.State == HookState.On
            ? TypedResults.Ok(new Replayed(await deliveries.ReplayFailed(ws, webhook, wanted.Since, cancel)))
            : IsOff();
    }

    private static async Task<Results<Accepted<DeliveryView>, ProblemHttpResult>> Test(
        string ws,
        string webhook,
        Storage.Hooks.Webhooks webhooks,
        Deliveries deliveries,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await webhooks.Find(ws, webhook, cancel) is null)
            return HookEndpoints.NoWebhook();
        if (
            await deliveries.Test(ws, webhook, clock.GetUtcNow(), cancel) is not { } id
            || await deliveries.Find(ws, webhook, id, cancel) is not { } made
        )
            return IsOff();

        return TypedResults.Accepted($"/api/v1/workspaces/{ws}/webhooks/{webhook}/deliveries/{id}", HookViews.Of(made));
    }

    private static ProblemHttpResult NoDelivery() => Problems.NotFound("There is no such delivery.");

    private static ProblemHttpResult IsOff() =>
        Problems.Conflict("webhook-off", "The webhook is off. Switch it on first.");
}
