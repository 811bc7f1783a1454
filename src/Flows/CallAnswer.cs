using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>
/// How the end of a call is saved: <c>status</c>, <c>headers</c>, <c>body</c>, and <c>error</c> when there was no answer. Older flows read the
/// parts of the body as parts of the whole, and so may all: what is not one of the four is looked for in the body.
/// </summary>
internal static class CallAnswer
{
    private const int MostHeaders = 50;
    private const int MostHeader = 500;

    public static JsonObject Of(CallResult result)
    {
        var headers = new JsonObject();
        foreach (var (name, value) in result.Headers.Take(MostHeaders))
            headers[CleanText.Of(name).ToLowerInvariant()] = Texts.Shorten(CleanText.Of(value), MostHeader);
        var answer = new JsonObject
        {
            ["status"] = result.Status,
            ["headers"] = headers,
            ["body"] = Body(result, (string?)headers["content-type"]),
        };
        if (result.Error is { } error)
            answer["error"] = CleanText.Of(error);
        return answer;
    }

    /// <summary>The body, if this is the end of a call.</summary>
    public static bool Body(JsonObject whole, out JsonNode? body)
    {
        body = null;
        return whole.Count is 3 or 4
            && whole.ContainsKey("status")
            && whole.ContainsKey("headers")
            && whole.TryGetPropertyValue("body", out body)
            && (whole.Count == 3 || whole.ContainsKey("error"));
    }

    /// <summary>JSON is parsed: by its content type, or when a server did not say and it looks like it.</summary>
    private static JsonNode? Body(CallResult result, string? contentType)
    {
        if (result.Body is not { } text)
            return null;

        var isJson = contentType?.Contains("json", StringComparison.OrdinalIgnoreCase);
        if ((isJson ?? text.AsSpan().TrimStart() is ['{' or '[', ..]) && Json.TryParse(text, out var node))
            return node;

        return JsonValue.Create(CleanText.Of(text));
    }
}
