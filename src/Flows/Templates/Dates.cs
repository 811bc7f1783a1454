using System.Globalization;
using System.Text;

namespace WhatsAppBot.Flows.Templates;

/// <summary>The <c>date</c> filter: strftime's letters, in English.</summary>
internal static class Dates
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    public static object? Format(object? value, string format, Rendering at)
    {
        var time =
            value is "now" or "today" ? Moments.Of(at.Find("now"))
            : value is decimal seconds && Math.Abs(seconds) < 250_000_000_000m
                ? DateTimeOffset.UnixEpoch.AddSeconds((double)Math.Clamp(seconds, -60_000_000_000m, 250_000_000_000m))
            : Moments.Of(value);
        if (time is not { } moment || format.Length == 0)
            return value;

        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var bare = format[i + 1] == '-' && i + 2 < format.Length;
            i += bare ? 2 : 1;
            var part = Part(format[i], moment);
            text.Append(
                bare && part.Length > 1
                    ? part.TrimStart('0', ' ') is { Length: > 0 } shorter
                        ? shorter
                        : "0"
                    : part
            );
        }
        return text.ToString();
    }

    private static string Part(char letter, DateTimeOffset time) =>
        letter switch
        {
            'Y' => time.ToString("yyyy", English),
            'y' => time.ToString("yy", English),
            'm' => time.ToString("MM", English),
            'd' => time.ToString("dd", English),
            'e' => time.Day.ToString(English).PadLeft(2),
            'j' => time.DayOfYear.ToString("000", English),
            'H' => time.ToString("HH", English),
            'k' => time.Hour.ToString(English).PadLeft(2),
            'I' => time.ToString("hh", English),
            'l' => ((time.Hour + 11) % 12 + 1).ToString(English).PadLeft(2),
            'M' => time.ToString("mm", English),
            'S' => time.ToString("ss", English),
            'L' => time.ToString("fff", English),
            'p' => time.ToString("tt", English),
            'P' => time.ToString("tt", English).ToLowerInvariant(),
            'A' => time.ToString("dddd", English),
            'a' => time.ToString("ddd", English),
            'B' => time.ToString("MMMM", English),
            'b' or 'h' => time.ToString("MMM", English),
            'u' => (((int)time.DayOfWeek + 6) % 7 + 1).ToString(English),
            'w' => ((int)time.DayOfWeek).ToString(English),
            's' => time.ToUnixTimeSeconds().ToString(English),
            'z' => time.ToString("zzz", English).Replace(":", "", StringComparison.Ordinal),
            'F' => time.ToString("yyyy-MM-dd", English),
            'T' or 'X' => time.ToString("HH:mm:ss", English),
            'R' => time.ToString("HH:mm", English),
            'D' or 'x' => time.ToString("MM/dd/yy", English),
            '%' => "%",
            _ => "%" + letter,
        };
}
