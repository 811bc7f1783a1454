using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Templates;

/// <summary>Something with named parts that templates can look into.</summary>
internal interface ILookup
{
    object? Find(string name);

    IEnumerable<string> Names { get; }
}

/// <summary>
/// What a template computes with: null, bool, decimal, string, <see cref="DateTimeOffset"/>, JSON arrays and objects, lists and
/// <see cref="ILookup"/>s. Every question has an answer for every value.
/// </summary>
internal static class Values
{
    public static readonly object Empty = new();
    private const string Iso = "yyyy-MM-dd'T'HH:mm:sszzz";

    public static object? From(JsonNode? node) => node is JsonValue value ? Plain(value) : node;

    public static JsonNode? ToJson(object? value, int depth = 0) =>
        value switch
        {
            null => null,
            _ when ReferenceEquals(value, Empty) || depth > 50 => null,
            bool flag => JsonValue.Create(flag),
            decimal number => JsonValue.Create(Trimmed(number)),
            JsonNode node => node.DeepClone(),
            ILookup parts => new JsonObject(
                parts.Names.Select(name => KeyValuePair.Create(name, ToJson(parts.Find(name), depth + 1)))
            ),
            IReadOnlyList<object?> items => new JsonArray([.. items.Select(item => ToJson(item, depth + 1))]),
            _ => JsonValue.Create(Text(value)),
        };

    public static string Text(object? value) =>
        value switch
        {
            string text => text,
            null => "",
            bool flag => flag ? "true" : "false",
            decimal number => Trimmed(number).ToString(CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString(Iso, CultureInfo.InvariantCulture),
            JsonArray array => Joined(array.Select(From)),
            JsonObject parts when CallAnswer.Body(parts, out var body) => Text(From(body)),
            JsonNode node => Json.Text(node),
            ILookup => ToJson(value) is { } whole ? Json.Text(whole) : "",
            IReadOnlyList<object?> items => Joined(items),
            _ => "",
        };

    /// <summary>Only nil and false are false, as in Liquid.</summary>
    public static bool Truthy(object? value) => value is not (null or false);

    public static bool IsEmpty(object? value) =>
        value switch
        {
            null => true,
            string text => string.IsNullOrWhiteSpace(text),
            JsonArray array => array.Count == 0,
            JsonObject parts => parts.Count == 0,
            IReadOnlyList<object?> items => items.Count == 0,
            _ => ReferenceEquals(value, Empty),
        };

    public static decimal? Number(object? value) =>
        value switch
        {
            decimal number => number,
            string text
                when decimal.TryParse(
                    text.AsSpan().Trim(),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => null,
        };

    /// <summary>1.50 and 1.5 are one number and look the same.</summary>
    public static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

    public static object? Member(object? value, string name) =>
        value switch
        {
            ILookup parts => parts.Find(name) ?? Counted(value, name),
            JsonObject parts when parts.TryGetPropertyValue(name, out var found) => From(found),
            JsonObject parts => CallAnswer.Body(parts, out var body) ? Member(From(body), name) : Counted(value, name),
            _ => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? At(value, index)
                : Counted(value, name),
        };

    public static object? Index(object? value, object? key) =>
        key is decimal number && value is not (JsonObject or ILookup)
            ? At(value, number is >= -100_000 and <= 100_000 ? (int)number : int.MaxValue)
            : Member(value, Text(key));

    public static IEnumerable<object?> Items(object? value) =>
        value switch
        {
            JsonArray array => array.Select(From),
            JsonObject parts when CallAnswer.Body(parts, out var body) => Items(From(body)),
            JsonObject parts => parts.Select(part => (object?)new object?[] { part.Key, From(part.Value) }),
            IEnumerable<object?> items => items,
            string { Length: > 0 } text => [text],
            _ => [],
        };

    public static bool Same(object? left, object? right)
    {
        if (ReferenceEquals(left, Empty) || ReferenceEquals(right, Empty))
            return IsEmpty(left) && IsEmpty(right);

        if (left is JsonNode a && right is JsonNode b)
            return JsonNode.DeepEquals(a, b);

        if (left is decimal || right is decimal)
            return Number(left) is { } x && Number(right) is { } y && x == y;

        if (left is DateTimeOffset || right is DateTimeOffset)
            return Moments.Of(left, right) is var (t, u) && t == u;

        return Equals(left, right);
    }

    /// <summary>Which comes first; null when the two cannot be put in an order.</summary>
    public static int? Order(object? left, object? right)
    {
        if (Number(left) is { } x && Number(right) is { } y)
            return x.CompareTo(y);

        if (Moments.Of(left, right) is var (t, u))
            return t.CompareTo(u);

        return left is string a && right is string b ? string.CompareOrdinal(a, b) : null;
    }

    /// <summary>One after the other, up to where it is too much for any text: a list may hold the same long text a thousand times.</summary>
    private static string Joined(IEnumerable<object?> items)
    {
        var whole = new StringBuilder();
        foreach (var item in items)
        {
            whole.Append(Text(item));
            if (whole.Length > Rendering.MostList)
                break;
        }
        return whole.ToString();
    }

    /// <summary>Every arm is an object: left to itself, the compiler would turn them all back into JSON.</summary>
    private static object? Plain(JsonValue value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.True => (object)true,
            JsonValueKind.False => false,
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => (object?)Number(value.ToJsonString()) ?? value.ToJsonString(),
            _ => null,
        };

    private static object? Counted(object? value, string name) =>
        name switch
        {
            "size" => Size(value) is { } size ? (decimal)size : null,
            "first" => At(value, 0),
            "last" => At(value, -1),
            _ => null,
        };

    private static int? Size(object? value) =>
        value switch
        {
            string text => Texts.Length(text),
            JsonArray array => array.Count,
            JsonObject parts => parts.Count,
            IReadOnlyList<object?> items => items.Count,
            _ => null,
        };

    private static object? At(object? value, int index)
    {
        switch (value)
        {
            case JsonArray array:
                var at = index < 0 ? array.Count + index : index;
                return at >= 0 && at < array.Count ? From(array[at]) : null;
            case IReadOnlyList<object?> items:
                var place = index < 0 ? items.Count + index : index;
                return place >= 0 && place < items.Count ? items[place] : null;
            default:
                return null;
        }
    }
}
