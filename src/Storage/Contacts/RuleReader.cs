using System.Globalization;
using System.Text.Json;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>
/// Reads a rule from JSON: <c>{"and":[…]}</c>, <c>{"or":[…]}</c>, <c>{"not":…}</c>, or
/// <c>{"attribute":"tag","op":"has","value":"vip"}</c>. Collects everything that is wrong, each with its path.
/// </summary>
public sealed class RuleReader(IReadOnlyDictionary<string, FieldDefinition> fields)
{
    public const int Deepest = 8;
    public const int MostLeaves = 50;
    private const int LongestText = 200;

    private readonly List<Flaw> flaws = [];
    private int leaves;

    public IReadOnlyList<Flaw> Flaws => flaws;

    /// <summary>The rule; meaningless when there are <see cref="Flaws"/>.</summary>
    public ContactRule Read(JsonElement given, string path, int depth = 0)
    {
        if (depth > Deepest)
            return Bad(path, $"is nested deeper than {Deepest}");
        if (given.ValueKind != JsonValueKind.Object)
            return Bad(path, "is an object: and, or, not, or attribute with op and value");
        var names = given.EnumerateObject().Select(one => one.Name).ToArray();
        return names switch
        {
            ["and"] => new ContactRule.And(Many(given.GetProperty("and"), $"{path}.and", depth)),
            ["or"] => new ContactRule.Or(Many(given.GetProperty("or"), $"{path}.or", depth)),
            ["not"] => new ContactRule.Not(Read(given.GetProperty("not"), $"{path}.not", depth + 1)),
            _ => Leaf(given, path),
        };
    }

    private List<ContactRule> Many(JsonElement given, string path, int depth)
    {
        if (given.ValueKind != JsonValueKind.Array)
        {
            Bad(path, "is a list of rules");
            return [];
        }
        return
        [
            .. given.EnumerateArray().Take(MostLeaves + 1).Select((one, i) => Read(one, $"{path}[{i}]", depth + 1)),
        ];
    }

    private ContactRule Leaf(JsonElement given, string path)
    {
        if (++leaves > MostLeaves)
            return Bad(path, $"is more than {MostLeaves} conditions");
        foreach (var member in given.EnumerateObject())
        {
            if (member.Name is not ("attribute" or "op" or "value"))
                return Bad($"{path}.{member.Name}", "is not known here");
        }
        if (Word(given, "attribute") is not { } attribute)
            return Bad($"{path}.attribute", "is missing");
        if (Word(given, "op") is not { } op)
            return Bad($"{path}.op", "is missing");
        var value = given.TryGetProperty("value", out var some) ? some : default;
        var at = $"{path}.value";

        return (attribute, op) switch
        {
            ("name", "is" or "startsWith" or "contains") => new ContactRule.Name(MatchOf(op), Text(value, at)),
            ("name", "empty") => new ContactRule.Name(ContactRule.Match.Empty, ""),
            ("phone", "is" or "startsWith") => new ContactRule.Phone(MatchOf(op), Digits(value, at)),
            ("phone", "empty") => new ContactRule.Phone(ContactRule.Match.Empty, ""),
            ("tag", "has") => new ContactRule.Tagged([Text(value, at)]),
            ("tag", "hasAny") => new ContactRule.Tagged(Texts(value, at)),
            ("language", "is") => new ContactRule.Language([Text(value, at)]),
            ("language", "in") => new ContactRule.Language(Texts(value, at)),
            ("optedOut", "is") => new ContactRule.OptedOut(Truth(value, at)),
            ("optedIn", "is") => new ContactRule.OptedIn(Truth(value, at)),
            ("blocked", "is") => new ContactRule.Blocked(Truth(value, at)),
            ("hasConversation", "is") => new ContactRule.HasConversation(Truth(value, at)),
            ("inFlow", "is") when value.ValueKind == JsonValueKind.String => new ContactRule.InFlow(
                true,
                Text(value, at)
            ),
            ("inFlow", "is") => new ContactRule.InFlow(Truth(value, at), null),
            ("receivedBroadcast", "is" or "isNot") when value.ValueKind == JsonValueKind.Number =>
                new ContactRule.Received(op == "is", Number(value, at)),
            ("receivedBroadcast", "is") => new ContactRule.Received(Truth(value, at), null),
            ("createdAt", "before" or "after") => new ContactRule.Created(op == "before", Time(value, at)),
            ("lastInboundAt", "before" or "after") => new ContactRule.Heard(op == "before", Time(value, at)),
            _ when attribute.StartsWith("fields.", StringComparison.Ordinal) => Field(attribute[7..], op, value, path),
            (
                "name"
                    or "phone"
                    or "tag"
                    or "language"
                    or "optedOut"
                    or "optedIn"
                    or "blocked"
                    or "hasConversation"
                    or "inFlow"
                    or "receivedBroadcast"
                    or "createdAt"
                    or "lastInboundAt",
                _
            ) => Bad($"{path}.op", $"does not go with {attribute}"),
            _ => Bad($"{path}.attribute", "is not known"),
        };
    }

