using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>The variables of a session in motion: the session's own stay as they are, the first change makes a copy.</summary>
internal sealed class Variables(JsonObject saved)
{
    private const int MostText = 256 * 1024;
    private const int MostPath = 20;
    private const int MostItems = 1_000;

    private JsonObject current = saved;
    private bool isOwn;
    private int size;

    public JsonObject Current => current;

    /// <summary>Grows when a value changes.</summary>
    public int Version { get; private set; }

    /// <summary>Why a session cannot start with these; null when it can.</summary>
    public static string? Fault(JsonObject given)
    {
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(given, FlowsJson.Default.JsonObject);
            return bytes.Length > MostText
                ? "the variables of a session hold at most 256 KiB"
                : Json.Fault(bytes) ?? Json.Repeated(bytes);
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    /// <summary>Sets the value at a dotted path, making the objects on the way; else says why not.</summary>
    public string? Set(string path, JsonNode? value)
    {
        var parts = Split(path);
        if (parts.Length == 0 || parts.Length > MostPath || path.Length > 200)
            return $"“{path}” is no name for a variable";

        if (Get(parts) is { Found: true } old && JsonNode.DeepEquals(old.Value, value))
            return null;

        Version++;
        if (!isOwn)
            Own();
        size += path.Length + (value?.ToJsonString().Length ?? 4);
        if (size > MostText)
        {
            size = current.ToJsonString().Length + (value?.ToJsonString().Length ?? 4);
            if (size > MostText)
                return "the variables of a session hold at most 256 KiB";
        }

        JsonNode place = current;
        for (var i = 0; i < parts.Length - 1; i++)
            place = Inner(place, parts[i]);
        return Put(place, parts[^1], value) ? null : $"“{path}” does not fit what is there";
    }

    /// <summary>The path as its parts, without the prefixes that older flows use, in either bracket form.</summary>
    private static string[] Split(string path)
    {
        var parts = path.Replace('[', '.')
            .Replace("]", "", StringComparison.Ordinal)
            .Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts is ["vars" or "context", .., _] ? parts[1..] : parts;
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

    private static JsonNode Inner(JsonNode place, string part)
    {
        if (At(place, part) is { } there and (JsonObject or JsonArray))
            return there;

        var made = new JsonObject();
        return Put(place, part, made) ? made : new JsonObject();
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
        size = current.ToJsonString().Length;
        isOwn = true;
    }
}
