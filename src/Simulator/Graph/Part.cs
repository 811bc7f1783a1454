using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>A place in a request body, with the name Meta's errors call it by: <c>interactive['body']['text']</c>.</summary>
internal readonly record struct Part(JsonElement Value, string Path)
{
    public bool Missing => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    public Part this[string name] =>
        new(IsObject && Value.TryGetProperty(name, out var found) ? found : default, Under(name));

    /// <summary>The text of a string, or of a number: Graph takes either where it wants words.</summary>
    public string? Text =>
        Value.ValueKind switch
        {
            JsonValueKind.String => Value.GetString(),
            JsonValueKind.Number => Value.GetRawText(),
            _ => null,
        };

    public IEnumerable<Part> Items()
    {
        var path = Path;
        return Value.ValueKind == JsonValueKind.Array
            ? Value.EnumerateArray().Select((item, at) => new Part(item, $"{path}[{at}]").Unwrapped())
            : [];
    }

    /// <summary>Some clients send a nested object as a string that holds JSON; Graph reads that too.</summary>
    public Part Unwrapped()
    {
        if (Value.ValueKind != JsonValueKind.String || Value.GetString() is not { } text)
        {
            return this;
        }

        if (!text.StartsWith('{') && !text.StartsWith('['))
        {
            return this;
        }

        try
        {
            return this with { Value = JsonElement.Parse(text) };
        }
        catch (JsonException)
        {
            return this;
        }
    }

    private string Under(string name) => string.IsNullOrEmpty(Path) ? name : $"{Path}['{name}']";
}
