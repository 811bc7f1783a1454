namespace WhatsAppBot.Storage.Hooks;

/// <summary>Whether a webhook is told anything, and if not, why not.</summary>
public enum HookState : short
{
    On = 0,

    /// <summary>A person switched it off.</summary>
    Off = 1,

    /// <summary>Nothing was taken for so long that we switched it off.</summary>
    Failing = 2,

    /// <summary>The receiver answered 410: it is gone for good.</summary>
    Gone = 3,
}

/// <summary>A webhook as people see it; of its secret only the last four letters.</summary>
public sealed record Webhook(
    string Id,
    string WorkspaceId,
    string Url,
    string Description,
    IReadOnlyList<string> Kinds,
    HookState State,
    string SecretEnd,
    DateTimeOffset? PreviousUntil,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>What a person decides about a webhook; null stays as it is.</summary>
public sealed record HookChanges(
    string? Url = null,
    string? Description = null,
    IReadOnlyList<string>? Kinds = null,
    bool? IsOn = null
);

/// <summary>One that is on, with what it takes to tell it: every secret that signs, the newest first.</summary>
public sealed record Receiver(
    string Id,
    string WorkspaceId,
    string Url,
    IReadOnlyList<string> Secrets,
    DateTimeOffset? FailingSince
);

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState : short
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>Tried for long enough. It can be replayed.</summary>
    Failed = 2,
}

/// <summary>
/// One attempt: the status of the answer and its beginning, or the word of why there was none (<c>timeout</c>, <c>unreachable</c>, <c>refused</c> …).
/// </summary>
public sealed record HookTry(DateTimeOffset At, int? Status, string? Error, int Milliseconds, string? Answer);

/// <summary>A line of the delivery log; the body only where it is asked for.</summary>
public sealed record Delivery(
    long Id,
    string EventId,
    string Kind,
    DeliveryState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? TriedAt,
    DateTimeOffset? NextAt,
    IReadOnlyList<HookTry> Tries,
    string? Body = null
);
