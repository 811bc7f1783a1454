using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WhatsAppBot.Flows;

/// <summary>Flow documents as texts.</summary>
public static class FlowDocument
{
    private static readonly string[] Root = ["schemaVersion", "settings", "nodes", "edges"];
    private static readonly string[] Node = ["id", "type", "position", "data"];
    private static readonly string[] Edge = ["id", "source", "target", "sourceHandle"];

    /// <summary>Fields of a node's data whose keys keep their order, since templates and receivers can see it.</summary>
    internal static readonly IReadOnlySet<string> AsWritten = new HashSet<string>(StringComparer.Ordinal)
    {
        "value",
        "body",
        "payload",
        "headers",
        "fields",
        "inputs",
        "returns",
    };

    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The one way to write a document: the known keys first and the others by name, ids as texts, positions as numbers, a handle without a
    /// name as null. Nothing is lost but a second key of the same name. What is no document comes back as it is: a check tells what is wrong.
    /// </summary>
    public static string Normal(string json)
    {
        if (Json.Fault(Encoding.UTF8.GetBytes(json)) is not null)
            return json;

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return json;

        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Layout))
            new Normaliser(writer).Document(document.RootElement);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private sealed class Normaliser(Utf8JsonWriter writer)
    {
        public void Document(JsonElement root)
        {
            var parts = Parts(root);
            writer.WriteStartObject();
            if (!parts.ContainsKey("schemaVersion"))
                writer.WriteNumber("schemaVersion", 1);
            foreach (var (key, value) in InOrder(parts, Root))
            {
                writer.WritePropertyName(key);
                if (key == "nodes" && value.ValueKind == JsonValueKind.Array)
                    List(value, OneNode);
                else if (key == "edges" && value.ValueKind == JsonValueKind.Array)
                    List(value, OneEdge);
                else
                    Sorted(value);
            }
            writer.WriteEndObject();
        }

        private void OneNode(JsonElement node)
        {
            var parts = Parts(node);
            writer.WriteStartObject();
            foreach (var (key, value) in InOrder(parts, Node))
            {
                writer.WritePropertyName(key);
                if (key is "id" or "type")
                    Id(value);
                else if (key == "position")
                    Position(value);
                else
                    Sorted(value);
            }
            writer.WriteEndObject();
        }

        private void OneEdge(JsonElement edge)
        {
            var parts = Parts(edge);
            writer.WriteStartObject();
            foreach (var (key, value) in InOrder(parts, Edge))
            {
                writer.WritePropertyName(key);
                if (key == "sourceHandle" && NodeData.TextOf(value) is null or "")
                    writer.WriteNullValue();
                else if (Edge.Contains(key))
                    Id(value);
                else
                    Sorted(value);
            }
            if (!parts.ContainsKey("sourceHandle"))
                writer.WriteNull("sourceHandle");
            writer.WriteEndObject();
        }

        private void Id(JsonElement value)
        {
            if (NodeData.TextOf(value) is { } text)
                writer.WriteStringValue(text);
            else
                Sorted(value);
        }

        private void Position(JsonElement position)
        {
            if (position.ValueKind != JsonValueKind.Object)
            {
                Sorted(position);
                return;
            }

            writer.WriteStartObject();
            foreach (var (key, value) in InOrder(Parts(position), ["x", "y"]))
            {
                writer.WritePropertyName(key);
                if (key is not ("x" or "y"))
                    Sorted(value);
                else if (Templates.Values.Number(NodeData.TextOf(value)) is { } number)
                    writer.WriteNumberValue(Templates.Values.Trimmed(number));
                else
                    writer.WriteNumberValue(0);
            }
            writer.WriteEndObject();
        }

        private void Sorted(JsonElement value) => Whole(value, sort: true);

        private void Whole(JsonElement value, bool sort)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    var parts = Parts(value);
                    writer.WriteStartObject();
                    foreach (var (key, part) in sort ? InOrder(parts, []) : parts)
                    {
                        writer.WritePropertyName(key);
                        Whole(part, sort && !AsWritten.Contains(key));
                    }
                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var item in value.EnumerateArray())
                        Whole(item, sort);
                    writer.WriteEndArray();
                    break;
                default:
                    value.WriteTo(writer);
                    break;
            }
        }

        private void List(JsonElement list, Action<JsonElement> write)
        {
            writer.WriteStartArray();
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object)
                    write(item);
                else
                    Sorted(item);
            }
            writer.WriteEndArray();
        }

        /// <summary>Of two keys of one name the last counts, as for every reader of documents here.</summary>
        private static Dictionary<string, JsonElement> Parts(JsonElement whole)
        {
            var parts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var part in whole.EnumerateObject())
                parts[part.Name] = part.Value;
            return parts;
        }

        private static IEnumerable<KeyValuePair<string, JsonElement>> InOrder(
            Dictionary<string, JsonElement> parts,
            string[] first
        ) =>
            parts
                .OrderBy(part => Array.IndexOf(first, part.Key) is >= 0 and var place ? place : first.Length)
                .ThenBy(part => part.Key, StringComparer.Ordinal);
    }
}
