using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sets a variable to a filled text, or to what the text means as a number, a truth, JSON or an expression.</summary>
internal sealed record AssignNode(string Id, string? Name, string Key, Func<Run, JsonNode?> Value) : Node(Id, Name)
{
    public static AssignNode Read(NodeData data)
    {
        var key = data.Text("key") ?? "";
        if (string.IsNullOrWhiteSpace(key))
            data.Wrong("missing", "key", "Name the variable to set.");
        return new AssignNode(data.Id, data.Name, key, ReadValue(data));
    }

    internal override Move Enter(Run run)
    {
        run.Save(Id, Key, Value(run));
        return Move.Next;
    }

    private static Func<Run, JsonNode?> ReadValue(NodeData data)
    {
        var id = data.Id;
        if (data.Raw("value") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json)
        {
            var whole = JsonTemplate.Read(data, json, "value");
            return run => whole.Fill(run, id);
        }

        var source = data.Text("value") ?? "";
        if (data.Text("valueType") == "expression")
        {
            var expression = data.Expression(source, "value");
            return run => run.AsJson(run.Value(expression, id), id);
        }

        var template = data.TemplateOf(source, "value");
        switch (data.Text("valueType"))
        {
            case null or "" or "text" or "string":
                var literal = data.Raw("valueType") is null ? data.Raw("value") : null;
                return literal switch
                {
                    { ValueKind: JsonValueKind.Number } => _ => JsonValue.Create(Values.Number(source)),
                    { ValueKind: JsonValueKind.True or JsonValueKind.False } => _ => JsonValue.Create(source == "true"),
                    _ => run => JsonValue.Create(run.Fill(template, id)),
                };
            case "number":
                return run => Number(run, id, run.Fill(template, id));
            case "boolean":
                return run => JsonValue.Create(IsYes(run.Fill(template, id)));
            case "json":
                return run => Whole(run, id, run.Fill(template, id));
            default:
                data.Wrong(
                    "bad_choice",
                    "valueType",
                    "The type of a value is text, number, boolean, json or expression."
                );
                return _ => null;
        }
    }

    private static JsonValue? Number(Run run, string id, string text)
    {
        if (Values.Number(text) is { } number)
            return JsonValue.Create(Values.Trimmed(number));

        run.Trouble(id, "not_a_number", $"“{Texts.Shorten(text, 50)}” is no number.");
        return null;
    }

    private static JsonNode? Whole(Run run, string id, string text)
    {
        if (Json.TryParse(text, out var node))
            return node;

        run.Trouble(id, "not_json", $"“{Texts.Shorten(text, 50)}” is no JSON.");
        return null;
    }

    private static bool IsYes(string text) => Fold.Of(text) is "true" or "yes" or "1" or "on";
}
