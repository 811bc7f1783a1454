namespace WhatsAppBot.Messages;

/// <summary>
/// What a broadcast would come to if it began now: nothing of it is a bill or a promise. The assumptions are words: <c>rates_configured</c>,
/// <c>no_rates</c>, <c>delivered_share</c>, <c>windows_change</c>, <c>days_by_limit</c>, <c>limit_unknown</c>, <c>quiet_hours</c>, <c>local_time</c>,
/// <c>category_unknown</c>.
/// </summary>
public sealed record BroadcastEstimate(
    int Recipients,
    int HeldOut,
    int WindowOpen,
    CostEstimate? Cost,
    LimitEstimate? Limit,
    int PerSecond,
    long Seconds,
    DateTimeOffset? FinishesAt,
    IReadOnlyList<string> Assumptions
);

/// <summary>
/// About what it costs: high when all are delivered and no window is open, low when only the usual share is. Free are those whose window is open, where
/// the category allows it; unpriced those whose country the rate card does not have.
/// </summary>
public sealed record CostEstimate(
    string RateCard,
    string Currency,
    decimal About,
    decimal Low,
    decimal High,
    int Billed,
    int Free,
    int Unpriced,
    IReadOnlyList<CostLine> Lines
);

/// <summary>Messages of one category to numbers that begin with a calling code.</summary>
public sealed record CostLine(string CallingCode, string Category, int Count, decimal Rate, decimal Amount);

/// <summary>Meta's limit of new people in 24 hours, and how many go on each day: the sum is the recipients.</summary>
public sealed record LimitEstimate(int PerDay, int Used, int Room, int Days, IReadOnlyList<int> Parts);
