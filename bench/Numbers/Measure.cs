using System.Globalization;
using System.Text.RegularExpressions;

namespace WhatsAppBot.Numbers;

/// <summary>A figure in what a bench prints: the first group of the pattern is the number.</summary>
internal sealed record Figure(string Title, string Pattern)
{
    public double? Of(string printed) =>
        Regex.Match(printed, Pattern, RegexOptions.Multiline) is { Success: true } found
            ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>Runs of one program with the same words, and what of their output goes onto the page.</summary>
/// <param name="Project">The program's folder, from the root.</param>
internal sealed record Measure(
    string Key,
    string Title,
    string Project,
    string Words,
    int Runs,
    IReadOnlyList<Figure> Figures
)
{
    public string Command => $"dotnet run -c Release --project {Project} -- {Words}";

    public string Dll =>
        Path.Combine(Project, "bin", "Release", "net10.0", $"WhatsAppBot.{Path.GetFileName(Project)}.dll");
}

/// <summary>A part of the page: what is asked, and the measures that answer it.</summary>
internal sealed record Chapter(string Title, string Text, IReadOnlyList<Measure> Measures);
