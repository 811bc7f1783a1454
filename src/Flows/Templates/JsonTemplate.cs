using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Templates;

/// <summary>JSON with places to fill in its texts. A text that is nothing but one <c>{{ … }}</c> becomes the value itself, a number or a list.</summary>
internal sealed class JsonTemplate
{
    private readonly Func<Run, string, JsonNode?> fill;

    private JsonTemplate(Func<Run, string, JsonNode?> fill) => this.fill = fill;

    public static JsonTemplate Read(NodeData data, JsonElement json, string field)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                var template = data.TemplateOf(json.GetString() ?? "", field);
                return new JsonTemplate((run, id) => Values.ToJson(run.Value(template, id)));

            case JsonValueKind.Object:
                var parts = json.EnumerateObject()
                    .Select(part => (part.Name, Value: Read(data, part.Value, field)))
                    .ToList();
                return new JsonTemplate(
                    (run, id) =>
                    {
                        var whole = new JsonObject();
                        foreach (var (name, value) in parts)
                            whole[name] = value.Fill(run, id);
                        return whole;
                    }
                );

            case JsonValueKind.Array:
                var items = json.EnumerateArray().Select(item => Read(data, item, field)).ToList();
                return new JsonTemplate((run, id) => new JsonArray([.. items.Select(item => item.Fill(run, id))]));

            default:
                var constant = json.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(json.GetRawText());
                return new JsonTemplate((_, _) => constant?.DeepClone());
        }
    }

    public JsonNode? Fill(Run run, string nodeId) => fill(run, nodeId);
}
