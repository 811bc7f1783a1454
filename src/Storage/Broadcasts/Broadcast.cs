using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Storage;

/// <summary>Where a broadcast stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BroadcastState>))]
public enum BroadcastState : short
{
    [JsonStringEnumMemberName("draft")]
    Draft = 0,

    /// <summary>To be started at its time; the audience is frozen then.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled = 1,

    [JsonStringEnumMemberName("running")]
    Running = 2,

    [JsonStringEnumMemberName("paused")]
    Paused = 3,

    [JsonStringEnumMemberName("completed")]
    Completed = 4,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled = 5,

    [JsonStringEnumMemberName("failed")]
    Failed = 6,
}

/// <summary>What a broadcast does to a recipient who is just talking with the bot.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LiveSessionPolicy>))]
public enum LiveSessionPolicy : short
{
    /// <summary>Leaves the recipient out.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip = 0,

    /// <summary>Ends the session.</summary>
    [JsonStringEnumMemberName("interrupt")]
    Interrupt = 1,

    /// <summary>Comes back until the session is over, for a day at most.</summary>
    [JsonStringEnumMemberName("queue")]
    Queue = 2,
}

/// <summary>What a broadcast sends: a template, or the beginning of a flow.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BroadcastTemplate), "template")]
[JsonDerivedType(typeof(BroadcastFlow), "flow")]
public abstract record BroadcastContent;

/// <summary>A message approved by Meta. The preview is what the inbox shows; <c>{{1}}</c> or <c>{{name}}</c> in it stand for the body's values.</summary>
public sealed record BroadcastTemplate(
    string Name,
    string Language,
    IReadOnlyList<BroadcastSlot>? Parameters = null,
    string? Preview = null
) : BroadcastContent;

/// <summary>A published flow. Inside only: those whose 24 hours are over are skipped, else the flow must begin with a template.</summary>
public sealed record BroadcastFlow(string FlowId, bool InsideWindowOnly = false) : BroadcastContent;

/// <summary>
/// One place of a template: a fixed <paramref name="Text"/>, or a value <paramref name="From"/> the recipient (<c>contact.name</c>,
/// <c>contact.phone</c>, <c>contact.language</c>, <c>contact.fields.city</c>, <c>values.code</c>) with a fallback.
/// </summary>
public sealed record BroadcastSlot(
    string Component,
    string Type = "text",
    string? Text = null,
    string? From = null,
    string? Fallback = null,
    string? Name = null,
    string? SubType = null,
    int? Index = null
);

/// <summary>Whom a broadcast is for, and whom it leaves out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EveryContact), "all")]
[JsonDerivedType(typeof(TaggedContacts), "tags")]
[JsonDerivedType(typeof(ChosenContacts), "contacts")]
[JsonDerivedType(typeof(ListedPhones), "phones")]
[JsonDerivedType(typeof(SegmentedContacts), "segment")]
[JsonDerivedType(typeof(RuledContacts), "rule")]
public abstract record Audience
{
    public Exclusions? Exclude { get; init; }
}

/// <summary>Every contact of the workspace.</summary>
public sealed record EveryContact : Audience;

/// <summary>Contacts who have all of the first, one of the second and none of the third tags; an empty list asks for nothing.</summary>
public sealed record TaggedContacts(
    IReadOnlyList<string>? All = null,
    IReadOnlyList<string>? Any = null,
    IReadOnlyList<string>? None = null
) : Audience;

/// <summary>These contacts.</summary>
public sealed record ChosenContacts(IReadOnlyList<long> ContactIds) : Audience;

/// <summary>Whoever is in a saved segment when the broadcast begins.</summary>
public sealed record SegmentedContacts(long SegmentId) : Audience;

/// <summary>Whoever a rule means when the broadcast begins; the rule as the contacts' list takes it.</summary>
public sealed record RuledContacts(System.Text.Json.JsonElement Rule) : Audience;

/// <summary>These numbers; contacts are made of those that nobody knew.</summary>
public sealed record ListedPhones(IReadOnlyList<ListedPhone> Recipients) : Audience;

/// <summary>One line of a list, with values for the template's places.</summary>
public sealed record ListedPhone(string Phone, string? Name = null, JsonObject? Values = null);

/// <summary>Who is left out besides those who opted out: who got something in the last days, who is talking with the bot, who was in another broadcast.</summary>
public sealed record Exclusions(
    int? MessagedWithinDays = null,
    bool LiveSession = false,
    IReadOnlyList<long>? Broadcasts = null
);

/// <summary>A broadcast as it is stored; the audience, which may be a long list, only where it is asked for.</summary>
public sealed record Broadcast(
    long Id,
    string WorkspaceId,
    long ChannelId,
    string Title,
    BroadcastState State,
    string? Reason,
    string? Detail,
    int? Code,
    BroadcastContent Content,
    Audience? Audience,
    LiveSessionPolicy LiveSession,
    int? PerSecond,
    int? SafetyPercent,
    int SafetyAfter,
    int Shards,
    DateTimeOffset? StartsAt,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FrozenAt,
    DateTimeOffset? EndedAt,
    int? AudienceSize,
    IReadOnlyDictionary<string, int>? Excluded,
    BroadcastPlan? Plan = null,
    IReadOnlyList<BroadcastVariant>? Variants = null,
    int HoldOut = 0,
    string? GoalNode = null,
    DateTime? LocalAt = null,
    long? SequenceId = null,
    IReadOnlyList<DateTimeOffset>? TakenUpAt = null,
    long? ReasonChannelId = null
)
{
    /// <summary>The numbers that it goes out from.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Channels =>
        Plan?.MoreChannels is { Count: > 0 } more ? [ChannelId, .. more] : [ChannelId];

    /// <summary>What a recipient of the variant gets.</summary>
    public BroadcastContent ContentOf(string? variant) =>
        (variant is null ? null : Variants?.FirstOrDefault(one => one.Key == variant)?.Content) ?? Content;

    /// <summary>Everything that it may send.</summary>
    [JsonIgnore]
    public IEnumerable<BroadcastContent> Contents =>
        Variants is { Count: > 0 } variants ? variants.Select(one => one.Content ?? Content) : [Content];
}

/// <summary>What a person decides about a broadcast before it starts.</summary>
public sealed record BroadcastDraft(
    long ChannelId,
    string Title,
    BroadcastContent Content,
    Audience Audience,
    LiveSessionPolicy LiveSession,
    int? PerSecond,
    int? SafetyPercent,
    int SafetyAfter,
    BroadcastPlan? Plan = null,
    IReadOnlyList<BroadcastVariant>? Variants = null,
    int HoldOut = 0,
    string? GoalNode = null
);

/// <summary>Where a recipient stands.</summary>
public enum RecipientState : short
{
    /// <summary>Not come to yet, or to be come back to.</summary>
    Waiting = 0,

    /// <summary>The message is committed, its outcome is not known yet.</summary>
    Handed = 1,

    Accepted = 10,
    Delivered = 11,
    Read = 12,
    Failed = 20,
    Skipped = 30,

    /// <summary>The outcome of the attempt was lost. Only a status resolves it.</summary>
    Unknown = 40,
}

/// <summary>What a send is recorded with when it is taken back before it went out: nobody failed, the recipient is skipped.</summary>
public static class Withdrawn
{
    /// <summary>No code of Meta's.</summary>
    public const int Code = -2;
}
