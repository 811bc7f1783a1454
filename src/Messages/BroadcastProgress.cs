namespace WhatsAppBot.Messages;

/// <summary>How many recipients failed with one code. Whether they may be tried anew is for all of them the same.</summary>
public sealed record BroadcastFailure(int Code, string Title, int Count, bool Retryable);

/// <summary>How many recipients were skipped for one reason.</summary>
public sealed record BroadcastSkip(string Reason, int Count);

/// <summary>
/// How far a broadcast is. Waiting, in flight, accepted, failed, skipped and unknown add up to the audience; delivered and read are parts of accepted.
/// Replied, clicked and goal say how many did that, wherever they stand. The limiter is what it waits for, in a word: <c>rate</c>, <c>channel</c>,
/// <c>daily_limit</c>, <c>quiet_hours</c>, <c>local_time</c>; until when, where that is known. Seconds left count from now. The channels are the numbers that it goes out from; theirs add up to these.
/// </summary>
public sealed record BroadcastProgress(
    string Workspace,
    long Id,
    string State,
    string? Reason,
    string? Detail,
    int Audience,
    int Waiting,
    int InFlight,
    int Accepted,
    int Delivered,
    int Read,
    int Failed,
    int Skipped,
    int Unknown,
    double PerSecond,
    IReadOnlyList<BroadcastFailure> Failures,
    IReadOnlyList<BroadcastSkip> Skips,
    DateTimeOffset At,
    int Replied = 0,
    int Clicked = 0,
    int Goal = 0,
    IReadOnlyList<VariantProgress>? Variants = null,
    string? Limiter = null,
    DateTimeOffset? LimitedUntil = null,
    int? SecondsLeft = null,
    IReadOnlyList<ChannelProgress>? Channels = null
);

/// <summary>How far the share of a variant is; the key <c>hold_out</c> is of those who are left out to compare with.</summary>
public sealed record VariantProgress(
    string Key,
    int Audience,
    int Waiting,
    int InFlight,
    int Accepted,
    int Delivered,
    int Read,
    int Failed,
    int Skipped,
    int Unknown,
    int Replied,
    int Clicked,
    int Goal
);

/// <summary>
/// How far the recipients of one number are. Besides the limiters of a broadcast there are, for a number: <c>slowed</c> (Meta asked it to slow down),
/// <c>token</c>, <c>channel</c> and <c>template</c> (what Meta refused, and so made the broadcast stop), <c>paused</c> (whatever else stopped it).
/// </summary>
public sealed record ChannelProgress(
    long ChannelId,
    string Title,
    string Number,
    int Audience,
    int Waiting,
    int InFlight,
    int Accepted,
    int Delivered,
    int Read,
    int Failed,
    int Skipped,
    int Unknown,
    int Replied,
    int Clicked,
    int Goal,
    double PerSecond,
    string? Limiter,
    DateTimeOffset? LimitedUntil
);
