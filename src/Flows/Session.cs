using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Flows;

/// <summary>One run of one flow version, parked at a node. Nothing in it ever changes; a turn makes a new one.</summary>
public sealed record Session
{
    /// <summary>The form that <see cref="ToJson"/> writes.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    /// <summary>The flow where the session stands: the one it began with, or the innermost sub-flow.</summary>
    public required string FlowId { get; init; }
    public required int Version { get; init; }
    public required string FlowName { get; init; }

    /// <summary>The flows that wait for this one, the outermost first; null when there are none.</summary>
    public IReadOnlyList<Caller>? Callers { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The time of the turn that began the wait.</summary>
    public required DateTimeOffset WaitingSince { get; init; }

    /// <summary>Grows with every new wait of the conversation, so that an older timer does nothing.</summary>
    public required long Generation { get; init; }

    public required Wait Wait { get; init; }

    /// <summary>What the session saved. Read it, never change it.</summary>
    public JsonObject Variables { get; init; } = [];

    public BroadcastView? Broadcast { get; init; }

    /// <summary>What templates can say about the talk so far.</summary>
    public Memory Memory { get; init; } = new();

    /// <summary>The flow that the session began with.</summary>
    [JsonIgnore]
    public string MainFlowId => Callers is { Count: > 0 } callers ? callers[0].FlowId : FlowId;

    /// <summary>Every version that the session stands on, the innermost first: what a library must hold for it to go on.</summary>
    [JsonIgnore]
    public IEnumerable<(string FlowId, int Version)> Versions =>
        [(FlowId, Version), .. (Callers ?? []).Reverse().Select(caller => (caller.FlowId, caller.Version))];

    [JsonIgnore]
    public string CurrentNodeId => Wait.NodeId;

    [JsonIgnore]
    public string? CurrentNodeName => Wait.NodeName;

    [JsonIgnore]
    public DateTimeOffset? ExpiresAt => Wait.ExpiresAt;

    /// <summary>
    /// How long after the turn that began the wait the session wants <see cref="TimerFired"/> with its <see cref="Generation"/>; null for
    /// never. While the generation stays, so does the timer.
    /// </summary>
    [JsonIgnore]
    public TimeSpan? WakeAfter =>
        Wait.WakesAt is not { } at ? null
        : at > WaitingSince ? at - WaitingSince
        : TimeSpan.Zero;

    /// <summary>Whether the flow is this session's, or one that it runs inside.</summary>
    internal bool StandsOn(string flowId)
    {
        if (flowId == FlowId)
            return true;

        foreach (var caller in Callers ?? [])
        {
            if (caller.FlowId == flowId)
                return true;
        }
        return false;
    }

    public string ToJson() => JsonSerializer.Serialize(this, FlowsJson.Default.Session);

    /// <summary>Reads what <see cref="ToJson"/> wrote. A session of a newer program is not for this one and throws.</summary>
    public static Session Parse(string json)
    {
        var session =
            JsonSerializer.Deserialize(json, FlowsJson.Default.Session)
            ?? throw new JsonException("A session is an object.");
        return session.Schema == CurrentSchema
            ? session
            : throw new NotSupportedException(
                $"A session of schema {session.Schema}; this program knows {CurrentSchema}."
            );
    }
}

/// <summary>
/// Where a session stands and what ends its wait. <paramref name="Burst"/> is what came and is not yet answered; <paramref name="Result"/>
/// is the end of a call that came while people had the conversation.
/// </summary>
public sealed record Wait(
    string NodeId,
    string? NodeName,
    WaitFor For,
    int Attempts = 0,
    DateTimeOffset? DueAt = null,
    DateTimeOffset? ExpiresAt = null,
    string? CallId = null,
    bool Overdue = false,
    Burst? Burst = null,
    CallResult? Result = null
)
{
    /// <summary>
    /// The end of the burst, else the earlier of time-out (or delay's end) and expiry. What is overdue waits for the person, not for time.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? WakesAt =>
        Burst is { } burst ? burst.EndsAt
        : Overdue || DueAt is null ? ExpiresAt
        : ExpiresAt is null || DueAt <= ExpiresAt ? DueAt
        : ExpiresAt;
}

/// <summary>Messages in quick succession, gathered into one until it has been quiet for a while.</summary>
public sealed record Burst(Heard Heard, int Messages, DateTimeOffset EndsAt)
{
    /// <summary>So many are answered without waiting for quiet.</summary>
    internal const int Most = 50;
}

/// <summary>What a parked session waits for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitFor>))]
public enum WaitFor
{
    /// <summary>A message of the contact.</summary>
    [JsonStringEnumMemberName("answer")]
    Answer,

    /// <summary>Only time.</summary>
    [JsonStringEnumMemberName("time")]
    Time,

    /// <summary>A person, who hands the conversation back.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>The end of a call out.</summary>
    [JsonStringEnumMemberName("call")]
    Call,
}
