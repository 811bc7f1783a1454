using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>One send that is not over, with what is needed to do it.</summary>
public sealed record PendingSend(
    long ConversationId,
    long Seq,
    string WorkspaceId,
    long ChannelId,
    Lane Lane,
    Content Content,
    string? ReplyTo,
    string? SessionId,
    string? NodeId,
    DateTimeOffset? NotBefore,
    long? BroadcastId = null
);

/// <summary>Where an outbox row stands.</summary>
public enum OutboxState : short
{
    Pending = 0,
    Attempting = 1,
    Unknown = 2,
}

/// <summary>How an attempt ended.</summary>
public abstract record SendOutcome
{
    /// <summary>Meta took it.</summary>
    public sealed record Accepted(string Wamid, bool Held) : SendOutcome;

    /// <summary>Provably not accepted, and not worth another try.</summary>
    public sealed record Failed(MessageError Error) : SendOutcome;

    /// <summary>Provably not accepted; to be tried again.</summary>
    public sealed record Later(TimeSpan After) : SendOutcome;

    /// <summary>It may have been accepted or not.</summary>
    public sealed record Lost : SendOutcome;
}

/// <summary>The result of attempt <paramref name="Attempt"/>, to be recorded.</summary>
public sealed record SendRecord(long ConversationId, long ChannelId, long Seq, int Attempt, SendOutcome Outcome);

/// <summary>A message's new status, at the conversation's seq after the change.</summary>
public sealed record StatusChange(
    string WorkspaceId,
    long ConversationId,
    long ChangedSeq,
    long MessageSeq,
    MessageStatus Status,
    string? Error,
    bool IsLast
);

/// <summary>A status webhook's news about one message.</summary>
public sealed record StatusNews(
    long ChannelId,
    string Wamid,
    MessageStatus Status,
    DateTimeOffset At,
    string? Error,
    AttemptId? Attempt
);
