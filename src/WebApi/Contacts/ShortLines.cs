using System.Text;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>The lines of a text, none of which takes much memory: of one that is longer than <see cref="Longest"/>, one sign more than that is given.</summary>
internal sealed class ShortLines(TextReader text)
{
    /// <summary>No contact's line is longer.</summary>
    public const int Longest = CsvReader.LongestRow;

    private readonly char[] buffer = new char[16 * 1024];
    private int start;
    private int end;
    private bool returned;

    /// <summary>The next line, without its end; null at the end of the text.</summary>
    public async ValueTask<string?> Read(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                (start, end) = (0, await text.ReadAsync(buffer, cancel));
                if (end == 0)
                    return line.Length == 0 ? null : line.ToString();
            }
            // the second half of a line end
            if (returned && buffer[start] == '\n')
                start++;
            returned = false;

            var rest = buffer.AsSpan(start, end - start);
            var length = rest.IndexOfAny('\r', '\n');
            var part = length < 0 ? rest : rest[..length];
            line.Append(part[..Math.Min(part.Length, Longest + 1 - line.Length)]);
            start += part.Length;
            if (length < 0)
                continue;
            returned = buffer[start++] == '\r';
            return line.ToString();
        }
    }
}
