using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Flow documents as they come in: JSON objects of at most 1 MiB, otherwise as wrong as they like.</summary>
internal static class Documents
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>What is read before it is refused: a server that hangs up while it is being told gives no reason.</summary>
    public const int MostRequestBytes = 8 * MostBytes;

    public const string Empty = """{"schemaVersion":1,"settings":{},"nodes":[],"edges":[]}""";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The document's text, or what is wrong with it.</summary>
    public static (string Json, ProblemHttpResult? Problem) Text(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
            return ("", Problems.BadRequest("document", "A flow document is a JSON object."));

        string json;
        try
        {
            json = given.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return ("", Problems.BadRequest("document", "The document is not UTF-8."));
        }
        if (Strict.GetByteCount(json) > MostBytes)
            return ("", Problems.TooLarge("A flow document has at most 1 MiB."));
        // a draft that the database cannot look into would stop every search through the workspace's flows
        return StorableJson.Fault(Strict.GetBytes(json)) is { } fault
            ? ("", Problems.BadRequest("document", $"The document cannot be stored: {fault}."))
            : (json, null);
    }

    /// <summary>A stored document for an answer.</summary>
    public static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
