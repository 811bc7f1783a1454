using System.Text.Json;

namespace WhatsAppBot.Numbers;

/// <summary>What the runs gave, by measure; kept beside the page, so that one measure can be run again alone.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    private readonly string file;
    private readonly SortedDictionary<string, List<Run>> all;

    /// <summary>One run: its figures by their titles, when, how busy the machine had been in the minute before, how fast it was, and what it is.</summary>
    public sealed record Run(
        Dictionary<string, double> Figures,
        DateOnly Day,
        double LoadBefore,
        double? Speed = null,
        string? Machine = null
    );

    public Results(string file)
    {
        this.file = file;
        all = File.Exists(file)
            ? JsonSerializer.Deserialize<SortedDictionary<string, List<Run>>>(File.ReadAllText(file)) ?? []
            : [];
    }

    /// <summary>The machines that the runs were made on, each with the days.</summary>
    public IEnumerable<string> Machines =>
        all
            .Values.SelectMany(runs => runs)
            .Where(run => run.Machine is not null)
            .GroupBy(run => run.Machine, run => run.Day)
            .OrderBy(group => group.Min())
            .Select(group =>
                FormattableString.Invariant(
                    $"{string.Join(", ", group.Distinct().Order().Select(day => FormattableString.Invariant($"{day:d MMM}")))}: {group.Key}"
                )
            );

    public IReadOnlyList<Run> Of(string key) => all.TryGetValue(key, out var runs) ? runs : [];

    /// <summary>The runs of a measure take the place of those before.</summary>
    public void Keep(string key, List<Run> runs)
    {
        all[key] = runs;
        File.WriteAllText(file, JsonSerializer.Serialize(all, Layout) + "\n");
    }
}
