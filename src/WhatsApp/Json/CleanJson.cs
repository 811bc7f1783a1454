using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>
/// JSON that any reader and PostgreSQL's <c>jsonb</c> can take: valid UTF-8, no NUL, no lone surrogate (of which <c>GetString</c> of
/// System.Text.Json throws), no number beyond a double. Nearly every body is clean already, and then nothing is copied.
/// </summary>
internal static class CleanJson
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Whether all texts in it can be read and stored as they are. Says nothing about the JSON being well formed.</summary>
    public static bool IsClean(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return false;

        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length; )
        {
            var next = at + 2;
            if (json[at + 1] == 'u')
            {
                var unit = Unit(json, at);
                if (unit <= 0 || char.IsLowSurrogate((char)unit))
                    return false;

                next = at + 6;
                if (char.IsHighSurrogate((char)unit))
                {
                    var low = Unit(json, next);
                    if (low < 0 || !char.IsLowSurrogate((char)low))
                        return false;
                    next += 6;
                }
            }

            var gap = json[next..].IndexOf((byte)'\\');
            at = gap < 0 ? -1 : next + gap;
        }
        return true;
    }

    /// <summary>A clean copy; throws <see cref="JsonException"/> when it is not JSON at all.</summary>
    public static ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> json)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 16);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
                Copy(ref reader, writer);
        }
        return buffer.WrittenMemory;
    }

    /// <summary>A clean copy that outlives the document it was read from.</summary>
    public static JsonElement Keep(JsonElement json) =>
        JsonElement.Parse(Rewrite(JsonMarshal.GetRawUtf8Value(json)).Span);

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Text(ref reader));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Text(ref reader));
                break;
            case JsonTokenType.Number when IsStorable(ref reader):
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
            case JsonTokenType.Number:
                writer.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.True:
            case JsonTokenType.False:
                writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static bool IsStorable(ref Utf8JsonReader number) =>
        number.ValueSpan.Length <= 64 && number.TryGetDouble(out var value) && double.IsFinite(value);

    private static string Text(ref Utf8JsonReader reader)
    {
        // broken UTF-8 becomes U+FFFD here
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return CleanText.Of(reader.ValueIsEscaped ? Unescape(text) : text);
    }

    // the reader has checked that every escape is complete
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                plain.Append(
                    (char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
                continue;
            }
            plain.Append(
                text[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var same => same,
                }
            );
        }
        return plain.ToString();
    }

    // the code unit of the \uXXXX at this place, -1 when none is there
    private static int Unit(ReadOnlySpan<byte> json, int at) =>
        at + 6 <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(
            json.Slice(at + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit
        )
            ? unit
            : -1;
}
