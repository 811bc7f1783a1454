// Measures, and writes docs/numbers.md: all measures, or those named. BENCH_THROUGH names a program that waits until the machine is free;
// BENCH_RUNS makes it fewer runs each.
using System.Diagnostics;
using WhatsAppBot.Numbers;

var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "WhatsAppBot.sln")))
    root = root.Parent ?? throw new InvalidOperationException("run it from a source tree");
var docs = Path.Combine(root.FullName, "docs");
var results = new Results(Path.Combine(root.FullName, "bench", "Numbers", "results.json"));
var measures = Chapters.All.SelectMany(chapter => chapter.Measures).ToArray();
if (args.Except(measures.Select(measure => measure.Key)).FirstOrDefault(arg => arg != "page") is { } unknown)
{
    Console.Error.WriteLine(
        $"There is no measure {unknown}: {string.Join(", ", measures.Select(measure => measure.Key))}, or page"
    );
    return 2;
}

var failed = 0;
var most = int.TryParse(Environment.GetEnvironmentVariable("BENCH_RUNS"), out var few) ? few : int.MaxValue;
if (!args.Contains("page"))
{
    var wanted = measures.Where(measure => args.Length == 0 || args.Contains(measure.Key)).ToArray();
    foreach (var project in wanted.Select(measure => measure.Project).Distinct())
        Run("dotnet", ["build", "-c", "Release", "-v", "q", "-nologo", Path.Combine(root.FullName, project)]);
    foreach (var measure in wanted)
    {
        var runs = new List<Results.Run>();
        for (var run = 1; run <= Math.Min(measure.Runs, most); run++)
        {
            var (before, speed) = (Machine.Load(), Machine.Speed());
            var (printed, code) = Run(
                "dotnet",
                [Path.Combine(root.FullName, measure.Dll), .. measure.Words.Split(' ')],
                Environment.GetEnvironmentVariable("BENCH_THROUGH")
            );
            var figures = measure
                .Figures.Select(figure => (figure.Title, Value: figure.Of(printed)))
                .Where(one => one.Value is not null)
                .ToDictionary(one => one.Title, one => one.Value ?? 0);
            Console.WriteLine(
                $"{measure.Title}, run {run}: {string.Join(", ", figures.Select(one => $"{one.Key} {one.Value}"))}"
            );
            if (code != 0 || figures.Count == 0)
            {
                failed++;
                Console.Error.WriteLine($"ended with {code}:\n{printed}");
            }
            if (figures.Count > 0)
                runs.Add(new(figures, DateOnly.FromDateTime(DateTime.UtcNow), before, speed, Machine.Describe()));
        }
        results.Keep(measure.Key, runs);
    }
}
await File.WriteAllTextAsync(Path.Combine(docs, "numbers.md"), Page.Of(Chapters.All, results));
return failed == 0 ? 0 : 1;

(string Printed, int Code) Run(string program, string[] words, string? through = null)
{
    var start = through is { Length: > 0 }
        ? new ProcessStartInfo(through, [program, .. words])
        : new ProcessStartInfo(program, words);
    start.RedirectStandardOutput = true;
    start.WorkingDirectory = root.FullName;
    using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    var printed = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return (printed, process.ExitCode);
}
