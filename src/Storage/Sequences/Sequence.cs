using System.Text.Json.Serialization;

namespace WhatsAppBot.Storage;

/// <summary>Where a sequence stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SequenceState>))]
public enum SequenceState : short
{
    [JsonStringEnumMemberName("draft")]
    Draft = 0,

    [JsonStringEnumMemberName("active")]
    Active = 1,

    /// <summary>Nobody gets a step; times go on.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused = 2,

    [JsonStringEnumMemberName("ended")]
    Ended = 3,
}

/// <summary>From when a step's time counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepClock>))]
public enum StepClock
{
    /// <summary>When the contact entered.</summary>
    [JsonStringEnumMemberName("entry")]
    Entry,

    /// <summary>When the step before became due.</summary>
    [JsonStringEnumMemberName("previous")]
    Previous,

    /// <summary>The start of the day in a date field of the contact, by their clock; the minutes may be negative. Without the date, or long after, the step is left out.</summary>
    [JsonStringEnumMemberName("field")]
    Field,
}

/// <summary>One message of a sequence: what, and so many minutes after what.</summary>
public sealed record SequenceStep(
    BroadcastContent Content,
    int Minutes,
    StepClock After = StepClock.Previous,
    string? Field = null
);

/// <summary>What makes a contact leave before the end, looked at when a step is due: a message since they entered, or one of the tags. Who has opted out always leaves.</summary>
public sealed record SequenceStop(bool Replied = true, IReadOnlyList<string>? Tags = null);

/// <summary>A sequence as it is stored; the steps' broadcasts are there once it has begun.</summary>
public sealed record Sequence(
    long Id,
    string WorkspaceId,
    long ChannelId,
    string Name,
    SequenceState State,
    IReadOnlyList<SequenceStep> Steps,
    SequenceStop Stop,
    Audience? Enter,
    BroadcastPlan? Plan,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    IReadOnlyList<long> Broadcasts
);

/// <summary>What a person decides about a sequence.</summary>
public sealed record SequenceDraft(
    long ChannelId,
    string Name,
    IReadOnlyList<SequenceStep> Steps,
    SequenceStop Stop,
    Audience? Enter,
    BroadcastPlan? Plan
);

/// <summary>Where a contact in a sequence stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EntryState>))]
public enum EntryState : short
{
    [JsonStringEnumMemberName("in")]
    In = 0,

    [JsonStringEnumMemberName("through")]
    Through = 1,

    [JsonStringEnumMemberName("left")]
    Left = 2,
}

/// <summary>How many contacts of a sequence are in a state for a reason.</summary>
public sealed record EntryCount(EntryState State, string? Reason, int Count);

/// <summary>A contact in a sequence, as lists show it. The step is the next one, from 0; -1 before it is planned.</summary>
public sealed record EntryRow(
    long ContactId,
    string? Name,
    string? Phone,
    EntryState State,
    string? Reason,
    int Step,
    DateTimeOffset EnteredAt,
    DateTimeOffset? DueAt
);

/// <summary>What became of a wish to enter people: who is new, and who is left out and why.</summary>
public sealed record Entered(int Count, int Already, IReadOnlyDictionary<string, int> Excluded);

/// <summary>Somebody whose next step is due, with what decides about it.</summary>
public sealed record DueEntry(
    long SequenceId,
    long ContactId,
    int Step,
    DateTimeOffset EnteredAt,
    DateTimeOffset? SentAt,
    bool Gone,
    bool MayNot,
    bool Replied,
    IReadOnlyList<string> Tags,
    string? Phone,
    string Fields
);

/// <summary>How somebody moves on: the step is sent through its broadcast (null: none is), and then the next is due, or it is over for a reason.</summary>
public sealed record EntryMove(
    DueEntry Of,
    long? Broadcast,
    int Step,
    DateTimeOffset? DueAt,
    EntryState State = EntryState.In,
    string? Reason = null
);
