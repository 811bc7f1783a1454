using System.Text;
using System.Text.Json;

namespace WhatsAppBot.Flows;

/// <summary>What starts a flow, as a list of flows tells it: the trigger's kind and its first words.</summary>
public sealed record TriggerLine(string Kind, IReadOnlyList<string> Keywords);

/// <summary>Reads the triggers of a document, however wrong the rest of it is.</summary>
public static class FlowTriggers
{
    private const int MostTriggers = 6;
    private const int MostWords = 6;
    private const int LongestWord = 40;

    /// <summary>The first triggers, in the document's order.</summary>
    public static IReadOnlyList<TriggerLine> Of(string json)
    {
        if (Json.Fault(Encoding.UTF8.GetBytes(json)) is not null)
            return [];

        using var document = JsonDocument.Parse(json);
        return [.. Items(document.RootElement, "nodes").Where(IsTrigger).Take(MostTriggers).Select(Line)];
    }

    private static bool IsTrigger(JsonElement node) => Text(node, "type") == "trigger";

    private static TriggerLine Line(JsonElement node)
    {
        var data =
            node.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var words = Items(data, "keywords")
            .Select(word => word.ValueKind == JsonValueKind.String ? word.GetString() : null)
            .Append(Text(data, "keyword"))
            .OfType<string>()
            .Where(word => word.Trim().Length > 0)
            .Take(MostWords)
            .Select(word => word.Length > LongestWord ? word[..LongestWord] : word);
        return new TriggerLine(
            Text(data, "kind") is { Length: > 0 and <= LongestWord } kind ? kind : "keyword",
            [.. words]
        );
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