    private ContactRule Field(string key, string op, JsonElement value, string path)
    {
        if (!fields.TryGetValue(key, out var field))
            return Bad($"{path}.attribute", $"there is no field {key}");
        var at = $"{path}.value";
        switch (op, field.Type)
        {
            case ("empty", _):
                return new ContactRule.FieldEmpty(key);
            case ("contains", FieldType.Text):
                return new ContactRule.FieldContains(key, Text(value, at));
            case ("less" or "greater", FieldType.Number):
                return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
                    ? new ContactRule.FieldNumber(key, op == "less", number)
                    : Bad(at, "is a number");
            case ("before" or "after", FieldType.Date):
                return
                    value.ValueKind == JsonValueKind.String
                    && DateOnly.TryParseExact(
                        value.GetString(),
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        default,
                        out var day
                    )
                    ? new ContactRule.FieldDate(key, op == "before", day)
                    : Bad(at, "is a date, such as 2026-01-31");
            case ("is", _):
                var typed = field.Value(value, out var flaw);
                return flaw is null && typed is not null
                    ? new ContactRule.FieldIs(key, typed.ToJsonString())
                    : Bad(at, flaw ?? "is missing");
            default:
                return Bad($"{path}.op", $"does not go with a {field.Type} field");
        }
    }

    private static ContactRule.Match MatchOf(string op) =>
        op switch
        {
            "is" => ContactRule.Match.Is,
            "startsWith" => ContactRule.Match.StartsWith,
            _ => ContactRule.Match.Contains,
        };

    private static string? Word(JsonElement given, string name) =>
        given.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private string Text(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text)
            return text;
        Bad(path, $"is a text of 1 to {LongestText} characters");
        return "";
    }

    private List<string> Texts(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= 100)
            return [.. value.EnumerateArray().Select((one, i) => Text(one, $"{path}[{i}]"))];
        Bad(path, "is a list of 1 to 100 texts");
        return [];
    }

    private string Digits(JsonElement value, string path)
    {
        var digits = string.Concat(Text(value, path).Where(char.IsAsciiDigit));
        if (digits.Length == 0)
            Bad(path, "has no digit");
        return digits;
    }

    private bool Truth(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Bad(path, "is true or false");
        return false;
    }

    private long Number(JsonElement value, string path)
    {
        if (value.TryGetInt64(out var number) && number > 0)
            return number;
        Bad(path, "is a broadcast's number");
        return 0;
    }

    private DateTimeOffset Time(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time))
            return time;
        Bad(path, "is a time, such as 2026-01-31T12:00:00Z");
        return default;
    }

    private ContactRule.And Bad(string path, string detail)
    {
        if (flaws.Count < 100)
            flaws.Add(new Flaw(path, detail));
        return new ContactRule.And([]);
    }
}
