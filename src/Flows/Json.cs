using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>JSON from outside: read when it is some, told when it is not.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Readable = new(FlowsJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A name that stands twice in an object would only be noticed, and thrown about, when the object is looked into.</summary>
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    public static bool TryParse(string text, out JsonNode? node)
    {
        node = null;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Fault(bytes) is not null)
            return false;

        try
        {
            node = JsonNode.Parse(bytes, documentOptions: Once);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>As people write it: letters of every script stay letters.</summary>
    public static string Text(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";

    public static JsonElement Element(JsonNode node) =>
        JsonSerializer.SerializeToElement(node, FlowsJson.Default.JsonNode);

    /// <summary>What is wrong with what a stranger gave as an object; null when it can be kept.</summary>
    public static string? Repeated(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var _ = JsonDocument.Parse(bytes, Once);
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    /// <summary>What is wrong with these bytes as JSON that we can store and read, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes) => StorableJson.FaultOfTexts(bytes);
}
