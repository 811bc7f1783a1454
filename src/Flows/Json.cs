using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>JSON from outside: read when it is some, told when it is not.</summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static bool TryParse(string text, out JsonNode? node)
    {
        try
        {
            node = JsonNode.Parse(text, documentOptions: Lenient);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }
}
