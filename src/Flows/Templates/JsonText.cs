using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Templates;

/// <summary>
/// What keeps a JSON text JSON while values are put into it. Inside quotes a value is escaped; outside of them a text that is no number, truth
/// or null gets quotes, lists and objects are written as JSON, and what is missing is null.
/// </summary>
internal sealed class JsonText
{
    private bool isQuoted;
    private bool isEscaped;

    /// <summary>Notes what is written, whoever wrote it.</summary>
    public void Follow(string written)
    {
        foreach (var c in written)
        {
            if (isEscaped)
                isEscaped = false;
            else if (isQuoted && c == '\\')
                isEscaped = true;
            else if (c == '"')
                isQuoted = !isQuoted;
        }
    }

    public string Fit(object? value, bool isJson)
    {
        if (isQuoted)
            return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Values.Text(value));

        var text = Values.Text(value);
        if (isJson)
            return text;

        return value switch
        {
            null => "null",
            string => IsBare(text) ? text.Trim() : Quoted(text),
            bool or decimal => text,
            _ => Json.Text(Values.ToJson(value)),
        };
    }

    private static string Quoted(string text) => Json.Text(JsonValue.Create(text));

    private static bool IsBare(string text) =>
        text.AsSpan().Trim() is "true" or "false" or "null"
        || (
            text.Length <= 40
            && Json.TryParse(text, out var node)
            && node is JsonValue value
            && value.GetValueKind() == JsonValueKind.Number
        );
}
