using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>When a broadcast stops by itself: when more than this share of those who are through failed with one code; percent null: never.</summary>
public sealed record SafetyStop(int? Percent = 20, int After = 100);

/// <summary>What a broadcast is to be. Per second null: as fast as the channel.</summary>
public sealed record BroadcastRequest(
    long ChannelId,
    string Title,
    BroadcastContent Content,
    Audience Audience,
    LiveSessionPolicy LiveSession = LiveSessionPolicy.Skip,
    int? PerSecond = null,
    SafetyStop? Safety = null
);

/// <summary>When to begin; null: now.</summary>
public sealed record StartRequest(DateTimeOffset? At = null);

/// <summary>At most so many a second; null: as fast as the channel.</summary>
public sealed record RateRequest(int? PerSecond);

/// <summary>Which failures to try anew; null: all that may be.</summary>
public sealed record RetryRequest(int? Code = null);

/// <summary>Who gets the test. The client id makes asking again harmless.</summary>
public sealed record TestRequest(long ContactId, Guid ClientId, JsonObject? Values = null);

/// <summary>An audience to be counted, and perhaps a contact to be looked for in it.</summary>
public sealed record AudienceRequest(Audience Audience, long? ContactId = null, int Sample = 20);

/// <summary>
/// How many are in and out. For the contact that was asked for: <c>IsIn</c>, and the reason when it is not (<c>not_chosen</c>, <c>opted_out</c>,
/// <c>blocked</c>, <c>no_number</c>, <c>messaged_recently</c>, <c>live_session</c>, <c>other_broadcast</c>).
/// </summary>
public sealed record AudienceAnswer(
    int Included,
    IReadOnlyDictionary<string, int> Excluded,
    IReadOnlyList<AudienceMember> Sample,
    bool? IsIn,
    string? WhyOut
);

/// <summary>A broadcast as screens and programs see it; lists leave the audience out.</summary>
public sealed record BroadcastView(
    long Id,
    string Title,
    long ChannelId,
    BroadcastState State,
    string? Reason,
    string? Detail,
    int? Code,
    BroadcastContent Content,
    Audience? Audience,
    LiveSessionPolicy LiveSession,
    int? PerSecond,
    SafetyStop Safety,
    DateTimeOffset? StartsAt,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    int? AudienceSize,
    IReadOnlyDictionary<string, int>? Excluded
)
{
    internal static BroadcastView Of(Broadcast row) =>
        new(
            row.Id,
            row.Title,
            row.ChannelId,
            row.State,
            row.Reason,
            row.Detail,
            row.Code,
            row.Content,
            row.Audience,
            row.LiveSession,
            row.PerSecond,
            new SafetyStop(row.SafetyPercent, row.SafetyAfter),
            row.StartsAt,
            row.CreatedBy,
            row.CreatedAt,
            row.StartedAt,
            row.EndedAt,
            row.AudienceSize,
            row.Excluded
        );
}

/// <summary>A page of broadcasts, the newest first; <c>next</c> is null on the last one.</summary>
public sealed record BroadcastPage(IReadOnlyList<BroadcastView> Items, string? Next);

/// <summary>What has become of a recipient.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecipientWord>))]
public enum RecipientWord
{
    [JsonStringEnumMemberName("waiting")]
    Waiting = 0,

    /// <summary>Its message is written, and on its way to Meta.</summary>
    [JsonStringEnumMemberName("inFlight")]
    InFlight = 1,

    [JsonStringEnumMemberName("accepted")]
    Accepted = 10,

    [JsonStringEnumMemberName("delivered")]
    Delivered = 11,

    [JsonStringEnumMemberName("read")]
    Read = 12,

    [JsonStringEnumMemberName("failed")]
    Failed = 20,

    [JsonStringEnumMemberName("skipped")]
    Skipped = 30,

    /// <summary>The outcome of the attempt was lost: it is never sent again, a status may still tell.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown = 40,
}

/// <summary>One recipient. The message is <c>conversation-seq</c> of it.</summary>
public sealed record RecipientView(
    int Number,
    long ContactId,
    string? Name,
    string? Phone,
    long? ConversationId,
    string? MessageId,
    RecipientWord State,
    int Attempt,
    int? Code,
    string? Reason,
    DateTimeOffset? ChangedAt
);

/// <summary>A page of recipients; <c>next</c> is null on the last one.</summary>
public sealed record RecipientPage(IReadOnlyList<RecipientView> Items, string? Next);
