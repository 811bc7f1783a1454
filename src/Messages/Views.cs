using System.Text.Json.Serialization;

namespace WhatsAppBot.Messages;

/// <summary>A message as screens and programs see it. <c>Id</c> is <c>conversation-seq</c>.</summary>
public sealed record MessageView(
    string Id,
    long ConversationId,
    long Seq,
    long ChangedSeq,
    Direction Direction,
    string Kind,
    string Text,
    Content Content,
    MessageStatus Status,
    MessageError? Error,
    Author Author,
    DateTimeOffset CreatedAt,
    Guid? ClientId,
    bool Resent,
    string? Wamid,
    string? ReplyTo
)
{
    /// <summary>The public id of a message.</summary>
    public static string IdOf(long conversation, long seq) => $"{conversation}-{seq}";
}

/// <summary>The contact of a conversation. Without a phone number is normal.</summary>
public sealed record ContactSummary(
    long Id,
    string? Name,
    string? Phone,
    string? Bsuid,
    string? Language,
    IReadOnlyList<string> Tags
);

/// <summary>The business number of a conversation.</summary>
public sealed record ChannelSummary(long Id, string Title, string Number, bool Simulated);

/// <summary>Who of the team has a conversation.</summary>
public sealed record AssigneeSummary(string Id, string Name);

/// <summary>Where the live session stands.</summary>
public sealed record BotSummary(string FlowId, string FlowName, int Version, string? NodeId, string? NodeName);

/// <summary>The newest message of a conversation; the text is cut at 200 characters.</summary>
public sealed record LastMessageSummary(
    long Seq,
    string Kind,
    string Text,
    Direction Direction,
    MessageStatus Status,
    DateTimeOffset At
);

/// <summary>A conversation as screens and programs see it. <c>Status</c> is open, resolved or snoozed.</summary>
public sealed record ConversationView(
    long Id,
    ContactSummary Contact,
    ChannelSummary Channel,
    string Status,
    Owner Owner,
    AssigneeSummary? Assignee,
    BotSummary? Bot,
    int Unread,
    long ReadSeq,
    DateTimeOffset? WindowClosesAt,
    LastMessageSummary? LastMessage,
    long Seq,
    DateTimeOffset CreatedAt,
    string? Queue,
    IReadOnlyList<string> Labels,
    DateTimeOffset? SnoozedUntil,
    DateTimeOffset? WaitingSince
);

/// <summary>A message was added; it took the seq.</summary>
public sealed record MessageAdded(string Workspace, long ConversationId, long Seq, MessageView Message);

/// <summary>A message's status climbed; the change took the seq.</summary>
public sealed record MessageStatusChanged(
    string Workspace,
    long ConversationId,
    long Seq,
    string MessageId,
    long MessageSeq,
    MessageStatus Status,
    MessageError? Error
);

/// <summary>A conversation's list row changed. Takes no seq of its own; carries the newest.</summary>
public sealed record ConversationChanged(
    string Workspace,
    long ConversationId,
    long Seq,
    ConversationView Conversation
);

/// <summary>What somebody's page shows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PresenceState>))]
public enum PresenceState
{
    /// <summary>The conversation is open.</summary>
    [JsonStringEnumMemberName("viewing")]
    Viewing,

    /// <summary>A reply is being written.</summary>
    [JsonStringEnumMemberName("typing")]
    Typing,

    /// <summary>Not there any more.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,
}

/// <summary>Somebody of the team is at a conversation; holds for 45 s unless it is said again. Takes no seq.</summary>
public sealed record PresenceChanged(
    string Workspace,
    long ConversationId,
    AssigneeSummary Person,
    PresenceState State,
    DateTimeOffset At
);

/// <summary>
/// Somebody has a flow open in the builder, at that node or at none; holds for 45 s unless it is said again. Takes no seq.
/// </summary>
public sealed record FlowPresenceChanged(
    string Workspace,
    string FlowId,
    AssigneeSummary Person,
    string? NodeId,
    bool Gone,
    DateTimeOffset At
);

/// <summary>What is scheduled in a conversation changed: fetch it anew. Takes no seq.</summary>
public sealed record ScheduledChanged(string Workspace, long ConversationId);

/// <summary>The one way views become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true
)]
[JsonSerializable(typeof(MessageAdded))]
[JsonSerializable(typeof(MessageStatusChanged))]
[JsonSerializable(typeof(ConversationChanged))]
[JsonSerializable(typeof(PresenceChanged))]
[JsonSerializable(typeof(FlowPresenceChanged))]
[JsonSerializable(typeof(ScheduledChanged))]
[JsonSerializable(typeof(BroadcastProgress))]
[JsonSerializable(typeof(BroadcastEstimate))]
[JsonSerializable(typeof(IReadOnlyList<MessageView>))]
[JsonSerializable(typeof(IReadOnlyList<ConversationView>))]
public sealed partial class ViewsJson : JsonSerializerContext;
