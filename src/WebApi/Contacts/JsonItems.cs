using System.Text.Json;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>
/// The items of a JSON array, one at a time. Up to a broken place every item is given: the library's reader keeps back those that stand in one buffer with it.
/// </summary>
internal sealed class JsonItems(Stream utf8)
{
    /// <summary>In bytes: no contact's item is longer.</summary>
    public const int LongestItem = CsvReader.LongestRow;

    private readonly byte[] buffer = new byte[LongestItem * 2];
    private int start;
    private int end;
    private bool over;
    private bool begun;
    private bool ended;
    private long line = 1;

    /// <summary>The next item; null at the end of the array.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read further.</exception>
    public async ValueTask<JsonElement?> Read(CancellationToken cancel)
    {
        if (ended)
            return null;

        var next = await Next(cancel);
        if (next == (begun ? ',' : '['))
        {
            Skip(1);
            next = await Next(cancel);
            // an array with nothing in it; after a comma an item has to follow
            if (begun || next != ']')
            {
                begun = true;
                await Fill(cancel);
                return Item();
            }
        }
        if (next != ']')
            throw Broken(0);

        Skip(1);
        ended = await Next(cancel) < 0 ? true : throw Broken(0);
        return null;
    }

    /// <summary>The next byte that means something, still to be read; negative at the end of the file.</summary>
    private async ValueTask<int> Next(CancellationToken cancel)
    {
        while (true)
        {
            var rest = buffer.AsSpan(start, end - start);
            if (!begun && rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
                Skip(3);
            else if (rest.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var white)
            {
                Skip(white);
                if (white == 0)
                    return buffer[start];
            }
            else
            {
                Skip(rest.Length);
                if (over)
                    return -1;
                await Fill(cancel);
            }
        }
    }

    /// <summary>Afterwards an item that is not whole is too long, or the last.</summary>
    private async ValueTask Fill(CancellationToken cancel)
    {
        if (over || end - start > LongestItem)
            return;
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var room = buffer.AsMemory(end);
        var read = await utf8.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancel);
        end += read;
        over = read < room.Length;
    }

    private JsonElement Item()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinalBlock: over, state: default);
        try
        {
            var whole = JsonElement.TryParseValue(ref reader, out var item);
            if (reader.BytesConsumed > LongestItem || !whole && !over)
                throw new InvalidDataException($"The item at line {line} is longer than {LongestItem} bytes.");
            Skip((int)reader.BytesConsumed);
            return item ?? throw Broken(0);
        }
        catch (JsonException trouble)
        {
            throw Broken(trouble.LineNumber ?? 0);
        }
    }

    private void Skip(int length)
    {
        line += buffer.AsSpan(start, length).Count((byte)'\n');
        start += length;
    }

    private InvalidDataException Broken(long further) => new($"The JSON is broken near line {line + further}.");
}
