using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

/// <summary>The lines about promises, on the test's output and in the file that <c>./test</c> and <c>./chaos</c> print.</summary>
internal static class Ledger
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "promises.txt");

    public static void Write(ITestOutputHelper output, IEnumerable<Promise> promises, string how)
    {
        var lines = promises.Select(promise => $"{promise}, {how}").ToList();
        lines.ForEach(output.WriteLine);
        System.IO.File.AppendAllLines(File, lines);
    }
}
