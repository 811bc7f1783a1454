using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows;

/// <summary>
/// How large a value is: the bytes that it takes as JSON, with the letters of every script as they are, and how many lists and objects lie
/// inside each other.
/// </summary>
internal readonly record struct Extent(int Bytes, int Depth)
{
    /// <summary>What lies deeper is refused: sessions and events put levels of their own around it, and JSON has 64 in all.</summary>
    public const int MostDepth = 32;

    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Extent Of(JsonNode? node) =>
        node switch
        {
            null => new Extent(4, 0),
            JsonValue value when value.TryGetValue<string>(out var text) => new Extent(Quoted(text), 0),
            JsonValue value => new Extent(value.ToJsonString().Length, 0),
            _ => OfWritten(Written(node).WrittenSpan),
        };

    /// <summary>About the extent of whatever a template computes with; where it is more than so many bytes, counting ends.</summary>
    public static Extent Of(object? value, int most) =>
        value switch
        {
            string text => new Extent(Quoted(text), 0),
            JsonNode node => Of(node),
            ILookup parts => Sum(parts.Names.Select(name => (Quoted(name), parts.Find(name))), most),
            IReadOnlyList<object?> items => Sum(items.Select(item => (1, item)), most),
            _ => new Extent(20, 0),
        };

    /// <summary>Of JSON that is written already.</summary>
    public static Extent OfWritten(ReadOnlySpan<byte> json)
    {
        var depth = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1_000 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                depth = Math.Max(depth, reader.CurrentDepth + 1);
        }
        return new Extent(json.Length, depth);
    }

    public static int BytesOf(JsonNode node) => Written(node).WrittenCount;

    private static int Quoted(string text) => Encoding.UTF8.GetByteCount(text) + 2;

    private static ArrayBufferWriter<byte> Written(JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, AsItIs);
        node.WriteTo(writer);
        writer.Flush();
        return bytes;
    }

    private static Extent Sum(IEnumerable<(int Name, object? Value)> parts, int most)
    {
        var (bytes, depth) = (2, 0);
        foreach (var (name, value) in parts)
        {
            var part = Of(value, most - bytes);
            bytes += name + part.Bytes;
            depth = Math.Max(depth, part.Depth);
            if (bytes > most)
                break;
        }
        return new Extent(bytes, depth + 1);
    }
}
