using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>What can happen to a conversation, one at a time.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageReceived), "message_received")]
[JsonDerivedType(typeof(TimerFired), "timer_fired")]
[JsonDerivedType(typeof(SendFailed), "send_failed")]
[JsonDerivedType(typeof(CallAnswered), "call_answered")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(Moved), "moved")]
public abstract record Input;

/// <summary>The contact wrote.</summary>
public sealed record MessageReceived(InboundMessage Message) : Input;

/// <summary>The time that <see cref="Session.WakeAfter"/> asked for has passed, by the database's clock. An older generation does nothing.</summary>
public sealed record TimerFired(long Generation) : Input;

/// <summary>
/// Meta refused what a node of the session had said, for good. <paramref name="FlowId"/> is the flow of the node; without it the innermost
/// flow that has such a node is meant.
/// </summary>
public sealed record SendFailed(string NodeId, string SessionId, MessageError Error, string? FlowId = null) : Input;

/// <summary>The call that <see cref="CallRequested"/> asked for has come to its end.</summary>
public sealed record CallAnswered(string CallId, CallResult Result) : Input;

/// <summary>The API, a broadcast or a person starts a flow. A live session ends as interrupted: whether that may be is the caller's to decide.</summary>
public sealed record Started(string FlowId, JsonObject? Variables = null, BroadcastView? Broadcast = null) : Input;

/// <summary>A person hands the conversation back to the bot.</summary>
public sealed record Returned : Input;

/// <summary>A person or a rule ends the live session.</summary>
public sealed record Stopped(string Reason) : Input;

/// <summary>
/// A person moves the live session to another version of its flow, or of the sub-flow named: it goes on at the node with the same id. When
/// that node is gone, the session ends as interrupted. The library must hold the version.
/// </summary>
public sealed record Moved(int Version, string? FlowId = null) : Input;

/// <summary>An HTTP call that a node wants: made by the host after the turn's commit.</summary>
public sealed record Call(
    string Method,
    string Url,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    TimeSpan TimeLimit,
    int Retries
);

/// <summary>How a call ended: an HTTP answer, or the reason why there is none.</summary>
public sealed record CallResult(
    int? Status,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string? Error = null
);
