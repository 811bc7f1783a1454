using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Makes of counted recipients what people see.</summary>
internal static class ProgressOf
{
    public static BroadcastProgress Counts(
        Broadcast row,
        IReadOnlyList<RecipientCount> counts,
        BroadcastProgress? before,
        DateTimeOffset now
    )
    {
        int Of(params RecipientState[] states) => counts.Where(one => states.Contains(one.State)).Sum(one => one.Count);

        var accepted = Of(RecipientState.Accepted, RecipientState.Delivered, RecipientState.Read);
        var failed = Of(RecipientState.Failed);
        var unknown = Of(RecipientState.Unknown);
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

        var through = accepted + failed + unknown;
        var since = before is null ? 0 : (now - before.At).TotalSeconds;
        var perSecond =
            row.State == BroadcastState.Running && before is not null && since > 0
                ? Math.Max(0, (through - before.Accepted - before.Failed - before.Unknown) / since)
                : 0;
        return new BroadcastProgress(
            row.WorkspaceId,
            row.Id,
            Word(row.State),
            row.Reason,
            row.Detail,
            counts.Sum(one => one.Count),
            Of(RecipientState.Waiting),
            Of(RecipientState.Handed),
            accepted,
            Of(RecipientState.Delivered, RecipientState.Read),
            Of(RecipientState.Read),
            failed,
            Of(RecipientState.Skipped),
            unknown,
            Math.Round(perSecond, 1),
            failures,
            skips,
            now
        );
    }

    public static string Word(BroadcastState state) => state.ToString().ToLowerInvariant();
}
