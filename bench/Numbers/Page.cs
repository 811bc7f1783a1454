using System.Globalization;
using System.Text;

namespace WhatsAppBot.Numbers;

/// <summary>Writes docs/numbers.md.</summary>
internal static class Page
{
    public static string Of(IReadOnlyList<Chapter> chapters, Results results)
    {
        var page = new StringBuilder();
        page.AppendLine("# Numbers")
            .AppendLine()
            .AppendLine(
                "Made by `dotnet run -c Release --project bench/Numbers`; `-- node floor` runs only those again. Each figure is the median, with the least and the most of its runs."
            )
            .AppendLine(
                $"Machine on {string.Join("; on ", results.Machines)}. Everything (hosts, PostgreSQL, load, stub) is on it at once, on the loopback."
            )
            .AppendLine()
            .AppendLine(
                "**Speed** is what one core did just before (steps of a fixed reckoning in a microsecond): a rented machine is not equally fast every day. Only figures of the same day and speed are to be compared."
            )
            .AppendLine();
        foreach (var chapter in chapters)
        {
            page.AppendLine($"## {chapter.Title}").AppendLine().AppendLine(chapter.Text.TrimEnd()).AppendLine();
            foreach (
                var group in chapter.Measures.GroupBy(measure =>
                    string.Join('|', measure.Figures.Select(one => one.Title))
                )
            )
                Table(page, [.. group], results);
            foreach (var measure in chapter.Measures.Where(measure => results.Of(measure.Key).Count > 0))
                page.AppendLine($"- {measure.Title}: `{measure.Command}`");
            page.AppendLine();
        }
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Table(StringBuilder page, IReadOnlyList<Measure> measures, Results results)
    {
        var titles = measures[0].Figures.Select(one => one.Title).ToArray();
        page.AppendLine($"| | {string.Join(" | ", titles)} | runs | day | speed |")
            .AppendLine($"| --- | {string.Join(" | ", titles.Select(_ => "---:"))} | ---: | ---: | ---: |");
        foreach (var measure in measures)
        {
            var runs = results.Of(measure.Key);
            var cells = titles.Select(title =>
                runs.Count == 0 ? "not run"
                : Values(runs, title) is { Length: > 0 } values ? Cell(values)
                : "–"
            );
            var (day, speed) = (
                runs.Count == 0 ? "–" : Invariant($"{runs[^1].Day:d MMM}"),
                runs.Select(run => run.Speed).OfType<double>().ToArray() is { Length: > 0 } speeds
                    ? Cell([.. speeds.Order()])
                    : "–"
            );
            page.AppendLine($"| {measure.Title} | {string.Join(" | ", cells)} | {runs.Count} | {day} | {speed} |");
        }
        page.AppendLine();
        Ratios(page, measures, results);
    }

    /// <summary>Beside the floor, everything is a share of it; as far as it was measured on the same day.</summary>
    private static void Ratios(StringBuilder page, IReadOnlyList<Measure> measures, Results results)
    {
        var floor = Middle(results, "floor", "answered/s");
        if (floor is not { } least || measures.All(measure => measure.Key != "floor"))
            return;

        foreach (var measure in measures.Where(measure => measure.Key is "node" or "apart" or "two"))
        {
            if (
                Middle(results, measure.Key, "answered/s") is not { } answered
                || !IsOfOneDay(results, measure.Key, "floor")
            )
                continue;
            page.Append(Invariant($"- {measure.Title}: {answered / least:P0} of the floor's rate"));
            if (Middle(results, measure.Key, "CPU ms a message") is { } cpu)
                foreach (var (key, name) in Beside(measure.Key))
                    if (IsOfOneDay(results, measure.Key, key) && Middle(results, key, "CPU ms a message") is { } other)
                        page.Append(Invariant($", {cpu / other:P0} of {name}'s CPU a message"));
            page.AppendLine();
        }
        page.AppendLine();
    }

    private static bool IsOfOneDay(Results results, string one, string other) =>
        results.Of(one) is [.., var last] && results.Of(other) is [.., var beside] && last.Day == beside.Day;

    private static IEnumerable<(string Key, string Name)> Beside(string key) =>
        key switch
        {
            "apart" => [("node", "one Node")],
            "two" => [("node", "one Node"), ("apart", "one Silo and one WebApi")],
            _ => [],
        };

    private static double[] Values(IReadOnlyList<Results.Run> runs, string title) =>
        [.. runs.Where(run => run.Figures.ContainsKey(title)).Select(run => run.Figures[title]).Order()];

    private static double? Middle(Results results, string key, string title) =>
        Values(results.Of(key), title) is { Length: > 0 } values ? values[values.Length / 2] : null;

    private static string Cell(double[] values) =>
        values[0].Equals(values[^1])
            ? Number(values[0])
            : $"{Number(values[values.Length / 2])} ({Number(values[0])}–{Number(values[^1])})";

    private static string Number(double value) =>
        value >= 1_000 ? Invariant($"{value:N0}")
        : value == Math.Floor(value) ? Invariant($"{value:F0}")
        : value < 1 ? Invariant($"{value:F3}")
        : Invariant($"{value:F1}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
