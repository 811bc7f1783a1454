using System.Buffers;
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

    /// <summary>The body with the members of the query that it lacks; an empty body is no mistake.</summary>
    public static async Task<JsonDocument?> Merged(HttpRequest request, CancellationToken cancel)
    {
        var nothing =
            request.ContentLength == 0
            || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"));
        using var body =
            nothing || HttpMethods.IsGet(request.Method) ? JsonDocument.Parse("{}") : await Read(request, cancel);

        if (body is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(512);

        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();

            foreach (var member in body.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }

            foreach (var (name, value) in request.Query)
            {
                if (!body.RootElement.TryGetProperty(name, out _))
                {
                    json.WriteString(name, value.ToString());
                }
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
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
