using System.Text;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Templates;

/// <summary>What stands behind a bar: a value in, a value out.</summary>
internal delegate object? Filter(object? value, FilterCall call);

/// <summary>A filter's arguments, and the rendering that it may fail.</summary>
internal readonly record struct FilterCall(
    object?[] Arguments,
    IReadOnlyDictionary<string, Expression> Named,
    Rendering At
)
{
    public object? this[int index] => index < Arguments.Length ? Arguments[index] : null;

    public string Text(int index) => At.Text(this[index]);

    public int? Whole(int index) =>
        Values.Number(this[index]) is { } number ? (int)Math.Clamp(number, -100_000, 100_000) : null;
}

/// <summary>The filters of Liquid, by name.</summary>
internal static class Filters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } =
        new Dictionary<string, Filter>(StringComparer.Ordinal)
        {
            ["default"] = (value, call) =>
                Values.IsEmpty(value)
                || (
                    value is false
                    && !(call.Named.TryGetValue("allow_false", out var allow) && Values.Truthy(allow.Evaluate(call.At)))
                )
                    ? call[0]
                    : value,
            ["upcase"] = (value, call) => call.At.Text(value).ToUpperInvariant(),
            ["downcase"] = (value, call) => call.At.Text(value).ToLowerInvariant(),
            ["capitalize"] = (value, call) => Capitalised(call.At.Text(value)),
            ["strip"] = (value, call) => call.At.Text(value).Trim(),
            ["lstrip"] = (value, call) => call.At.Text(value).TrimStart(),
            ["rstrip"] = (value, call) => call.At.Text(value).TrimEnd(),
            ["strip_newlines"] = (value, call) => call.At.Text(value).ReplaceLineEndings(""),
            ["append"] = (value, call) => call.At.Text(value) + call.Text(0),
            ["prepend"] = (value, call) => call.Text(0) + call.At.Text(value),
            ["replace"] = (value, call) => Replace(value, call, call.Text(1), int.MaxValue),
            ["replace_first"] = (value, call) => Replace(value, call, call.Text(1), 1),
            ["remove"] = (value, call) => Replace(value, call, "", int.MaxValue),
            ["remove_first"] = (value, call) => Replace(value, call, "", 1),
            ["truncate"] = (value, call) =>
                Truncate(call.At.Text(value), call.Whole(0) ?? 50, call[1] is null ? "..." : call.Text(1)),
            ["truncatewords"] = TruncateWords,
            ["escape"] = (value, call) => System.Net.WebUtility.HtmlEncode(call.At.Text(value)),
            ["url_encode"] = (value, call) => Uri.EscapeDataString(call.At.Text(value)),
            ["url_decode"] = (value, call) => CleanText.Of(Uri.UnescapeDataString(call.At.Text(value))),
            ["split"] = (value, call) => Split(call.At.Text(value), call.Text(0)),
            ["join"] = (value, call) => Join(value, call, call[0] is null ? " " : call.Text(0)),
            ["first"] = (value, _) => Values.Member(value, "first"),
            ["last"] = (value, _) => Values.Member(value, "last"),
            ["size"] = (value, _) => Values.Member(value, "size") ?? 0m,
            ["slice"] = Slice,
            ["reverse"] = (value, call) => call.At.Items(value).Reverse().ToList(),
            ["sort"] = (value, call) => Sort(value, call),
            ["uniq"] = (value, call) => Unique(value, call),
            ["compact"] = (value, call) => call.At.Items(value).Where(item => item is not null).ToList(),
            ["concat"] = (value, call) => List(call.At.Items(value).Concat(call.At.Items(call[0])), call),
            ["map"] = (value, call) => call.At.Items(value).Select(item => Values.Member(item, call.Text(0))).ToList(),
            ["where"] = (value, call) => call.At.Items(value).Where(item => Fits(item, call)).ToList(),
            ["sum"] = (value, call) =>
                call.At.Items(value).Aggregate((object?)0m, (sum, item) => Calculate(sum, item, call, (a, b) => a + b)),
            ["plus"] = (value, call) => Calculate(value, call[0], call, (a, b) => a + b),
            ["minus"] = (value, call) => Calculate(value, call[0], call, (a, b) => a - b),
            ["times"] = (value, call) => Calculate(value, call[0], call, (a, b) => a * b),
            ["divided_by"] = Divide,
            ["modulo"] = (value, call) =>
                Amount(call[0]) == 0
                    ? call.At.Fail("divided by zero")
                    : Calculate(value, call[0], call, (a, b) => a % b),
            ["at_least"] = (value, call) => Calculate(value, call[0], call, Math.Max),
            ["at_most"] = (value, call) => Calculate(value, call[0], call, Math.Min),
            ["abs"] = (value, _) => Math.Abs(Amount(value)),
            ["ceil"] = (value, _) => Math.Ceiling(Amount(value)),
            ["floor"] = (value, _) => Math.Floor(Amount(value)),
            ["round"] = (value, call) =>
                Math.Round(Amount(value), Math.Clamp(call.Whole(0) ?? 0, 0, 28), MidpointRounding.AwayFromZero),
            ["date"] = (value, call) => Dates.Format(value, call.Text(0), call.At),
            ["json"] = (value, call) => call.At.AsJson(value),
            ["parse_json"] = ParseJson,
            ["raw"] = (value, _) => value,
        };

    private static decimal Amount(object? value) => Values.Number(value) ?? 0;

    private static object? Calculate(object? left, object? right, FilterCall call, Func<decimal, decimal, decimal> by)
    {
        var (a, b) = (Amount(left), Amount(right));
        var (most, size) = (1e14m, Math.Max(Math.Abs(a), Math.Abs(b)));
        return size > most ? call.At.Fail("a number is too large") : by(a, b);
    }

    /// <summary>Whole numbers divide to whole numbers, as in Liquid.</summary>
    private static object? Divide(object? value, FilterCall call)
    {
        var (a, b) = (Amount(value), Amount(call[0]));
        if (b == 0)
            return call.At.Fail("divided by zero");

        return Calculate(a, b, call, (x, y) => Math.Abs(y) < 1e-10m ? 0 : x / y) is not decimal quotient ? null
            : a.Scale == 0 && b.Scale == 0 ? Math.Floor(quotient)
            : quotient;
    }

    private static string Capitalised(string text)
    {
        var first = text.EnumerateRunes().FirstOrDefault();
        return text.Length == 0
            ? text
            : Rune.ToUpperInvariant(first) + text[Math.Min(text.Length, first.Utf16SequenceLength)..];
    }

    private static string Replace(object? value, FilterCall call, string by, int most)
    {
        var (text, what) = (call.At.Text(value), call.Text(0));
        if (what.Length == 0)
            return text;

        var result = new StringBuilder();
        var from = 0;
        for (var i = 0; i < most && result.Length <= Rendering.MostText; i++)
        {
            var found = text.IndexOf(what, from, StringComparison.Ordinal);
            if (found < 0)
                break;

            result.Append(text, from, found - from).Append(by);
            from = found + what.Length;
        }
        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string Truncate(string text, int length, string end)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.Count <= length)
            return text;

        var kept = Math.Max(0, length - end.EnumerateRunes().Count());
        return string.Concat(runes.Take(kept).Select(rune => rune.ToString())) + end;
    }

    private static string TruncateWords(object? value, FilterCall call)
    {
        var words = call.At.Text(value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var most = Math.Max(1, call.Whole(0) ?? 15);
        return words.Length <= most
            ? call.At.Text(value)
            : string.Join(' ', words.Take(most)) + (call[1] is null ? "..." : call.Text(1));
    }

    private static List<object?> Split(string text, string by) =>
        by.Length == 0
            ? [.. text.EnumerateRunes().Take(Rendering.MostItems).Select(rune => (object?)rune.ToString())]
            : [.. text.Split(by, Rendering.MostItems).Where(part => part.Length > 0 || text.Length > 0)];

    private static object? Join(object? value, FilterCall call, string by)
    {
        var result = new StringBuilder();
        foreach (var item in call.At.Items(value))
        {
            if (result.Length > Rendering.MostText)
                break;
            if (result.Length > 0)
                result.Append(by);
            result.Append(call.At.Text(item));
        }
        return call.At.Bounded(result.ToString());
    }

    private static object? Slice(object? value, FilterCall call)
    {
        var (from, length) = (call.Whole(0) ?? 0, Math.Max(0, call.Whole(1) ?? 1));
        if (value is not (null or string or decimal or bool))
        {
            var items = call.At.Items(value).ToList();
            return items.Skip(Math.Max(0, from < 0 ? items.Count + from : from)).Take(length).ToList();
        }

        var runes = call.At.Text(value).EnumerateRunes().ToList();
        var kept = runes.Skip(Math.Max(0, from < 0 ? runes.Count + from : from)).Take(length);
        return string.Concat(kept.Select(rune => rune.ToString()));
    }

    private static List<object?> Sort(object? value, FilterCall call)
    {
        var key = call[0] is null ? null : call.Text(0);
        object? Key(object? item) => key is null ? item : Values.Member(item, key);
        return
        [
            .. call
                .At.Items(value)
                .OrderBy(item => Values.Number(Key(item)) ?? decimal.MaxValue)
                .ThenBy(item => call.At.Text(Key(item)), StringComparer.Ordinal),
        ];
    }

    private static List<object?> Unique(object? value, FilterCall call)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return call.At.Items(value).Where(item => seen.Add(call.At.Text(item))).ToList();
    }

    private static object? List(IEnumerable<object?> items, FilterCall call)
    {
        var list = items.Take(Rendering.MostItems + 1).ToList();
        return list.Count <= Rendering.MostItems ? list : call.At.Fail($"a list of more than {Rendering.MostItems}");
    }

    private static bool Fits(object? item, FilterCall call)
    {
        var part = Values.Member(item, call.Text(0));
        return call.Arguments.Length > 1 ? Values.Same(part, call[1]) : Values.Truthy(part);
    }

    private static object? ParseJson(object? value, FilterCall call) =>
        Json.TryParse(call.At.Text(value), out var node) ? Values.From(node) : call.At.Fail("not JSON");
}
