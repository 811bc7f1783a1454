using System.Text;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>A body as it must not be.</summary>
internal sealed record BadBody(
    string What,
    byte[] Bytes,
    string? ContentType = "application/json",
    bool MustFail = false
);

/// <summary>Damages a right body in one place, in every way that programs and attackers do.</summary>
internal static class Damage
{
    private static readonly string Deep =
        $"{string.Concat(Enumerable.Repeat("[", 3000))}{string.Concat(Enumerable.Repeat("]", 3000))}";

    /// <summary>Values as JSON text, some of which no serializer would write.</summary>
    private static readonly (string What, string Json)[] Values =
    [
        ("null", "null"),
        ("zero", "0"),
        ("negative", "-1"),
        ("fraction", "0.5"),
        ("the largest", "9223372036854775807"),
        ("past 64 bits", "9223372036854775808"),
        ("past doubles", "1e999"),
        ("true", "true"),
        ("no text", "\"\""),
        ("a space", "\" \""),
        ("another word", "\"hologram\""),
        ("NUL", "\"a\\u0000b\""),
        ("half a character", "\"\\ud83d\""),
        ("a character of two halves", $"\"{string.Concat(Enumerable.Repeat("\\ud83d\\udca5", 40))}\""),
        ("right to left", "\"\\u202e\\u0645\\u200f\""),
        ("a line break", "\"a\\r\\nSet-Cookie: b=c\""),
        ("70,000 signs", $"\"{new string('x', 70_000)}\""),
        ("SQL", "\"'; drop table contacts; --\""),
        ("Liquid", "\"{{ 'a' | append: b }}{% for i in (1..1000000000) %}{{i}}{% endfor %}\""),
        ("a broken template", "\"{{ a | {% if %}\""),
        ("a regex bomb", "\"(a+)+$\""),
        ("a day that is none", "\"2026-99-99T00:00:00Z\""),
        ("the first day", "\"0001-01-01T00:00:00Z\""),
        ("the last day", "\"9999-12-31T23:59:59.9999999Z\""),
        ("a day with an odd offset", "\"0001-01-01T00:00:00+14:00\""),
        ("a number as text", "\"1\""),
        ("an empty list", "[]"),
        ("an empty object", "{}"),
        ("a list of null", "[null]"),
        ("an object of null", "{\"kind\":null,\"type\":null}"),
        ("2,000 items", $"[{string.Join(',', Enumerable.Repeat("\"a\"", 2000))}]"),
        ("3,000 levels", Deep),
    ];

    public static IEnumerable<BadBody> Of(JsonNode? right, Random chance, int most)
    {
        foreach (var whole in Whole(right?.ToJsonString() ?? "null"))
            yield return whole;

        for (var i = 0; i < most; i++)
        {
            if (Somewhere(right, chance) is { } bad)
                yield return bad;
        }
    }

    /// <summary>Damaged in one place; null: it has none, or not this time.</summary>
    public static BadBody? Somewhere(JsonNode? right, Random chance)
    {
        var places = Places(right).ToList();
        if (places.Count == 0)
            return null;
        var path = places[chance.Next(places.Count)];
        return OnePlace(right, path, chance) is { } bad
            ? bad with
            {
                What = $"{string.Join('.', path)}: {bad.What}",
            }
            : null;
    }

    private static IEnumerable<BadBody> Whole(string text)
    {
        yield return new("nothing", []);
        yield return new("null", "null"u8.ToArray());
        yield return new("a list", Encoding.UTF8.GetBytes($"[{text}]"));
        yield return new("a text", "\"a\""u8.ToArray(), MustFail: true);
        yield return new("half of it", Encoding.UTF8.GetBytes(text[..(text.Length / 2)]), MustFail: text.Length > 3);
        yield return new("more behind it", Encoding.UTF8.GetBytes($"{text} x"), MustFail: true);
        yield return new("not UTF-8", [.. "{\"a\":\""u8, 0xc3, 0x28, .. "\"}"u8], MustFail: true);
        yield return new("3,000 levels", Encoding.UTF8.GetBytes(Deep), MustFail: true);
        yield return new("as a form", Encoding.UTF8.GetBytes("a=b"), "application/x-www-form-urlencoded", true);
        yield return new("as text", Encoding.UTF8.GetBytes(text), "text/plain");
        yield return new("as XML", Encoding.UTF8.GetBytes("<a/>"), "application/xml", true);
        yield return new("as nothing", Encoding.UTF8.GetBytes(text), null);
        yield return new("as UTF-16", Encoding.Unicode.GetBytes(text), "application/json; charset=utf-16");
        yield return new("an unknown charset", Encoding.UTF8.GetBytes(text), "application/json; charset=klingon");
    }

    private static BadBody? OnePlace(JsonNode? right, object[] path, Random chance)
    {
        var copy = right?.DeepClone();
        var parent = path[..^1].Aggregate(copy, Step);
        switch (chance.Next(10))
        {
            case 0 when parent is JsonObject holder:
                holder.Remove((string)path[^1]);
                return Text("missing", copy);
            case 1 when parent is JsonObject holder:
                holder["hologram"] = 1;
                return Text("an unknown member", copy, mustFail: path.Length == 1);
            case 2 when parent is JsonObject holder:
                return Raw("told twice", copy, holder, path[^1], $"1,{Json(path[^1])}:{Json(Step(holder, path[^1]))}");
            case 3 when parent is not null:
                return Raw("one level deeper", copy, parent, path[^1], $"[{Json(Step(parent, path[^1]))}]");
            case 4 when parent is not null:
                return Raw("in an object", copy, parent, path[^1], $"{{\"x\":{Json(Step(parent, path[^1]))}}}");
            default:
                if (parent is null)
                    return null;
                var (what, json) = Values[chance.Next(Values.Length)];
                return Raw(what, copy, parent, path[^1], json);
        }
    }

    /// <summary>Puts text into the place where a serializer would have put a value.</summary>
    private static BadBody Raw(string what, JsonNode? copy, JsonNode parent, object key, string json)
    {
        const string mark = "@@here@@";
        if (parent is JsonArray list)
            list[(int)key] = mark;
        else
            parent[(string)key] = mark;
        return new(what, Encoding.UTF8.GetBytes((copy?.ToJsonString() ?? "").Replace($"\"{mark}\"", json)));
    }

    private static BadBody Text(string what, JsonNode? copy, bool mustFail = false) =>
        new(what, Encoding.UTF8.GetBytes(copy?.ToJsonString() ?? "null"), MustFail: mustFail);

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string Json(object key) => JsonValue.Create($"{key}").ToJsonString();

    private static JsonNode? Step(JsonNode? node, object key) => key is int at ? node?[at] : node?[(string)key];

    /// <summary>The way to every value in it.</summary>
    private static IEnumerable<object[]> Places(JsonNode? node) =>
        node switch
        {
            JsonObject holder => holder.SelectMany(member => Below(member.Key, member.Value)),
            JsonArray list => list.SelectMany((item, at) => Below(at, item)),
            _ => [],
        };

    private static IEnumerable<object[]> Below(object key, JsonNode? value) =>
        Places(value).Select(path => (object[])[key, .. path]).Prepend([key]);
}
