using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>JSON from outside: read when it is some, told when it is not.</summary>
internal static class Json
{
    public static bool TryParse(string text, out JsonNode? node)
    {
        node = null;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Fault(bytes) is not null)
            return false;

        node = JsonNode.Parse(bytes);
        return true;
    }

    /// <summary>
    /// What is wrong with these bytes as JSON that we can store and read, or null. JSON may spell half a surrogate pair or a NUL; .NET cannot
    /// read the one, and PostgreSQL cannot store either.
    /// </summary>
    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
                if (isText && reader.ValueIsEscaped && reader.GetString()?.Contains('\0') == true)
                    return "a text holds the character NUL";
            }
            return null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
        catch (InvalidOperationException)
        {
            return "a text holds half of a surrogate pair";
        }
    }
}
