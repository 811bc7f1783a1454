using System.Globalization;

namespace WhatsAppBot.Load;

/// <summary>What to run; every load is bounded in count and time.</summary>
internal sealed record Options(
    string Form,
    int Contacts,
    int Concurrency,
    double Rate,
    TimeSpan WarmUp,
    TimeSpan Time,
    TimeSpan GraphLatency,
    bool Statements,
    int Broadcast,
    int Statuses,
    int Freeze,
    int PerSecond,
    double Replies,
    bool Memory
)
{
    public const string Usage = """
        bench/Load: signed webhooks of N contacts through the whole path (receiver, silo, PostgreSQL, Graph stub)
          --form F            node: one Node; apart: one Silo and one WebApi; two: two Silos and one WebApi; floor: the least there can be, beside
                              which the others are ratios (node)
          --contacts N        how many people write, each again when answered (5000)
          --concurrency N     webhooks under way at once (256)
          --rate N            messages a second; 0 for as fast as it goes (0)
          --warm-up S         seconds before the figures count (10)
          --seconds S         seconds that count, at most 900 (20)
          --latency MS        how long the Graph stub takes to answer (0)
          --broadcast N       instead: one broadcast to N people nobody knew (0)
          --statuses N        how many statuses Meta tells of each of its messages, at most 3 (0)
          --per-second N      the broadcast's own rate; 0 for as fast as it goes (0)
          --replies P         so many percent of its recipients answer, and the bot answers them (0)
          --freeze N          instead: only freeze an audience of N (0)
          --memory yes        instead: everybody writes once; what a conversation takes in memory while it is active and after it has rested (5 min more)
          --statements yes    print what each statement cost PostgreSQL (needs pg_stat_statements; slows it a little)
        """;

    /// <summary>The hosts of each form, the one that is posted to last.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Forms = new Dictionary<string, string[]>
    {
        ["node"] = ["Node"],
        ["apart"] = ["Silo", "WebApi"],
        ["two"] = ["Silo", "Silo", "WebApi"],
        ["floor"] = ["Floor"],
    };

    public static Options? Read(string[] args)
    {
        var given = new Dictionary<string, string>();
        for (var i = 0; i + 1 < args.Length; i += 2)
            given[args[i]] = args[i + 1];
        if (args.Length % 2 != 0)
            return null;

        var form = given.GetValueOrDefault("--form", "node");
        if (!Forms.ContainsKey(form))
            return null;

        double Number(string name, double otherwise) =>
            given.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        return new Options(
            form,
            (int)Math.Clamp(Number("--contacts", 5000), 1, 1_000_000),
            (int)Math.Clamp(Number("--concurrency", 256), 1, 4096),
            Math.Max(0, Number("--rate", 0)),
            TimeSpan.FromSeconds(Math.Clamp(Number("--warm-up", 10), 0, 300)),
            TimeSpan.FromSeconds(Math.Clamp(Number("--seconds", 20), 1, 900)),
            TimeSpan.FromMilliseconds(Math.Clamp(Number("--latency", 0), 0, 10_000)),
            given.GetValueOrDefault("--statements") == "yes",
            (int)Math.Clamp(Number("--broadcast", 0), 0, 1_000_000),
            (int)Math.Clamp(Number("--statuses", 0), 0, 3),
            (int)Math.Clamp(Number("--freeze", 0), 0, 2_000_000),
            (int)Math.Clamp(Number("--per-second", 0), 0, 1_000_000),
            Math.Clamp(Number("--replies", 0), 0, 100),
            given.GetValueOrDefault("--memory") == "yes"
        );
    }
}
