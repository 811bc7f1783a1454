using System.Text;
using WhatsAppBot.WebApi.Contacts;

namespace WhatsAppBot.WebApi.Tests.Fuzz;

/// <summary>Files as no program should write them: what is well formed is read as it was meant, and nothing throws or goes on for ever.</summary>
public sealed class CsvFuzzTests
{
    private static readonly string[] Cells =
    [
        "",
        " ",
        "a",
        "=1+1",
        "+4917012345678",
        "-1",
        "@SUM(A1)",
        "\"",
        "\"\"",
        "a\"b",
        ",",
        ";",
        "\t",
        "a\nb",
        "a\r\nb",
        "\r",
        "💥",
        "e\u0301",
        "\u202eabc",
        "\ufeff",
        "名前",
        "'",
        "NULL",
        new('x', 5000),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_table_is_read_as_it_was_written()
    {
        var chance = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var delimiter = chance.GetItems([',', ';', '\t', '|'], 1)[0];
            var end = chance.GetItems(["\n", "\r\n", "\r"], 1)[0];
            var width = chance.Next(2, 6);
            var rows = Enumerable
                .Range(0, chance.Next(1, 8))
                .Select(_ => Enumerable.Range(0, width).Select(_ => chance.GetItems(Cells, 1)[0]).ToArray())
                .ToArray();
            var text = string.Join(
                end,
                rows.Select(row => string.Join(delimiter, row.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\"")))
            );

            var read = await Read(text + (chance.Next(2) == 0 ? end : ""), delimiter);

            Assert.Equal(rows.Length, read.Count);
            for (var r = 0; r < rows.Length; r++)
                Assert.Equal(rows[r], read[r].Cells);
        }
    }

    [Fact]
    public async Task Whatever_a_byte_becomes_the_file_comes_to_its_end()
    {
        var chance = new Random(2);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Join(
                chance.GetItems(["\n", "\r\n", "\r", ""], 1)[0],
                Enumerable
                    .Range(0, chance.Next(1, 20))
                    .Select(_ => string.Join(',', chance.GetItems(Cells, chance.Next(1, 5))))
            );
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var changes = chance.Next(4); changes > 0 && bytes.Length > 0; changes--)
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            byte[] file = chance.Next(4) == 0 ? [.. Encoding.UTF8.GetPreamble(), .. bytes] : bytes;

            using var content = new MemoryStream(file);
            var shape = await FileShape.Of(content, null, null, Cancel);
            content.Position = 0;
            using var reader = new StreamReader(content, FileShape.EncodingOf(shape.Encoding));
            try
            {
                await All(reader, shape.Delimiter);
            }
            catch (InvalidDataException)
            {
                // it is told that the file is none
            }
        }
    }

    [Fact]
    public async Task What_is_exported_computes_nothing_and_reads_back()
    {
        var chance = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var cells = chance.GetItems(Cells, 4);
            using var text = new StringWriter();
            await new CsvWriter(text).Row(cells, Cancel);

            var row = Assert.Single(await Read(text.ToString(), ','));

            Assert.Equal(cells.Length, row.Cells.Count);
            foreach (var (written, cell) in row.Cells.Zip(cells))
            {
                Assert.EndsWith(cell, written);
                Assert.False(written is ['=' or '@', ..] or ['+' or '-', not (>= '0' and <= '9'), ..], written);
            }
        }
    }

    private static Task<List<FileRow>> Read(string text, char delimiter) => All(new StringReader(text), delimiter);

    private static async Task<List<FileRow>> All(TextReader text, char delimiter)
    {
        var reader = new CsvReader(text, delimiter);
        var rows = new List<FileRow>();
        while (await reader.Read(Cancel) is { } row)
            rows.Add(row);
        return rows;
    }
}
