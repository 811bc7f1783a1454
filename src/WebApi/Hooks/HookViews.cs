using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.WebApi.Hooks;

/// <summary>Whether a webhook is told anything: on, off (by a person), failing (we switched it off), gone (its receiver answered 410).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookState>))]
public enum WebhookState
{
    [JsonStringEnumMemberName("on")]
    On = 0,

    [JsonStringEnumMemberName("off")]
    Off = 1,

    [JsonStringEnumMemberName("failing")]
    Failing = 2,

    [JsonStringEnumMemberName("gone")]
    Gone = 3,
}

/// <summary>A new webhook: where to, and which kinds of events.</summary>
public sealed record WebhookRequest(string Url, IReadOnlyList<string> Kinds, string? Description = null);

/// <summary>What is to change; what is left out stays. <c>on</c> switches it on or off.</summary>
public sealed record WebhookChangeRequest(
    string? Url = null,
    IReadOnlyList<string>? Kinds = null,
    string? Description = null,
    bool? On = null
);

/// <summary>A webhook; of its secret only the last four letters. <c>previousUntil</c>: the secret before signs beside it until then.</summary>
public sealed record WebhookView(
    string Id,
    string Url,
    string Description,
    IReadOnlyList<string> Kinds,
    WebhookState State,
    string SecretEnd,
    DateTimeOffset? PreviousUntil,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>The webhooks of a workspace, and every kind of event that there is.</summary>
public sealed record WebhookList(IReadOnlyList<WebhookView> Items, IReadOnlyList<string> Kinds);

/// <summary>A webhook with a new secret; <c>secret</c> is told this once.</summary>
public sealed record WebhookSecretView(WebhookView Webhook, string Secret);

/// <summary>Where a delivery stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryWord>))]
public enum DeliveryWord
{
    [JsonStringEnumMemberName("waiting")]
    Waiting = 0,

    [JsonStringEnumMemberName("delivered")]
    Delivered = 1,

    [JsonStringEnumMemberName("failed")]
    Failed = 2,
}

/// <summary>One attempt: the status and the beginning of the answer, or in a word why there was none.</summary>
public sealed record DeliveryTry(DateTimeOffset At, int? Status, string? Error, int Milliseconds, string? Answer);

/// <summary>An event for a webhook. <c>nextAt</c>: when it is tried next, if it waits. The newest try comes first.</summary>
public sealed record DeliveryView(
    string Id,
    string EventId,
    string Kind,
    DeliveryWord State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? TriedAt,
    DateTimeOffset? NextAt,
    DeliveryTry? LastTry
);

/// <summary>A delivery with all that was sent and answered.</summary>
public sealed record DeliveryDetail(DeliveryView Delivery, IReadOnlyList<DeliveryTry> Tries, JsonElement Body);

/// <summary>A page of the log, the newest first; <c>next</c> is null on the last one.</summary>
public sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, string? Next);

/// <summary>All that were given up since a time are to be sent anew.</summary>
public sealed record ReplayRequest(DateTimeOffset Since);

/// <summary>How many are sent anew. When there are more, ask again.</summary>
public sealed record Replayed(int Count);

/// <summary>What is stored, as programs and screens see it.</summary>
internal static class HookViews
{
    public static WebhookView Of(Webhook webhook) =>
        new(
            webhook.Id,
            webhook.Url,
            webhook.Description,
            webhook.Kinds,
            (WebhookState)webhook.State,
            webhook.SecretEnd,
            webhook.PreviousUntil,
            webhook.FailingSince,
            webhook.CreatedAt,
            webhook.UpdatedAt
        );

    public static DeliveryView Of(Delivery delivery) =>
        new(
            delivery.Id.ToString(CultureInfo.InvariantCulture),
            delivery.EventId,
            delivery.Kind,
            (DeliveryWord)delivery.State,
            delivery.Attempts,
            delivery.CreatedAt,
            delivery.TriedAt,
            delivery.NextAt,
            delivery.Tries.Count == 0 ? null : Of(delivery.Tries[0])
        );

    public static DeliveryDetail Whole(Delivery delivery)
    {
        using var body = JsonDocument.Parse(delivery.Body ?? "{}");
        return new DeliveryDetail(Of(delivery), [.. delivery.Tries.Select(Of)], body.RootElement.Clone());
    }

    private static DeliveryTry Of(HookTry attempt) =>
        new(attempt.At, attempt.Status, attempt.Error, attempt.Milliseconds, attempt.Answer);
}
