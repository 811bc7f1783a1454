using System.Text;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A row of a file as it stands there; with a trouble it cannot be used.</summary>
internal sealed record FileRow(long Line, IReadOnlyList<string> Cells, string? Trouble);

/// <summary>
/// Reads CSV as people's programs write it: CRLF, LF or a lone CR, quoted cells with line ends in them. A broken row is told and the next one is read: a quote
/// that is never closed costs its own line only, not the rest of the file. That is why this is no library's reader.
/// </summary>
internal sealed class CsvReader(TextReader text, char delimiter)
{
    /// <summary>No contact's row is longer.</summary>
    public const int LongestRow = 128 * 1024;
    public const int MostCells = 500;

    // each may cost the reading of a whole LongestRow
    private const int MostUnclosed = 1000;

    private readonly char[] buffer = new char[LongestRow * 2];
    private int start;
    private int end;
    private bool over;
    private long line = 1;
    private int unclosed;

    /// <summary>The next row that is not blank; null at the end.</summary>
    /// <exception cref="InvalidDataException">The file is no CSV at all.</exception>
    public async ValueTask<FileRow?> Read(CancellationToken cancel)
    {
        while (true)
        {
            if (start == end && over)
                return null;
            if (Parse(buffer.AsSpan(start, end - start)) is { } row)
            {
                if (row.Cells is not [""] || row.Trouble is not null)
                    return row;
            }
            else
                await More(cancel);
        }
    }

    private async ValueTask More(CancellationToken cancel)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        var read = await text.ReadAsync(buffer.AsMemory(end), cancel);
        end += read;
        over = read == 0;
    }

    /// <summary>Null: the row does not end in what is read so far.</summary>
    private FileRow? Parse(ReadOnlySpan<char> span)
    {
        // a row that is too long is decided when that much of it is seen
        var whole = over || span.Length >= LongestRow;
        var cells = new List<string>();
        string? trouble = null;
        var at = 0;
        while (true)
        {
            string cell;
            if (at < span.Length && span[at] == '"')
            {
                if (Quoted(span, ref at, out cell, out var closed))
                {
                    if (!closed)
                        return whole ? Unclosed(span) : null;
                }
                var rest = Rest(span[at..]);
                if (rest < 0)
                {
                    if (!whole)
                        return null;
                    rest = span.Length - at;
                }
                if (rest > 0)
                    trouble = "A quote stands in the middle of a value.";
                cell += span.Slice(at, rest).ToString();
                at += rest;
            }
            else
            {
                var length = Rest(span[at..]);
                if (length < 0)
                {
                    if (!whole)
                        return null;
                    length = span.Length - at;
                }
                cell = span.Slice(at, length).ToString();
                at += length;
            }

            if (cells.Count < MostCells)
                cells.Add(cell);
            else
                trouble = $"The row has more than {MostCells} values.";

            if (at < span.Length && span[at] == delimiter)
            {
                at++;
                continue;
            }
            if (at == span.Length && !over)
            {
                if (!whole)
                    return null;
                trouble = $"The row is longer than {LongestRow} characters.";
            }
            // whether a line feed follows decides whether this line end is over
            if (at < span.Length && span[at] == '\r' && at + 1 == span.Length && !over)
                return null;
            return Took(span, at, cells, trouble);
        }
    }

    private FileRow Took(ReadOnlySpan<char> span, int at, List<string> cells, string? trouble)
    {
        var own = line;
        if (at < span.Length)
            at += span[at] == '\r' && at + 1 < span.Length && span[at + 1] == '\n' ? 2 : 1;
        line += Lines(span[..at]);
        start += at;
        trouble ??=
            cells.Any(cell => cell.Contains('\0')) ? "A value holds a NUL character."
            : cells.Any(cell => cell.Contains('\uFFFD')) ? "A value is not text in this encoding."
            : null;
        return new FileRow(own, cells, trouble);
    }

    /// <summary>The line with the quote is lost; what comes after it is read as if it had none.</summary>
    private FileRow Unclosed(ReadOnlySpan<char> span)
    {
        if (++unclosed > MostUnclosed)
            throw new InvalidDataException("Too many quotes are never closed: this is no CSV, or another one.");
        var length = span.IndexOfAny('\r', '\n');
        if (length < 0)
            length = span.Length;
        return Took(span, length, [span[..length].ToString()], "A quote is never closed.");
    }

    /// <summary>True; the cell, and whether its closing quote is there.</summary>
    private static bool Quoted(ReadOnlySpan<char> span, ref int at, out string cell, out bool closed)
    {
        var text = new StringBuilder();
        var from = at + 1;
        while (true)
        {
            var quote = span[from..].IndexOf('"');
            if (quote < 0)
            {
                (cell, closed) = ("", false);
                return true;
            }
            text.Append(span.Slice(from, quote));
            from += quote + 1;
            if (from < span.Length && span[from] == '"')
            {
                text.Append('"');
                from++;
                continue;
            }
            (at, cell, closed) = (from, text.ToString(), true);
            return true;
        }
    }

    /// <summary>How far it is to the delimiter or the line's end; negative when neither is there.</summary>
    private int Rest(ReadOnlySpan<char> span) => span.IndexOfAny(delimiter, '\r', '\n');

    private static int Lines(ReadOnlySpan<char> span)
    {
        var lines = 0;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] == '\n' || span[i] == '\r' && !(i + 1 < span.Length && span[i + 1] == '\n'))
                lines++;
        }
        return lines;
    }
}
