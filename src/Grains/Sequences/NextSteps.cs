using System.Globalization;
using System.Text.Json.Nodes;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Sequences;

/// <summary>What happens to somebody whose step is due: leaves, or gets it and waits for the next one.</summary>
internal static class NextSteps
{
    /// <summary>A day that has passed for so long is not congratulated on any more.</summary>
    private static readonly TimeSpan TooLate = TimeSpan.FromHours(24);

    // a field takes any date; what lies out here means "unknown" or "never", and a wait added to it may leave the calendar
    private static readonly (int First, int Last) Years = (1900, 9000);

    public static EntryMove Of(Sequence sequence, DueEntry entry, TimeZoneInfo workspace, DateTimeOffset now)
    {
        if (Leaves(sequence.Stop, entry) is { } reason)
            return new EntryMove(entry, null, entry.Step, null, EntryState.Left, reason);

        long? broadcast =
            entry.Step >= 0 && entry.Step < sequence.Broadcasts.Count ? sequence.Broadcasts[entry.Step] : null;
        var previous = broadcast is null ? entry.SentAt ?? entry.EnteredAt : now;
        var zone = ContactClocks.Of(Field(entry.Fields, "timezone"), entry.Phone, workspace);
        for (var step = entry.Step + 1; step < sequence.Steps.Count; step++)
        {
            if (DueAt(sequence.Steps[step], entry, previous, zone, now) is { } due)
                return new EntryMove(entry, broadcast, step, due);
        }
        return new EntryMove(entry, broadcast, sequence.Steps.Count, null, EntryState.Through);
    }

    private static string? Leaves(SequenceStop stop, DueEntry entry) =>
        entry.Gone ? "contact_gone"
        : entry.MayNot ? "opted_out"
        : stop.Replied && entry.Replied ? "replied"
        : stop.Tags is { Count: > 0 } tags && tags.Any(entry.Tags.Contains) ? "tag"
        : null;

    /// <summary>Null: the contact has no such date, or it is long past.</summary>
    private static DateTimeOffset? DueAt(
        SequenceStep step,
        DueEntry entry,
        DateTimeOffset previous,
        TimeZoneInfo zone,
        DateTimeOffset now
    )
    {
        var wait = TimeSpan.FromMinutes(step.Minutes);
        if (step.After != StepClock.Field)
            return (step.After == StepClock.Entry ? entry.EnteredAt : previous) + wait;

        if (
            Field(entry.Fields, step.Field ?? "") is not { } text
            || !DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
            || day.Year < Years.First
            || day.Year > Years.Last
        )
            return null;
        var due = DueTimes.Instant(day.ToDateTime(TimeOnly.MinValue), zone) + wait;
        return due < now - TooLate ? null : due;
    }

    private static string? Field(string fields, string name) =>
        (JsonNode.Parse(fields) as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : null;
}
