using System.Globalization;
using System.Text.RegularExpressions;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>The operators of rules. Numbers compare as numbers when both sides are, dates as dates, texts without case and accents.</summary>
internal static class Operators
{
    /// <summary>Whether a rule holds for a value and its argument.</summary>
    public delegate bool Test(object? value, object? argument, Run run);

    /// <summary>All but <c>matches</c>, whose pattern is compiled when the flow is read.</summary>
    public static IReadOnlyDictionary<string, Test> All { get; } =
        new Dictionary<string, Test>(StringComparer.Ordinal)
        {
            ["equals"] = (value, argument, _) => Same(value, argument),
            ["notEquals"] = (value, argument, _) => !Same(value, argument),
            ["contains"] = (value, argument, _) => Contains(value, argument),
            ["notContains"] = (value, argument, _) => !Contains(value, argument),
            ["startsWith"] = (value, argument, _) => Text(value).StartsWith(Text(argument), StringComparison.Ordinal),
            ["endsWith"] = (value, argument, _) => Text(value).EndsWith(Text(argument), StringComparison.Ordinal),
            ["in"] = (value, argument, _) => Choices(argument).Any(choice => Same(value, choice)),
            ["greaterThan"] = (value, argument, _) => Order(value, argument) > 0,
            ["greaterOrEqual"] = (value, argument, _) => Order(value, argument) >= 0,
            ["lessThan"] = (value, argument, _) => Order(value, argument) < 0,
            ["lessOrEqual"] = (value, argument, _) => Order(value, argument) <= 0,
            ["between"] = (value, argument, _) =>
                Choices(argument) is [var low, var high] && Order(value, low) >= 0 && Order(value, high) <= 0,
            ["isSet"] = (value, _, _) => !Values.IsEmpty(value),
            ["isEmpty"] = (value, _, _) => Values.IsEmpty(value),
            ["isNumber"] = (value, _, _) => Values.Number(value) is not null,
            ["isEmail"] = (value, _, _) => Answers.IsEmail(Values.Text(value).Trim()),
            ["isPhone"] = (value, _, _) => Answers.IsPhone(Values.Text(value).Trim()),
            ["before"] = (value, argument, _) => Moments.Of(value, argument) is var (t, u) && t < u,
            ["after"] = (value, argument, _) => Moments.Of(value, argument) is var (t, u) && t > u,
            ["hasTag"] = (value, argument, run) => HasTag(Values.IsEmpty(argument) ? value : argument, run),
            ["withinHours"] = (value, argument, run) => Hours.Hold(Clock(value, run), Values.Text(argument)),
        };

    private static bool Same(object? value, object? argument)
    {
        if (Values.Number(value) is { } x && Values.Number(argument) is { } y)
            return x == y;

        if (value is bool || argument is bool)
            return Text(value) == Text(argument);

        return Moments.Of(value, argument) is var (t, u) ? t == u : Text(value) == Text(argument);
    }

    private static int? Order(object? value, object? argument)
    {
        if (Values.IsEmpty(value) || Values.IsEmpty(argument))
            return null;

        if (Values.Number(value) is { } x && Values.Number(argument) is { } y)
            return x.CompareTo(y);

        return Moments.Of(value, argument) is var (t, u)
            ? t.CompareTo(u)
            : string.CompareOrdinal(Text(value), Text(argument));
    }

    private static bool Contains(object? whole, object? part) =>
        whole is string or null or decimal or bool
            ? Text(part).Length > 0 && Text(whole).Contains(Text(part), StringComparison.Ordinal)
            : Values.Items(whole).Any(item => Same(item, part));

    /// <summary>A list, or a text with commas.</summary>
    private static List<object?> Choices(object? argument) =>
        argument is string text ? [.. text.Split(',', StringSplitOptions.TrimEntries)] : [.. Values.Items(argument)];

    private static bool HasTag(object? tag, Run run) =>
        run.Contact.Tags?.Any(has => Fold.Of(has) == Text(tag)) ?? false;

    /// <summary>What the clocks of the workspace show at the moment of the value, or now; without an offset it is that already.</summary>
    private static DateTimeOffset Clock(object? value, Run run) =>
        Moments.Read(value) is not { } moment ? run.Now
        : moment.IsPlaced ? run.InZone(moment.Time)
        : moment.Time;

    private static string Text(object? value) => Fold.Of(Values.Text(value));
}

/// <summary>Opening hours such as <c>09:00-17:30</c> or <c>mon-fri 09:00-17:30, sat 10:00-14:00</c>; past midnight is allowed.</summary>
internal static partial class Hours
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static bool Hold(DateTimeOffset now, string hours)
    {
        var day = ((int)now.DayOfWeek + 6) % 7;
        var minute = now.Hour * 60 + now.Minute;
        foreach (var part in hours.Split(',', StringSplitOptions.TrimEntries))
        {
            if (
                Span().Match(part) is not { Success: true } span
                || !TryTime(span, "from", out var from)
                || !TryTime(span, "to", out var to)
            )
                continue;

            var overnight = to <= from;
            var today = IsOn(span, day) && minute >= from && (overnight || minute < to);
            var sinceYesterday = overnight && IsOn(span, (day + 6) % 7) && minute < to;
            if (today || sinceYesterday)
                return true;
        }
        return false;
    }

    private static bool IsOn(Match span, int day)
    {
        if (!span.Groups["first"].Success)
            return true;

        var first = Day(span.Groups["first"].Value);
        var last = span.Groups["last"].Success ? Day(span.Groups["last"].Value) : first;
        return first >= 0 && last >= 0 && (first <= last ? day >= first && day <= last : day >= first || day <= last);
    }

    private static int Day(string name) => Array.IndexOf(Days, name.ToLowerInvariant());

    private static bool TryTime(Match span, string name, out int minutes)
    {
        var parts = span.Groups[name].Value.Split(':');
        var (hour, minute) = (
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture)
        );
        minutes = hour * 60 + minute;
        return minute < 60 && minutes <= 24 * 60;
    }

    [GeneratedRegex(
        @"^((?<first>[a-z]{3})[a-z]*(\s*-\s*(?<last>[a-z]{3})[a-z]*)?\s+)?(?<from>[0-9]{1,2}:[0-9]{2})\s*[-–]\s*(?<to>[0-9]{1,2}:[0-9]{2})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Span();
}
