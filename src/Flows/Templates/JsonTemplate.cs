using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Templates;

/// <summary>JSON with places to fill in its texts. A text that is nothing but one <c>{{ … }}</c> becomes the value itself, a number or a list.</summary>
internal sealed class JsonTemplate
{
    private readonly Func<Run, string, Allowance, JsonNode?> fill;

    private JsonTemplate(Func<Run, string, Allowance, JsonNode?> fill) => this.fill = fill;

    public static JsonTemplate Read(NodeData data, JsonElement json, string field, int depth = 0)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                var template = data.TemplateOf(json.GetString() ?? "", field);
                return template.IsPlain
                    ? new JsonTemplate((_, _, _) => JsonValue.Create(template.Source))
                    : new JsonTemplate((run, id, left) => Fill(template, depth, run, id, left));

            case JsonValueKind.Object:
                var parts = json.EnumerateObject()
                    .Select(part => (part.Name, Value: Read(data, part.Value, field, depth + 1)))
                    .ToList();
                return new JsonTemplate(
                    (run, id, left) =>
                    {
                        var whole = new JsonObject();
                        foreach (var (name, value) in left.Reaches(depth + 1) ? parts : [])
                            whole[name] = value.fill(run, id, left);
                        return whole;
                    }
                );

            case JsonValueKind.Array:
                var items = json.EnumerateArray().Select(item => Read(data, item, field, depth + 1)).ToList();
                return new JsonTemplate(
                    (run, id, left) =>
                        left.Reaches(depth + 1)
                            ? new JsonArray([.. items.Select(item => item.fill(run, id, left))])
                            : null
                );

            default:
                var constant = json.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(json.GetRawText());
                return new JsonTemplate((_, _, _) => constant?.DeepClone());
        }
    }

    /// <summary>The filled document; null when its places take more than is allowed, to it alone or to all that share the allowance.</summary>
    public JsonNode? Fill(Run run, string nodeId, Allowance? shared = null)
    {
        var left = shared ?? new Allowance();
        var filled = fill(run, nodeId, left);
        if (left.Tell() is { } fault)
            run.Trouble(nodeId, "template_failed", $"A value could not be computed: {fault}.");
        return left.Fault is null ? filled : null;
    }

    private static JsonNode? Fill(Template template, int depth, Run run, string nodeId, Allowance left)
    {
        if (left.Fault is not null)
            return null;

        var value = run.Value(template, nodeId, left);
        return left.Take(value, depth) ? Values.ToJson(value) : null;
    }
}
