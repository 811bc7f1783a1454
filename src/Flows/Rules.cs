using System.Globalization;
using System.Text.Json;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>A test that holds or not, right now.</summary>
internal delegate bool Rule(Run run, string nodeId);

/// <summary>Reads the rules of conditions: a value, an operator, an argument; joined by all or any; or one expression.</summary>
internal static class Rules
{
    public static Rule Read(NodeData data, JsonElement? holder, string field)
    {
        string? Text(string name) =>
            holder is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
                ? NodeData.TextOf(value)
                : null;

        if (Text("expression") is { Length: > 0 } source)
        {
            var expression = data.Expression(source, "expression");
            return (run, id) => Values.Truthy(run.Value(expression, id));
        }

        var any = Text("match") == "any" || List(holder, "any") is not null;
        Rule[] rules = (List(holder, "rules") ?? List(holder, "any") ?? List(holder, "all")) is { } list
            ? [.. list.EnumerateArray().Select(rule => ReadRule(data, rule))]
            : [];
        if (rules.Length == 0)
            data.Wrong("no_rules", field, "A condition needs at least one rule or an expression.");

        return any
            ? (run, id) => Array.Exists(rules, rule => rule(run, id))
            : (run, id) => Array.TrueForAll(rules, rule => rule(run, id));
    }

    private static JsonElement? List(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } json
        && json.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list
            : null;

    private static Rule ReadRule(NodeData data, JsonElement rule)
    {
        JsonElement? Member(string name) =>
            rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty(name, out var member) ? member : null;

        var name = NodeData.TextOf(Member("operator")) ?? "equals";
        var value = ReadValue(data, Member("value"));
        var argument = Member("argument");
        if (name == "matches")
            return ReadMatch(data, value, NodeData.TextOf(argument));

        if (!Operators.All.TryGetValue(name, out var test))
        {
            data.Wrong("bad_operator", "operator", $"There is no operator “{name}”.");
            return (_, _) => false;
        }

        var against = ReadArgument(data, argument);
        return (run, id) => test(value(run, id), against(run, id), run);
    }

    private static Rule ReadMatch(NodeData data, Func<Run, string, object?> value, string? source)
    {
        var pattern = data.Pattern(source, "argument");
        return (run, id) => pattern?.IsMatch(Values.Text(value(run, id))) ?? false;
    }

    /// <summary>A value is an expression, with or without its braces.</summary>
    private static Func<Run, string, object?> ReadValue(NodeData data, JsonElement? json)
    {
        if (json is { ValueKind: JsonValueKind.String } text && text.GetString() is { } source)
        {
            if (source.Contains("{{", StringComparison.Ordinal))
                return ReadArgument(data, json);

            if (string.IsNullOrWhiteSpace(source))
                return (_, _) => "";

            var expression = data.Expression(source, "value");
            return (run, id) => run.Value(expression, id);
        }
        return ReadArgument(data, json);
    }

    /// <summary>An argument is what it is: a text, perhaps with places to fill, a number, a list.</summary>
    private static Func<Run, string, object?> ReadArgument(NodeData data, JsonElement? json)
    {
        if (json is { ValueKind: JsonValueKind.String } text)
        {
            var template = data.TemplateOf(text.GetString() ?? "", "argument");
            return (run, id) => run.Value(template, id);
        }

        var constant =
            json is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(Constant).ToList()
            : json is { } single ? Constant(single)
            : null;
        return (_, _) => constant;
    }

    private static object? Constant(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => decimal.TryParse(
                json.GetRawText(),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : json.GetRawText(),
            _ => null,
        };
}
