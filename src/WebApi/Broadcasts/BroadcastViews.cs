using System.Text.Json.Nodes;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Broadcasts;

/// <summary>When a broadcast stops by itself: when more than this share of those who are through failed with one code; percent null: never.</summary>
public sealed record SafetyStop(int? Percent = 20, int After = 100);

/// <summary>
/// What a broadcast is to be. Per second null: as fast as the channel. With <c>moreChannelIds</c> it goes out from several numbers: each recipient gets it
/// from the one they talked with last, the others are shared out by how fast each number sends. With variants each recipient gets one of them by its weight, always the same;
/// <c>holdOut</c> percent get nothing, to compare with. The goal node is one of the flow: whoever comes to it in the session that the broadcast began
/// has reached the goal. <c>plannedStart</c> is only kept with the draft, for whoever goes on with it; null: at once.
/// </summary>
public sealed record BroadcastRequest(
    long ChannelId,
    string Title,
    BroadcastContent Content,
    Audience Audience,
    LiveSessionPolicy LiveSession = LiveSessionPolicy.Skip,
    int? PerSecond = null,
    SafetyStop? Safety = null,
    QuietHours? QuietHours = null,
    IReadOnlyList<BroadcastVariant>? Variants = null,
    int HoldOut = 0,
    string? GoalNode = null,
    IReadOnlyList<long>? MoreChannelIds = null,
    PlannedStart? PlannedStart = null
);

/// <summary>
/// When to begin; null: now. At local time each contact gets it when their own clock shows what the workspace's shows at that time; whose clock is past
/// it gets it at once.
/// </summary>
public sealed record StartBroadcast(DateTimeOffset? At = null, bool LocalTime = false);

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

/// <summary>
/// A broadcast as screens and programs see it; lists leave the audience out. With <c>localAt</c> each contact gets it when their clock shows that, and
/// <c>startsAt</c> is when the first do. <c>takenUpAt</c>: when it went on by itself after a crash or a restart of the program, the last few times.
/// </summary>
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
    IReadOnlyDictionary<string, int>? Excluded,
    QuietHours? QuietHours,
    IReadOnlyList<BroadcastVariant>? Variants,
    int HoldOut,
    string? GoalNode,
    DateTime? LocalAt,
    IReadOnlyList<long>? MoreChannelIds,
    IReadOnlyList<DateTimeOffset>? TakenUpAt,
    PlannedStart? PlannedStart
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
            row.Excluded,
            row.Plan?.QuietHours,
            row.Variants,
            row.HoldOut,
            row.GoalNode,
            row.LocalAt,
            row.Plan?.MoreChannels,
            row.TakenUpAt,
            row.Plan?.Start
        );
}

/// <summary>A page of broadcasts, the newest first; <c>next</c> is null on the last one.</summary>
public sealed record BroadcastPage(IReadOnlyList<BroadcastView> Items, string? Next);
