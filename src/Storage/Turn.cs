using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>Whether a conversation asks for attention.</summary>
public enum ConversationStatus : short
{
    Open = 0,
    Resolved = 1,
    Snoozed = 2,
}

/// <summary>What a turn does to the conversation's timer.</summary>
public abstract record TimerChange
{
    /// <summary>Leaves it as it is.</summary>
    public static TimerChange None { get; } = new Keep();

    /// <summary>Takes it away.</summary>
    public static TimerChange Clear { get; } = new Remove();

    /// <summary>The timer stays.</summary>
    public sealed record Keep : TimerChange;

    /// <summary>The timer goes.</summary>
    public sealed record Remove : TimerChange;

    /// <summary>Due <paramref name="After"/> the database's clock at the commit; firings of older generations do nothing.</summary>
    public sealed record Set(long Generation, TimeSpan After) : TimerChange;
}

/// <summary>In which order a channel's sends go when there is not room for all.</summary>
public enum Lane : short
{
    /// <summary>Replies of bot and agents: first.</summary>
    Reply = 0,

    /// <summary>Broadcasts: what is left.</summary>
    Bulk = 1,
}

/// <summary>A message that a turn adds. With a lane it is to be sent; without, it only is there.</summary>
public sealed record NewMessage(
    Direction Direction,
    Content Content,
    Author Author,
    MessageStatus Status,
    DateTimeOffset CreatedAt,
    Lane? Lane = null,
    string? Wamid = null,
    string? ReplyTo = null,
    Guid? ClientId = null,
    string? SessionId = null,
    string? NodeId = null,
    long? BroadcastId = null,
    int? BroadcastOrd = null
);

/// <summary>
/// The recipient of a broadcast that a turn serves: the turn counts only if the recipient still waits and the broadcast runs, and makes it handed. Its
/// message is the first that names the recipient; without one the recipient is done. With a goal the flow has come to it in its first turn.
/// </summary>
public sealed record ServedRecipient(long BroadcastId, int Ord, bool Goal = false);

/// <summary>
/// What a contact did that may answer broadcasts: wrote at a time, tapped a button of a message (or, where Meta does not say of which, of a broadcast), or
/// came to the goal of the broadcast that began the session. The statement decides which recipients it is of.
/// </summary>
public sealed record Response(
    DateTimeOffset? HeardAt = null,
    string? TappedWamid = null,
    long? Tapped = null,
    long? Goal = null,
    DateTimeOffset? GoalAt = null
);

/// <summary>Where the live session stands, for lists and counts.</summary>
public sealed record Standing(string FlowId, int FlowVersion, string FlowName, string? NodeId, string? NodeName);

/// <summary>What a conversation is after a turn: the columns that only turns write.</summary>
public sealed record ConversationState(
    string? Session,
    string? SessionId,
    Standing? Standing,
    Owner Owner,
    string? Queue,
    ConversationStatus Status,
    string? AssigneeId,
    string? AssigneeName,
    DateTimeOffset? WindowClosesAt,
    DateTimeOffset? SnoozedUntil = null,
    DateTimeOffset? WaitingSince = null,
    IReadOnlyList<string>? Labels = null
);

/// <summary>
/// What happened in a turn, for the log: JSON of the input, of the engine's events, and of what the turn knew beside its input if that was not the
/// usual. The flow is the main one of the session that the turn left live, or else of the one it ended.
/// </summary>
public sealed record TurnLog(
    DateTimeOffset At,
    string Input,
    string Events,
    string? Around = null,
    string? FlowId = null,
    int? FlowVersion = null
);

/// <summary>
/// One turn, to be committed as one transaction if the conversation still has <paramref name="Version"/> and
/// <paramref name="InboxId"/> (0 for none) is its oldest unhandled row.
/// </summary>
public sealed record Turn(
    string WorkspaceId,
    long ChannelId,
    long ConversationId,
    long Version,
    long InboxId,
    ConversationState State,
    TimerChange Timer,
    IReadOnlyList<NewMessage> Messages,
    TurnLog? Log,
    IReadOnlyList<NewCall>? Calls = null,
    ContactChange? Contact = null,
    ServedRecipient? Recipient = null,
    Response? Response = null,
    long ContactId = 0
);

/// <summary>
/// A committed turn: its messages have <paramref name="FirstSeq"/> and the following numbers. The contact is told as it is now when the turn
/// changed it.
/// </summary>
public sealed record TurnCommitted(long Version, long FirstSeq, int Unread, long ReadSeq, Contact? Contact = null);
