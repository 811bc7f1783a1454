using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>JSON with Meta's habits: nothing but ASCII, the rest as <c>\uXXXX</c> in small letters, and <c>/</c> as <c>\/</c>.</summary>
internal static class MetaJson
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly SearchValues<byte> Untouched = SearchValues.Create([
        .. Enumerable.Range(0, 0x80).Where(letter => letter is not ('/' or '\\')).Select(letter => (byte)letter),
    ]);

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);

        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same JSON as Meta would put it. Outside of strings JSON has no slash and nothing beyond ASCII.</summary>
    public static byte[] Escape(ReadOnlySpan<byte> json)
    {
        var escaped = new ArrayBufferWriter<byte>(json.Length + json.Length / 4);

        for (var at = 0; at < json.Length; )
        {
            var next = json[at..].IndexOfAnyExcept(Untouched);
            var special = next < 0 ? json.Length : at + next;
            escaped.Write(json[at..special]);
            at = special;

            if (at == json.Length)
            {
                break;
            }

            if (json[at] == '/')
            {
                escaped.Write("\\/"u8);
                at++;
            }
            else if (json[at] == '\\')
            {
                at += Escaped(escaped, json[at..]);
            }
            else
            {
                Rune.DecodeFromUtf8(json[at..], out var rune, out var length);
                Units(escaped, rune);
                at += length;
            }
        }

        return escaped.WrittenSpan.ToArray();
    }

    /// <summary>How long <see cref="Escape"/> would make it: each unit of UTF-16 beyond ASCII takes six bytes.</summary>
    public static int SizeOf(ReadOnlySpan<byte> json)
    {
        var size = 0;

        foreach (var one in json)
        {
            size += one switch
            {
                (byte)'/' => 2,
                < 0x80 => 1,
                // the rest of a letter whose first byte was counted
                < 0xc0 => 0,
                < 0xf0 => 6,
                _ => 12,
            };
        }

        return size;
    }

    private static int Escaped(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> from)
    {
        if (from[1] != 'u')
        {
            to.Write(from[..2]);
            return 2;
        }

        var unit = to.GetSpan(6);
        from[..6].CopyTo(unit);

        for (var at = 2; at < 6; at++)
        {
            unit[at] = (byte)char.ToLowerInvariant((char)unit[at]);
        }

        to.Advance(6);
        return 6;
    }

    private static void Units(ArrayBufferWriter<byte> to, Rune rune)
    {
        Span<char> units = stackalloc char[2];
        var count = rune.EncodeToUtf16(units);

        foreach (var unit in units[..count])
        {
            var six = to.GetSpan(6);
            six[0] = (byte)'\\';
            six[1] = (byte)'u';

            for (var digit = 0; digit < 4; digit++)
            {
                six[2 + digit] = "0123456789abcdef"u8[(unit >> (12 - 4 * digit)) & 0xf];
            }

            to.Advance(6);
        }
    }
}
