using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Hooks;

/// <summary>Webhooks: where events are posted to. What Meta posts to us is elsewhere.</summary>
internal static class HookEndpoints
{
    public const string SecretPrefix = "whsec_";
    private const int LongestUrl = 2000;
    private const int LongestDescription = 200;

    // long enough to change it at every receiver, short enough to end by itself
    private static readonly TimeSpan PreviousFor = TimeSpan.FromHours(24);

    public static void MapHooks(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/webhooks")
            .Needs(Permission.WebhooksRead)
            .WithTags("Webhooks");
        group
            .MapGet("", List)
            .WithName("ListWebhooks")
            .WithSummary("The webhooks of the workspace, and what they may be told");
        group.MapGet("/{webhook}", Find).WithName("GetWebhook").WithSummary("One webhook");
        group
            .MapPost("", Add)
            .Needs(Permission.WebhooksWrite)
            .WithName("AddWebhook")
            .WithSummary("Have events posted to an address; the secret is told once");
        group
            .MapPatch("/{webhook}", Change)
            .Needs(Permission.WebhooksWrite)
            .WithName("ChangeWebhook")
            .WithSummary("Change where to, what, or whether it is on");
        group
            .MapDelete("/{webhook}", Remove)
            .Needs(Permission.WebhooksWrite)
            .WithName("RemoveWebhook")
            .WithSummary("Remove it with its log");
        group
            .MapPost("/{webhook}/secret", Rotate)
            .Needs(Permission.WebhooksWrite)
            .WithName("RotateWebhookSecret")
            .WithSummary("A new secret, told once; the one before signs beside it for a day");
        group
            .MapDelete("/{webhook}/previous-secret", EndPrevious)
            .Needs(Permission.WebhooksWrite)
            .WithName("EndPreviousWebhookSecret")
            .WithSummary("The secret before signs no more");
        group.MapDeliveries();
    }

    public static ProblemHttpResult NoWebhook() => Problems.NotFound("There is no such webhook.");

    private static async Task<Ok<WebhookList>> List(
        string ws,
        Storage.Hooks.Webhooks store,
        CancellationToken cancel
    ) => TypedResults.Ok(new WebhookList([.. (await store.List(ws, cancel)).Select(HookViews.Of)], HookKinds.All));

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> Find(
        string ws,
        string webhook,
        Storage.Hooks.Webhooks store,
        CancellationToken cancel
    ) => await store.Find(ws, webhook, cancel) is { } found ? TypedResults.Ok(HookViews.Of(found)) : NoWebhook();

    private static async Task<Results<Created<WebhookSecretView>, ProblemHttpResult>> Add(
        string ws,
        WebhookRequest wanted,
        ClaimsPrincipal user,
        Storage.Hooks.Webhooks store,
        AddressCheck addresses,
        CancellationToken cancel
    )
    {
        if (Faults(wanted.Url ?? "", wanted.Kinds ?? [], wanted.Description, addresses) is { } wrong)
            return wrong;

        var (id, secret) = (Token.NewId("hook_"), Token.New(SecretPrefix));
        var added = await store.Add(
            ws,
            id,
            (wanted.Url ?? "").Trim(),
            wanted.Description?.Trim() ?? "",
            Distinct(wanted.Kinds),
            secret,
            user.Actor,
            cancel
        );
        if (!added || await store.Find(ws, id, cancel) is not { } made)
            return Problems.Conflict("too-many", $"A workspace has at most {Storage.Hooks.Webhooks.Most} webhooks.");

        return TypedResults.Created(
            $"/api/v1/workspaces/{ws}/webhooks/{id}",
            new WebhookSecretView(HookViews.Of(made), secret)
        );
    }

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> Change(
        string ws,
        string webhook,
        WebhookChangeRequest wanted,
        ClaimsPrincipal user,
        Storage.Hooks.Webhooks store,
        AddressCheck addresses,
        CancellationToken cancel
    )
    {
        if (Faults(wanted.Url, wanted.Kinds, wanted.Description, addresses) is { } wrong)
            return wrong;

        var changes = new HookChanges(
            wanted.Url?.Trim(),
            wanted.Description?.Trim(),
            wanted.Kinds is null ? null : Distinct(wanted.Kinds),
            wanted.On
        );
        return
            await store.Change(ws, webhook, changes, user.Actor, cancel)
            && await store.Find(ws, webhook, cancel) is { } changed
            ? TypedResults.Ok(HookViews.Of(changed))
            : NoWebhook();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        string ws,
        string webhook,
        ClaimsPrincipal user,
        Storage.Hooks.Webhooks store,
        CancellationToken cancel
    ) => await store.Remove(ws, webhook, user.Actor, cancel) ? TypedResults.NoContent() : NoWebhook();

    private static async Task<Results<Ok<WebhookSecretView>, ProblemHttpResult>> Rotate(
        string ws,
        string webhook,
        ClaimsPrincipal user,
        Storage.Hooks.Webhooks store,
        CancellationToken cancel
    )
    {
        var secret = Token.New(SecretPrefix);
        return
            await store.Rotate(ws, webhook, secret, PreviousFor, user.Actor, cancel)
            && await store.Find(ws, webhook, cancel) is { } rotated
            ? TypedResults.Ok(new WebhookSecretView(HookViews.Of(rotated), secret))
            : NoWebhook();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndPrevious(
        string ws,
        string webhook,
        ClaimsPrincipal user,
        Storage.Hooks.Webhooks store,
        CancellationToken cancel
    ) => await store.EndPrevious(ws, webhook, user.Actor, cancel) ? TypedResults.NoContent() : NoWebhook();

    /// <summary>Null as a whole: nothing is wrong. A part that is null is not looked at.</summary>
    private static ProblemHttpResult? Faults(
        string? url,
        IReadOnlyList<string>? kinds,
        string? description,
        AddressCheck addresses
    )
    {
        var fields = new Fields()
            .Check(
                description is null
                    || description.Length <= LongestDescription && CleanText.Of(description) == description,
                "description",
                $"At most {LongestDescription} characters."
            )
            .Check(kinds is null or { Count: > 0 }, "kinds", "A webhook is told at least one kind of event.");
        for (var i = 0; i < (kinds?.Count ?? 0); i++)
            fields.Check(HookKinds.All.Contains(kinds?[i]), $"kinds[{i}]", "There is no such kind of event.");
        if (url is not null)
        {
            fields.Check(url.Length <= LongestUrl, "url", $"At most {LongestUrl} characters.");
            var fault = url.Length <= LongestUrl ? addresses.Fault(url.Trim()) : AddressFault.None;
            fields
                .Check(
                    fault != AddressFault.Invalid && CleanText.Of(url) == url,
                    "url",
                    "An https address without a user."
                )
                .Check(fault != AddressFault.Plain, "url", "Messages go by https only.")
                .Check(fault != AddressFault.Private, "url", "Private and reserved addresses are not called.");
        }
        return fields.Problem;
    }

    private static List<string> Distinct(IReadOnlyList<string>? kinds) =>
        [.. HookKinds.All.Where(kind => kinds?.Contains(kind) == true)];
}
