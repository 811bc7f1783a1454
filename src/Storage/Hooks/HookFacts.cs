using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>A message that was written, with its transaction.</summary>
internal sealed record WrittenMessage(long Written, string WorkspaceId, Message Message);

/// <summary>A turn that was written, with its transaction.</summary>
internal sealed record WrittenTurn(
    long Written,
    string WorkspaceId,
    long ConversationId,
    long Version,
    DateTimeOffset At,
    string Events
);

/// <summary>A step of a message's status, and what names the message elsewhere.</summary>
internal sealed record StatusStep(
    long Written,
    string WorkspaceId,
    long ConversationId,
    long Seq,
    long MessageSeq,
    MessageStatus Status,
    string? Error,
    DateTimeOffset At,
    string? Wamid,
    Guid? ClientId,
    long? BroadcastId
);

/// <summary>A step of a broadcast.</summary>
internal sealed record BroadcastStep(
    long Written,
    long Id,
    string WorkspaceId,
    long BroadcastId,
    BroadcastState State,
    string? Reason,
    DateTimeOffset At,
    string Title,
    int? Audience,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt
);

/// <summary>A conversation as it stands, and as it was told last.</summary>
internal sealed record TouchedConversation(Conversation Conversation, Channel? Channel, HookStanding? Told);

/// <summary>All that was written in some transactions.</summary>
internal sealed record HookFacts(
    IReadOnlyList<WrittenMessage> Messages,
    IReadOnlyList<WrittenTurn> Turns,
    IReadOnlyList<StatusStep> Statuses,
    IReadOnlyList<BroadcastStep> Broadcasts,
    IReadOnlyDictionary<long, TouchedConversation> Conversations
)
{
    /// <summary>How many there are of what there is most of.</summary>
    public int Largest => Math.Max(Math.Max(Messages.Count, Turns.Count), Math.Max(Statuses.Count, Broadcasts.Count));

    public bool IsEmpty => Largest == 0;
}

/// <summary>Something to tell, of the transaction that brought it about.</summary>
internal sealed record HookEvent(long Written, long Lane, HookBody Body)
{
    public string Kind => Body.Type;
    public string WorkspaceId => Body.Workspace;
}
