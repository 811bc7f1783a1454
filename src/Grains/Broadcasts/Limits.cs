using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>What keeps a running broadcast from being faster.</summary>
internal static class Limits
{
    public static Limiter Of(
        Broadcast row,
        IReadOnlyList<RecipientCount> counts,
        DailyRoom? daily,
        TimeZoneInfo workspace,
        DateTimeOffset now
    )
    {
        var waiting = counts.Where(one => one.State == RecipientState.Waiting).ToList();
        if (waiting.Count > 0 && waiting.All(one => one.Due == 0) && waiting.Min(one => one.NextDueAt) is { } next)
            return daily is { Room: 0, NextAt: { } room } && next - now <= RecipientGate.LongestRest
                ? new Limiter("daily_limit", room)
                : new Limiter(PutOff(row), next);
        if (
            row.Plan?.QuietHours is { Clock: WhoseClock.Workspace } quiet
            && DueTimes.AfterQuiet(quiet, workspace, now) is var end
            && end > now
        )
            return new Limiter("quiet_hours", end);
        if (waiting.Count > 0 && daily is { Room: 0 })
            return new Limiter("daily_limit", daily.NextAt);
        return new Limiter(row.PerSecond is null ? "channel" : "rate");
    }

    /// <summary>What puts recipients off in their rows; of several numbers it may be the limit of one, whose people keep nobody else waiting.</summary>
    private static string PutOff(Broadcast row) =>
        row.LocalAt is not null ? "local_time"
        : row.Plan?.QuietHours is not null ? "quiet_hours"
        : "daily_limit";
}
