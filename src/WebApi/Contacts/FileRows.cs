using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>The rows of an uploaded file, whatever it is written in. The first row of a CSV names its columns.</summary>
internal sealed class FileRows(ImportFiles files)
{
    private const int MostColumns = CsvReader.MostCells;

    public async Task<FileShape> Shape(long import, string? encoding, char? delimiter, CancellationToken cancel)
    {
        await using var content = Content(import, cancel);
        return await FileShape.Of(content, encoding, delimiter, cancel);
    }

    /// <summary>The names of the columns: a CSV's first row, or the members of the first objects.</summary>
    public async Task<IReadOnlyList<string>> Columns(long import, FileShape shape, CancellationToken cancel)
    {
        if (shape.Format == FileShape.Csv)
        {
            await foreach (var row in Csv(import, shape, cancel))
                return Named(row.Cells);
            return [];
        }

        var names = new List<string>();
        var looked = 0;
        try
        {
            await foreach (var (_, value, _) in Objects(import, shape, cancel))
            {
                if (value is { ValueKind: JsonValueKind.Object } given && JsonTexts.AreWhole(given))
                    names.AddRange(given.EnumerateObject().Select(one => one.Name).Except(names).ToArray());
                if (++looked == 20 || names.Count >= MostColumns)
                    break;
            }
        }
        catch (InvalidDataException)
        {
            // what stands before the broken place has columns; who reads the rows comes to it again
        }
        return [.. names.Take(MostColumns)];
    }

    /// <summary>Every row after the names, in order.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read further; the message is for people.</exception>
    public IAsyncEnumerable<FileRow> Rows(
        long import,
        FileShape shape,
        IReadOnlyList<string> columns,
        CancellationToken cancel
    ) =>
        shape.Format == FileShape.Csv
            ? AfterFirst(import, shape, columns.Count, cancel)
            : FromObjects(import, shape, columns, cancel);

    private async IAsyncEnumerable<FileRow> AfterFirst(
        long import,
        FileShape shape,
        int width,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var first = true;
        await foreach (var row in Csv(import, shape, cancel))
        {
            if (!first)
                yield return row.Trouble is null && row.Cells.Count != width
                    ? row with
                    {
                        Trouble = $"The row has {row.Cells.Count} values and the file has {width} columns.",
                    }
                    : row;
            first = false;
        }
    }

    private async IAsyncEnumerable<FileRow> Csv(
        long import,
        FileShape shape,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        using var text = Text(import, shape, cancel);
        var csv = new CsvReader(text, shape.Delimiter);
        while (await csv.Read(cancel) is { } row)
            yield return row;
    }

    private async IAsyncEnumerable<FileRow> FromObjects(
        long import,
        FileShape shape,
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await foreach (var (line, value, trouble) in Objects(import, shape, cancel))
        {
            if (value is not { ValueKind: JsonValueKind.Object } given || !JsonTexts.AreWhole(given))
            {
                yield return new FileRow(
                    line,
                    [value is { } odd ? odd.GetRawText() : ""],
                    trouble ?? "Not an object of texts."
                );
                continue;
            }
            var cells = columns.Select(name => given.TryGetProperty(name, out var cell) ? Cell(cell) : "").ToArray();
            yield return new FileRow(
                line,
                cells,
                cells.Any(cell => cell.Contains('\0')) ? "A value holds a NUL character." : null
            );
        }
    }

    private static string Cell(JsonElement cell) =>
        cell.ValueKind switch
        {
            JsonValueKind.String => cell.GetString() ?? "",
            JsonValueKind.Null => "",
            JsonValueKind.Array => string.Join(';', cell.EnumerateArray().Select(Cell)),
            _ => cell.GetRawText(),
        };

    private async IAsyncEnumerable<(long Line, JsonElement? Value, string? Trouble)> Objects(
        long import,
        FileShape shape,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        if (shape.Format == FileShape.JsonLines)
        {
            using var text = Text(import, shape, cancel);
            var lines = new ShortLines(text);
            for (var line = 1L; await lines.Read(cancel) is { } given; line++)
            {
                if (given.Length > ShortLines.Longest)
                    yield return (line, null, $"The line is longer than {ShortLines.Longest} characters.");
                else if (!string.IsNullOrWhiteSpace(given))
                    yield return TryParse(given) is { } value
                        ? (line, value, null)
                        : (line, null, "Not a JSON object.");
            }
            yield break;
        }

        await using var content = Content(import, cancel);
        await using var utf8 = Encoding.CreateTranscodingStream(
            content,
            FileShape.EncodingOf(shape.Encoding),
            Encoding.UTF8,
            leaveOpen: true
        );
        var items = new JsonItems(utf8);
        for (var item = 1L; await items.Read(cancel) is { } value; item++)
            yield return (item, value, null);
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A name for each column: those without get their number, and a repeated one its number, too.</summary>
    private static List<string> Named(IReadOnlyList<string> cells)
    {
        var names = new List<string>(cells.Count);
        foreach (var (i, cell) in cells.Index())
        {
            var name = cell.Trim();
            if (name.Length > 200)
                name = name[..200];
            names.Add(
                name.Length == 0 ? $"Column {i + 1}"
                : names.Contains(name) ? $"{name} ({i + 1})"
                : name
            );
        }
        return names;
    }

    private StreamReader Text(long import, FileShape shape, CancellationToken cancel) =>
        new(
            Content(import, cancel),
            FileShape.EncodingOf(shape.Encoding),
            detectEncodingFromByteOrderMarks: true,
            64 * 1024
        );

    private PartStream Content(long import, CancellationToken cancel) => new(files.Parts(import, cancel));
}
