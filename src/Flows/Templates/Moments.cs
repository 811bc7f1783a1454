using System.Globalization;

namespace WhatsAppBot.Flows.Templates;

/// <summary>A moment; <paramref name="IsPlaced"/> when it came with an offset, else it is what a clock shows, wherever that hangs.</summary>
internal readonly record struct Moment(DateTimeOffset Time, bool IsPlaced)
{
    public DateTimeOffset At(TimeSpan offset) => IsPlaced ? Time : new DateTimeOffset(Time.DateTime, offset);
}

/// <summary>Reads moments out of values.</summary>
internal static class Moments
{
    /// <summary>A text must name its year: what is left out would be taken from the clock of the machine.</summary>
    public static Moment? Read(object? value)
    {
        if (value is DateTimeOffset time)
            return new Moment(time, true);

        const DateTimeStyles styles = DateTimeStyles.RoundtripKind | DateTimeStyles.NoCurrentDateDefault;
        if (
            value is not string { Length: >= 8 and <= 40 } text
            || !HasYear(text)
            || !DateTime.TryParse(text.AsSpan().Trim(), CultureInfo.InvariantCulture, styles, out var read)
            || read.Year is < 2 or > 9998
        )
            return null;

        return read.Kind == DateTimeKind.Unspecified ? new Moment(new DateTimeOffset(read, TimeSpan.Zero), false)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
                ? new Moment(time, true)
            : null;
    }

    /// <summary>A moment by itself; one without an offset stands at UTC.</summary>
    public static DateTimeOffset? Of(object? value) => Read(value)?.Time;

    /// <summary>Two moments; one without an offset is of the same place as the other.</summary>
    public static (DateTimeOffset First, DateTimeOffset Second)? Of(object? first, object? second)
    {
        if (Read(first) is not { } t || Read(second) is not { } u)
            return null;

        var offset =
            t.IsPlaced ? t.Time.Offset
            : u.IsPlaced ? u.Time.Offset
            : TimeSpan.Zero;
        return (t.At(offset), u.At(offset));
    }

    /// <summary>Four digits that are neither part of a longer number nor of a time.</summary>
    private static bool HasYear(string text)
    {
        var digits = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                digits++;
                continue;
            }

            var before = i - digits - 1;
            var isOffset = before > 0 && text[before] == '-' && text[before - 1] == ' ';
            if (digits == 4 && !isOffset && (before < 0 || text[before] is not ('.' or ':' or '+')))
                return true;
            digits = 0;
        }
        return false;
    }
}
