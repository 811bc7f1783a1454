namespace WhatsAppBot.Storage.Hooks;

/// <summary>What a webhook may be told, by the names that programs know it by. A name never changes its meaning; a new meaning is a new name.</summary>
public static class HookKinds
{
    /// <summary>A contact wrote.</summary>
    public const string MessageReceived = "message.received";

    /// <summary>The bot, a person or a broadcast wrote; whether it arrived is told by <see cref="MessageStatus"/>.</summary>
    public const string MessageCreated = "message.created";

    /// <summary>A message was accepted, sent, delivered, read, or failed.</summary>
    public const string MessageStatus = "message.status";

    /// <summary>A conversation began.</summary>
    public const string ConversationCreated = "conversation.created";

    /// <summary>Its status, assignee, queue, labels or owner changed.</summary>
    public const string ConversationChanged = "conversation.changed";

    /// <summary>A conversation waits for a person.</summary>
    public const string HandoffRequested = "handoff.requested";

    /// <summary>A person has a conversation that the bot or a queue had.</summary>
    public const string HandoffTaken = "handoff.taken";

    /// <summary>A conversation went back to the bot.</summary>
    public const string HandoffReturned = "handoff.returned";

    /// <summary>A flow began to run.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>A flow is over.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A broadcast came to another state.</summary>
    public const string BroadcastChanged = "broadcast.changed";

    /// <summary>How far a broadcast is; told now and then while it changes.</summary>
    public const string BroadcastProgress = "broadcast.progress";

    /// <summary>Somebody tries the webhook. Every webhook is told, whatever else it wants.</summary>
    public const string Test = "webhook.test";

    /// <summary>What a webhook may ask for.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        MessageReceived,
        MessageCreated,
        MessageStatus,
        ConversationCreated,
        ConversationChanged,
        HandoffRequested,
        HandoffTaken,
        HandoffReturned,
        SessionStarted,
        SessionEnded,
        BroadcastChanged,
        BroadcastProgress,
    ];
}
