using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Sequences;

/// <summary>
/// What a sequence is to be. Whoever comes to be in the audience <c>enter</c> enters by itself (a flow lets people enter by giving them a tag); without
/// it only those enter who are asked for. A contact enters once.
/// </summary>
public sealed record SequenceRequest(
    string Name,
    long ChannelId,
    IReadOnlyList<SequenceStep> Steps,
    SequenceStop? Stop = null,
    Audience? Enter = null,
    QuietHours? QuietHours = null
);

/// <summary>Who is to enter.</summary>
public sealed record EnterRequest(Audience Audience);

/// <summary>How many are new in it, how many were in it before, and who was left out and why.</summary>
public sealed record EnterAnswer(int Entered, int Already, IReadOnlyDictionary<string, int> Excluded);

/// <summary>Who is to leave.</summary>
public sealed record LeaveRequest(IReadOnlyList<long> ContactIds);

/// <summary>How many were in it and have left.</summary>
public sealed record LeaveAnswer(int Left);

/// <summary>A step; once the sequence has begun, it has a broadcast, which has recipients and progress as any other.</summary>
public sealed record SequenceStepView(
    BroadcastContent Content,
    int Minutes,
    StepClock After,
    string? Field,
    long? BroadcastId,
    BroadcastProgress? Progress
);

/// <summary>Why contacts left before the end, and how many.</summary>
public sealed record LeftCount(string Reason, int Count);

/// <summary>A sequence; lists leave progress and counts out.</summary>
public sealed record SequenceView(
    long Id,
    string Name,
    long ChannelId,
    SequenceState State,
    IReadOnlyList<SequenceStepView> Steps,
    SequenceStop Stop,
    Audience? Enter,
    QuietHours? QuietHours,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    int? In,
    int? Through,
    int? Left,
    IReadOnlyList<LeftCount>? Reasons
)
{
    internal static SequenceView Of(
        Sequence row,
        IReadOnlyList<EntryCount>? counts = null,
        IReadOnlyList<BroadcastProgress?>? progress = null
    ) =>
        new(
            row.Id,
            row.Name,
            row.ChannelId,
            row.State,
            [
                .. row.Steps.Select(
                    (step, at) =>
                        new SequenceStepView(
                            step.Content,
                            step.Minutes,
                            step.After,
                            step.Field,
                            at < row.Broadcasts.Count ? row.Broadcasts[at] : null,
                            at < progress?.Count ? progress[at] : null
                        )
                ),
            ],
            row.Stop,
            row.Enter,
            row.Plan?.QuietHours,
            row.CreatedBy,
            row.CreatedAt,
            Count(counts, EntryState.In),
            Count(counts, EntryState.Through),
            Count(counts, EntryState.Left),
            counts
                ?.Where(one => one.State == EntryState.Left)
                .Select(one => new LeftCount(one.Reason ?? "left", one.Count))
                .ToList()
        );

    private static int? Count(IReadOnlyList<EntryCount>? counts, EntryState state) =>
        counts?.Where(one => one.State == state).Sum(one => one.Count);
}

/// <summary>A page of sequences, the newest first; <c>next</c> is null on the last one.</summary>
public sealed record SequencePage(IReadOnlyList<SequenceView> Items, string? Next);

/// <summary>A contact in a sequence; the step is the next one, from 1, 0 before it is planned.</summary>
public sealed record EntryView(
    long ContactId,
    string? Name,
    string? Phone,
    EntryState State,
    string? Reason,
    int Step,
    DateTimeOffset EnteredAt,
    DateTimeOffset? DueAt
);

/// <summary>A page of contacts in a sequence; <c>next</c> is null on the last one.</summary>
public sealed record EntryPage(IReadOnlyList<EntryView> Items, string? Next);
