using System.Text.Json;

namespace WhatsAppBot.Numbers;

/// <summary>What the runs gave, by measure; kept beside the page, so that one measure can be run again alone.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    private readonly string file;
    private readonly SortedDictionary<string, List<Run>> all;

    /// <summary>One run: its figures by their titles, when, how busy the machine had been in the minute before, and how fast it was.</summary>
    public sealed record Run(Dictionary<string, double> Figures, DateOnly Day, double LoadBefore, double? Speed = null);

    public Results(string file)
    {
        this.file = file;
        all = File.Exists(file)
            ? JsonSerializer.Deserialize<SortedDictionary<string, List<Run>>>(File.ReadAllText(file)) ?? []
            : [];
    }

    public IReadOnlyList<Run> Of(string key) => all.TryGetValue(key, out var runs) ? runs : [];

    /// <summary>The runs of a measure take the place of those before.</summary>
    public void Keep(string key, List<Run> runs)
    {
        all[key] = runs;
        File.WriteAllText(file, JsonSerializer.Serialize(all, Layout) + "\n");
    }
}
