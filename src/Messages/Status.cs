using System.Text.Json.Serialization;

namespace WhatsAppBot.Messages;

/// <summary>
/// How far a message has come. The numbers are stored; the order of <see cref="Accepted"/> … <see cref="Played"/> is Meta's ladder,
/// and a message only ever climbs it (<see cref="StatusLadder"/>).
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageStatus>))]
public enum MessageStatus : short
{
    /// <summary>Written, not yet tried.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued = 0,

    /// <summary>An attempt is on record and its outcome is not.</summary>
    [JsonStringEnumMemberName("sending")]
    Sending = 1,

    /// <summary>The outcome of an attempt was lost: it may have gone out or not.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown = 2,

    /// <summary>Meta took it and gave a wamid; no status webhook yet.</summary>
    [JsonStringEnumMemberName("accepted")]
    Accepted = 10,

    /// <summary>Meta took it and holds it for a quality check.</summary>
    [JsonStringEnumMemberName("held")]
    Held = 11,

    [JsonStringEnumMemberName("sent")]
    Sent = 20,

    /// <summary>Refused by Meta, or not delivered. Terminal unless a later delivered or read disproves it.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed = 25,

    [JsonStringEnumMemberName("delivered")]
    Delivered = 30,

    [JsonStringEnumMemberName("read")]
    Read = 40,

    [JsonStringEnumMemberName("played")]
    Played = 50,

    /// <summary>An inbound message: it is here.</summary>
    [JsonStringEnumMemberName("received")]
    Received = 100,
}

/// <summary>The one rule of statuses: they never go backwards.</summary>
public static class StatusLadder
{
    /// <summary>
    /// The status after <paramref name="news"/> about a message that stands at <paramref name="current"/>. The numbers make it
    /// the greater of the two: failed beats sent, delivered and read beat failed.
    /// </summary>
    public static MessageStatus Climb(MessageStatus current, MessageStatus news) => news > current ? news : current;
}

/// <summary>Why a message failed, in Meta's words: <paramref name="Code"/> is the Graph <c>error.code</c>.</summary>
public sealed record MessageError(int Code, string Title, string? Details = null);

/// <summary>Which way a message went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Direction>))]
public enum Direction : short
{
    [JsonStringEnumMemberName("inbound")]
    Inbound = 0,

    [JsonStringEnumMemberName("outbound")]
    Outbound = 1,

    /// <summary>A line about the session (handed over, resumed …), never sent to the contact.</summary>
    [JsonStringEnumMemberName("event")]
    Event = 2,
}
