using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>Makes a value that a schema of the API's document allows.</summary>
internal sealed class Samples(JsonNode document)
{
    private const int Deepest = 6;

    public JsonNode? Of(JsonNode? schema, Random chance, int depth = 0)
    {
        if (schema is not JsonObject one || depth > Deepest)
            return new JsonObject();
        if (one["$ref"] is { } reference)
            return Of(document["components"]?["schemas"]?[$"{reference}".Split('/')[^1]], chance, depth);
        if (one["enum"] is JsonArray { Count: > 0 } words)
            return words[chance.Next(words.Count)]?.DeepClone();
        if (Choices(one) is { Count: > 0 } choices)
            return Chosen(one, choices, chance, depth);

        return TypeOf(one) switch
        {
            "object" => Object(one, chance, depth),
            "array" => new JsonArray([
                .. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => Of(one["items"], chance, depth + 1)),
            ]),
            "string" => Text(one, chance),
            "integer" => chance.Next(1, 4),
            "number" => 1.5,
            "boolean" => chance.Next(2) == 0,
            _ => new JsonObject(),
        };
    }

    private static List<JsonNode> Choices(JsonObject schema) =>
        [
            .. (schema["anyOf"] as JsonArray ?? schema["oneOf"] as JsonArray ?? [])
                .OfType<JsonNode>()
                .Where(choice => $"{choice["type"]}" != "null"),
        ];

    private JsonNode? Chosen(JsonObject schema, List<JsonNode> choices, Random chance, int depth)
    {
        var choice = choices[chance.Next(choices.Count)];
        var made = Of(choice, chance, depth + 1);
        if (
            schema["discriminator"]?["propertyName"] is { } kind
            && schema["discriminator"]?["mapping"] is JsonObject map
        )
            foreach (var (word, target) in map)
                if ($"{target}" == $"{choice["$ref"]}" && made is JsonObject named)
                    named[$"{kind}"] = word;
        return made;
    }

    private JsonObject Object(JsonObject schema, Random chance, int depth)
    {
        var made = new JsonObject();
        var needed = (schema["required"] as JsonArray ?? []).Select(name => $"{name}").ToHashSet();
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
            if (needed.Contains(name) || chance.Next(2) == 0)
                made[name] = Of(member, chance, depth + 1);
        if (schema["additionalProperties"] is JsonObject more)
            made["a"] = Of(more, chance, depth + 1);
        return made;
    }

    private static string Text(JsonObject schema, Random chance) =>
        $"{schema["format"]}" switch
        {
            "uuid" => "6f8d2c5e-1111-4222-8333-4444555566" + chance.Next(10, 100),
            "date-time" => "2026-03-04T05:06:07Z",
            "time" => "08:00",
            "byte" => "YQ==",
            _ => chance.Next(3) switch
            {
                0 => "a",
                1 => "4917012345678",
                _ => "Ada",
            },
        };

    private static string TypeOf(JsonObject schema) =>
        schema["type"] is JsonArray several
            ? several.Select(type => $"{type}").FirstOrDefault(type => type != "null") ?? ""
        : schema["type"] is { } type ? $"{type}"
        : schema["properties"] is not null ? "object"
        : "";
}
