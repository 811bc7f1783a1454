using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Documents in which something stands where it does not belong.</summary>
internal static class Damage
{
    public static string To(string json, Random random)
    {
        var document = JsonNode.Parse(json)!;
        for (var i = 0; i < 5; i++)
            Once(document, random);
        return document.ToJsonString();
    }

    private static void Once(JsonNode document, Random random)
    {
        JsonNode?[] things =
        [
            null,
            1,
            "x",
            true,
            new JsonArray(),
            new JsonObject(),
            new JsonArray(1, null, "y"),
            1e300,
            -1,
            "{{",
        ];
        var place = document;
        while (true)
        {
            if (place is JsonObject parts && parts.Count > 0)
            {
                var key = parts.ElementAt(random.Next(parts.Count)).Key;
                if (parts[key] is JsonObject or JsonArray && random.Next(4) > 0)
                {
                    place = parts[key]!;
                    continue;
                }
                parts[key] = things[random.Next(things.Length)];
            }
            else if (place is JsonArray items && items.Count > 0)
            {
                var index = random.Next(items.Count);
                if (items[index] is JsonObject or JsonArray && random.Next(4) > 0)
                {
                    place = items[index]!;
                    continue;
                }
                items[index] = things[random.Next(things.Length)];
            }
            return;
        }
    }
}
