using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace WhatsAppBot.Flows.Tests;

/// <summary>
/// A file of short tries: a line says what is tried, and the indented lines below it what came of it. <c>«x×60»</c> stands for sixty of them.
/// <c>UPDATE_GOLDEN=1</c> writes what came anew.
/// </summary>
internal static partial class Notebook
{
    private const string Indent = "  ";

    public static IEnumerable<string> Tries(string name) => File.ReadLines(At(name)).Where(IsTry);

    public static void Check(string name, string tried, IReadOnlyList<string> came)
    {
        var lines = File.ReadAllLines(At(name)).ToList();
        var first = lines.IndexOf(tried) + 1;
        var written = lines.Skip(first).TakeWhile(line => line.StartsWith(Indent, StringComparison.Ordinal)).ToList();
        string[] now =
        [
            .. came.Select(line =>
                Indent + Repeated().Replace(line.ReplaceLineEndings("⏎"), found => $"«{found.Value[0]}×{found.Length}»")
            ),
        ];
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            lines.RemoveRange(first, written.Count);
            lines.InsertRange(first, now);
            File.WriteAllText(At(name), string.Join('\n', lines) + "\n");
        }
        else
        {
            Assert.Equal(string.Join('\n', written), string.Join('\n', now));
        }
    }

    public static string Whole(string tried) =>
        Long()
            .Replace(
                tried,
                found => new string(
                    found.Groups[1].Value[0],
                    int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture)
                )
            );

    private static bool IsTry(string line) =>
        line.Length > 0 && !line.StartsWith(Indent, StringComparison.Ordinal) && !line.StartsWith('#');

    private static string At(string name) => Path.Combine(Here(), name);

    [GeneratedRegex("«(.)×([0-9]+)»")]
    private static partial Regex Long();

    [GeneratedRegex(@"(\w)\1{19,}")]
    private static partial Regex Repeated();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
