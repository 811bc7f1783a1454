using System.Text.Json.Serialization;

namespace WhatsAppBot.Storage;

/// <summary>Whose clock tells the time.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WhoseClock>))]
public enum WhoseClock
{
    /// <summary>Each contact's: the field <c>timezone</c>, else the zone of the number, else the workspace's.</summary>
    [JsonStringEnumMemberName("contact")]
    Contact,

    [JsonStringEnumMemberName("workspace")]
    Workspace,
}

/// <summary>Nobody gets it between these times of the day (<c>21:00</c> to <c>09:00</c> goes over midnight).</summary>
public sealed record QuietHours(string From, string To, WhoseClock Clock = WhoseClock.Contact)
{
    /// <summary>The times, or null when they are none or the same.</summary>
    public (TimeOnly From, TimeOnly To)? Times() =>
        TimeOnly.TryParseExact(From, "HH:mm", out var from)
        && TimeOnly.TryParseExact(To, "HH:mm", out var to)
        && from != to
            ? (from, to)
            : null;
}

/// <summary>
/// When people mean to start a draft, at a time that may still have to be chosen (null). Only kept for them: it begins when somebody starts it.
/// </summary>
public sealed record PlannedStart(DateTimeOffset? At = null, bool LocalTime = false);

/// <summary>When a broadcast may reach whom, from which numbers besides its own, and when it is meant to begin.</summary>
public sealed record BroadcastPlan(
    QuietHours? QuietHours = null,
    IReadOnlyList<long>? MoreChannels = null,
    PlannedStart? Start = null
);

/// <summary>What a share of the audience gets: the shares are weights. Without a content of its own it is the broadcast's.</summary>
public sealed record BroadcastVariant(string Key, int Weight = 1, BroadcastContent? Content = null);
