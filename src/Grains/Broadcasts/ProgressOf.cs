using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>What a broadcast waits for, and until when if that is known.</summary>
internal sealed record Limiter(string Word, DateTimeOffset? Until = null);

/// <summary>Makes of counted recipients what people see.</summary>
internal static class ProgressOf
{
    public static BroadcastProgress Counts(
        Broadcast row,
        IReadOnlyList<RecipientCount> counts,
        IReadOnlyList<SendingNumber> numbers,
        BroadcastProgress? before,
        DateTimeOffset now,
        Limiter? limiter = null
    )
    {
        var all = Sum("", counts);
        var failures = counts
            .Where(one => one.State == RecipientState.Failed)
            .GroupBy(one => one.Code ?? 0)
            .Select(same => new BroadcastFailure(
                same.Key,
                same.MaxBy(one => one.Count)?.Reason ?? "Not delivered",
                same.Sum(one => one.Count),
                !RetryRules.Never.Contains(same.Key)
            ))
            .OrderByDescending(one => one.Count)
            .ToList();
        var skips = counts
            .Where(one => one.State == RecipientState.Skipped)
            .GroupBy(one => one.Reason ?? "skipped")
            .Select(same => new BroadcastSkip(same.Key, same.Sum(one => one.Count)))
            .OrderByDescending(one => one.Count)
            .ToList();
        var variants = counts
            .Where(one => one.Variant is not null)
            .GroupBy(one => one.Variant ?? "")
            .Select(same => Sum(same.Key, [.. same]))
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .ToList();

        var isRunning = row.State == BroadcastState.Running;
        var since = isRunning && before is not null ? (now - before.At).TotalSeconds : 0;
        double Pace(int through, int? earlier) =>
            since > 0 && earlier is { } then ? Math.Max(0, (through - then) / since) : 0;

        var perSecond = Pace(
            all.Accepted + all.Failed + all.Unknown,
            before?.Accepted + before?.Failed + before?.Unknown
        );
        // of the same counts, so that they add up to the whole
        var channels = numbers
            .Select(number =>
            {
                var theirs = Sum("", [.. counts.Where(one => (one.ChannelId ?? row.ChannelId) == number.Id)]);
                var then = before?.Channels?.FirstOrDefault(one => one.ChannelId == number.Id);
                var pace = Pace(
                    theirs.Accepted + theirs.Failed + theirs.Unknown,
                    then?.Accepted + then?.Failed + then?.Unknown
                );
                return Of(number, theirs, Math.Round(pace, 1));
            })
            .ToList();
        var left = all.Waiting + all.InFlight;
        return new BroadcastProgress(
            row.WorkspaceId,
            row.Id,
            Word(row.State),
            row.Reason,
            row.Detail,
            all.Audience,
            all.Waiting,
            all.InFlight,
            all.Accepted,
            all.Delivered,
            all.Read,
            all.Failed,
            all.Skipped,
            all.Unknown,
            Math.Round(perSecond, 1),
            failures,
            skips,
            now,
            all.Replied,
            all.Clicked,
            all.Goal,
            variants.Count == 0 ? null : variants,
            isRunning && left > 0 ? limiter?.Word : null,
            isRunning && left > 0 ? limiter?.Until : null,
            isRunning && left > 0 && perSecond > 0 ? (int)Math.Min(int.MaxValue, Math.Ceiling(left / perSecond)) : null,
            channels
        );
    }

    public static string Word(BroadcastState state) => state.ToString().ToLowerInvariant();

    private static ChannelProgress Of(SendingNumber number, VariantProgress theirs, double perSecond) =>
        new(
            number.Id,
            number.Title,
            number.Number,
            theirs.Audience,
            theirs.Waiting,
            theirs.InFlight,
            theirs.Accepted,
            theirs.Delivered,
            theirs.Read,
            theirs.Failed,
            theirs.Skipped,
            theirs.Unknown,
            theirs.Replied,
            theirs.Clicked,
            theirs.Goal,
            perSecond,
            number.Limiter?.Word,
            number.Limiter?.Until
        );

    private static VariantProgress Sum(string key, IReadOnlyList<RecipientCount> counts)
    {
        int Of(params RecipientState[] states) => counts.Where(one => states.Contains(one.State)).Sum(one => one.Count);

        return new VariantProgress(
            key,
            counts.Sum(one => one.Count),
            Of(RecipientState.Waiting),
            Of(RecipientState.Handed),
            Of(RecipientState.Accepted, RecipientState.Delivered, RecipientState.Read),
            Of(RecipientState.Delivered, RecipientState.Read),
            Of(RecipientState.Read),
            Of(RecipientState.Failed),
            Of(RecipientState.Skipped),
            Of(RecipientState.Unknown),
            counts.Sum(one => one.Replied),
            counts.Sum(one => one.Clicked),
            counts.Sum(one => one.Goal)
        );
    }
}
