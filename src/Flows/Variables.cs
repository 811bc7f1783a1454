using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>The variables of a session in motion: the session's own stay as they are, the first change makes a copy.</summary>
internal sealed class Variables(JsonObject saved)
{
    private const int MostBytes = 256 * 1024;
    private const int MostParts = 20;
    private const int MostPath = 200;
    private const int MostItems = 1_000;
    private const int ShownPath = 100;

    private const string TooLarge = "the variables of a session hold at most 256 KiB";

    private static readonly string TooDeep =
        $"lists and objects may lie at most {Extent.MostDepth} deep inside each other";

    private JsonObject current = saved;
    private bool isOwn;
    private int size;

    public JsonObject Current => current;

    /// <summary>Grows when a value changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a variable can have this name, a dotted path.</summary>
    public static bool IsName(string path) => Split(path) is not null;

    /// <summary>Why a session cannot start with these; null when it can.</summary>
    public static string? Fault(JsonObject given)
    {
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(given, FlowsJson.Default.JsonObject);
            if ((Json.Fault(bytes) ?? Json.Repeated(bytes)) is { } fault)
                return fault;

            return bytes.Length > MostBytes && Extent.BytesOf(given) > MostBytes ? TooLarge
                : Extent.OfWritten(bytes).Depth > Extent.MostDepth + 1 ? TooDeep
                : null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    /// <summary>Sets the value at a dotted path, making the objects on the way; else says why not.</summary>
    public string? Set(string path, JsonNode? value, out int bytes)
    {
        bytes = 0;
        if (Split(path) is not { } parts)
            return $"“{Texts.Shorten(path, ShownPath)}” is no name for a variable";

        (bytes, var depth) = Extent.Of(value);
        if (depth > Extent.MostDepth)
            return TooDeep;

        if (Get(parts) is { Found: true } old && JsonNode.DeepEquals(old.Value, value))
            return null;

        Version++;
        if (!isOwn)
            Own();
        size += path.Length + bytes;
        if (size > MostBytes)
        {
            size = Extent.BytesOf(current) + bytes;
            if (size > MostBytes)
                return TooLarge;
        }

        JsonNode? place = current;
        for (var i = 0; i < parts.Length - 1 && place is not null; i++)
            place = Inner(place, parts[i]);
        return place is not null && Put(place, parts[^1], value)
            ? null
            : $"“{Texts.Shorten(path, ShownPath)}” does not fit what is there";
    }

    /// <summary>
    /// The path as its parts, without the prefixes that older flows use, in either bracket form; null when it is no name for a variable.
    /// </summary>
    private static string[]? Split(string path)
    {
        if (path.Length > MostPath)
            return null;

        var parts = path.Replace('[', '.')
            .Replace("]", "", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["vars" or "context", .., _])
            parts = parts[1..];
        return parts.Length is 0 or > MostParts ? null : parts;
    }

    private (bool Found, JsonNode? Value) Get(string[] parts)
    {
        JsonNode? place = current;
        for (var i = 0; i < parts.Length - 1 && place is not null; i++)
            place = place is JsonObject or JsonArray ? At(place, parts[i]) : null;
        return place is JsonObject last && last.TryGetPropertyValue(parts[^1], out var value)
            ? (true, value)
            : (false, null);
    }

    /// <summary>What is on the way, or a new object there; null when a list has no such place.</summary>
    private static JsonNode? Inner(JsonNode place, string part)
    {
        if (At(place, part) is { } there and (JsonObject or JsonArray))
            return there;

        var made = new JsonObject();
        return Put(place, part, made) ? made : null;
    }

    private static JsonNode? At(JsonNode place, string part) =>
        place is JsonArray array
            ? int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < array.Count
                ? array[i]
                : null
            : place.AsObject().TryGetPropertyValue(part, out var value)
                ? value
                : null;

    private static bool Put(JsonNode place, string part, JsonNode? value)
    {
        if (place is not JsonArray array)
        {
            place.AsObject()[part] = value;
            return true;
        }

        if (
            !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index > array.Count
            || index >= MostItems
        )
            return false;

        if (index == array.Count)
            array.Add(value);
        else
            array[index] = value;
        return true;
    }

    private void Own()
    {
        current = current.DeepClone().AsObject();
        size = Extent.BytesOf(current);
        isOwn = true;
    }
}
