using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>When a recipient may get a broadcast: at the wall clock it is for, and not in the quiet hours.</summary>
internal static class DueTimes
{
    /// <summary>The first zone of the world to come to a time of the day.</summary>
    private static TimeSpan First { get; } = TimeSpan.FromHours(14);

    /// <summary>What the workspace's clock shows at the time, and when the first clock of the world shows it.</summary>
    public static (DateTime Wall, DateTimeOffset First) Everywhere(DateTimeOffset at, string workspace)
    {
        var wall = TimeZoneInfo.ConvertTime(at, ContactClocks.Zone(workspace) ?? TimeZoneInfo.Utc).DateTime;
        return (wall, new DateTimeOffset(wall, First));
    }

    /// <summary>Not before this; null: now.</summary>
    public static DateTimeOffset? NotBefore(
        Broadcast broadcast,
        TimeZoneInfo contact,
        TimeZoneInfo workspace,
        DateTimeOffset now
    )
    {
        var at = broadcast.LocalAt is { } wall && Instant(wall, contact) is var local && local > now ? local : now;
        if (broadcast.Plan?.QuietHours is { } quiet)
            at = AfterQuiet(quiet, quiet.Clock == WhoseClock.Workspace ? workspace : contact, at);
        return at > now ? at : null;
    }

    /// <summary>The end of the quiet hours when the time lies in them, else the time itself.</summary>
    public static DateTimeOffset AfterQuiet(QuietHours quiet, TimeZoneInfo zone, DateTimeOffset at)
    {
        if (quiet.Times() is not var (from, to))
            return at;

        var there = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        if (!TimeOnly.FromDateTime(there).IsBetween(from, to))
            return at;

        var end = there.Date + to.ToTimeSpan();
        return Instant(end > there ? end : end.AddDays(1), zone);
    }

    /// <summary>When the zone's clocks show this; an hour that spring leaves out is the one after it.</summary>
    public static DateTimeOffset Instant(DateTime wall, TimeZoneInfo zone)
    {
        var shown = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(shown))
            shown = shown.AddHours(1);
        return new DateTimeOffset(shown, zone.GetUtcOffset(shown)).ToUniversalTime();
    }
}
