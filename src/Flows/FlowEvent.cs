using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>A fact that a turn brought about. The order of a turn's events is the order in which they happened.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SessionStarted), "session_started")]
[JsonDerivedType(typeof(NodeEntered), "node_entered")]
[JsonDerivedType(typeof(NodeLeft), "node_left")]
[JsonDerivedType(typeof(MessageCreated), "message_created")]
[JsonDerivedType(typeof(VariableSet), "variable_set")]
[JsonDerivedType(typeof(ContactChanged), "contact_changed")]
[JsonDerivedType(typeof(WaitBegan), "wait_began")]
[JsonDerivedType(typeof(CallRequested), "call_requested")]
[JsonDerivedType(typeof(HandedOff), "handed_off")]
[JsonDerivedType(typeof(TakenBack), "taken_back")]
[JsonDerivedType(typeof(Trouble), "trouble")]
[JsonDerivedType(typeof(SessionEnded), "session_ended")]
[JsonDerivedType(typeof(SessionMoved), "session_moved")]
public abstract record FlowEvent
{
    /// <summary>The sub-flow where it happened; null for the flow that the session began with.</summary>
    public SubFlow? Within { get; init; }
}

/// <summary>A flow that runs inside another one's session.</summary>
public sealed record SubFlow(string FlowId, int Version);

/// <summary>A flow began to run; <paramref name="TriggerNodeId"/> is where it was entered.</summary>
public sealed record SessionStarted(string SessionId, string FlowId, int Version, string FlowName, string TriggerNodeId)
    : FlowEvent;

/// <summary>The session came to a node.</summary>
public sealed record NodeEntered(string SessionId, string NodeId, string? NodeName) : FlowEvent;

/// <summary>The session left a node by a handle; a null handle is the unnamed one. It may be a later turn than the one that entered it.</summary>
public sealed record NodeLeft(string SessionId, string NodeId, string? Handle) : FlowEvent;

/// <summary>
/// The bot says something; the host stores and sends it. Outside the 24-hour window the <paramref name="Fallback"/>, if any, goes instead.
/// </summary>
public sealed record MessageCreated(
    Content Content,
    string FlowId,
    int Version,
    string FlowName,
    string NodeId,
    string? NodeName,
    string SessionId,
    Content? Fallback = null
) : FlowEvent;

/// <summary>A variable of the session took a value.</summary>
public sealed record VariableSet(string SessionId, string NodeId, string Name, JsonNode? Value) : FlowEvent;

/// <summary>A node changes the contact; null leaves as it is.</summary>
public sealed record ContactChanged(
    string SessionId,
    string NodeId,
    string? Name = null,
    string? Language = null,
    JsonObject? Fields = null,
    IReadOnlyList<string>? AddTags = null,
    IReadOnlyList<string>? RemoveTags = null,
    bool? OptOut = null
) : FlowEvent;

/// <summary>The session parks at a node until an input; see <see cref="Session.WakeAfter"/> for the timer that goes with it.</summary>
public sealed record WaitBegan(string SessionId, string NodeId, WaitFor For) : FlowEvent;

/// <summary>The host is to make this call after the commit and to bring its end as <see cref="CallAnswered"/>.</summary>
public sealed record CallRequested(string SessionId, string NodeId, string CallId, Call Call) : FlowEvent
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>Without header, body or query, where secrets are: for the log, which is kept for long and read by many.</summary>
    public CallRequested Bare() =>
        this with
        {
            Call = Call with { Url = Call.Url.Split('?', '#')[0], Headers = NoHeaders, Body = null },
        };
}

/// <summary>The conversation goes to people: its owner becomes the queue, and the bot is silent until <see cref="Returned"/>.</summary>
public sealed record HandedOff(string SessionId, string NodeId, string? Queue, string? Note) : FlowEvent;

/// <summary>Nobody took the conversation in time: its owner becomes the bot again.</summary>
public sealed record TakenBack(string SessionId, string NodeId) : FlowEvent;

/// <summary>Something did not go as its author meant; the log and the inbox show it.</summary>
public sealed record Trouble(string? SessionId, string? NodeId, string Code, string Text) : FlowEvent;

/// <summary>The session is over.</summary>
public sealed record SessionEnded(string SessionId, string FlowId, Outcome Outcome, string? Reason) : FlowEvent;

/// <summary>The session goes on in another version of one of its flows, at the node where it stood.</summary>
public sealed record SessionMoved(string SessionId, string FlowId, int From, int To) : FlowEvent;

/// <summary>How a session ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    [JsonStringEnumMemberName("completed")]
    Completed,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("handedOff")]
    HandedOff,
}
