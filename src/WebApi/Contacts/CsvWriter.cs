using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Writes CSV that a spreadsheet opens without computing anything in it.</summary>
internal sealed class CsvWriter(TextWriter text)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    /// <summary>An answer that is written as it is made: its size takes no memory.</summary>
    public static PushStreamHttpResult Answer(
        HttpContext http,
        string fileName,
        bool mark,
        Func<CsvWriter, CancellationToken, Task> write
    ) =>
        TypedResults.Stream(
            async body =>
            {
                await using var text = new StreamWriter(body, new UTF8Encoding(mark), 32 * 1024, leaveOpen: true);
                await write(new CsvWriter(text), http.RequestAborted);
            },
            "text/csv; charset=utf-8",
            fileName
        );

    public async Task Row(IEnumerable<string?> cells, CancellationToken cancel)
    {
        var line = new StringBuilder();
        foreach (var (i, cell) in cells.Index())
        {
            if (i > 0)
                line.Append(',');
            Cell(line, cell ?? "");
        }
        line.Append("\r\n");
        await text.WriteAsync(line, cancel);
    }

    private static void Cell(StringBuilder line, string cell)
    {
        // what a spreadsheet would take for a formula; a plain number is none
        if (
            cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]
            && !decimal.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _)
        )
            cell = $"'{cell}";
        if (cell.AsSpan().ContainsAny(Quoted) || cell is [' ', ..] or [.., ' '])
            line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            line.Append(cell);
    }
}
