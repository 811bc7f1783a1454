using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>Reads the body of a Graph request: JSON, or a form whose values may be JSON.</summary>
internal static class GraphBody
{
    public static async Task<JsonDocument?> Read(HttpRequest request, CancellationToken cancel)
    {
        if (request.HasFormContentType)
        {
            return await Form(request, cancel);
        }

        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, default, cancel);

            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (Exception malformed) when (malformed is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static async Task<JsonDocument?> Form(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var form = await request.ReadFormAsync(cancel);
            var fields = new JsonObject(
                form.Select(field =>
                    KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value.ToString()))
                )
            );
            return JsonDocument.Parse(fields.ToJsonString());
        }
        catch (Exception malformed) when (malformed is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
