using WhatsAppBot.Simulation.Tests.Memory;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>
/// One history: some people write, a broadcast may go out, things go wrong as the dice will have it; then the weather clears and everything must come to rest.
/// The same seed is the same history.
/// </summary>
internal sealed class History
{
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(13);

    private readonly List<string>? told;
    private readonly Dictionary<Process, int> doomed = [];

    public History(int seed, Fault fault = Fault.None, bool tells = false)
    {
        Seed = seed;
        Fault = fault;
        Dice = new Random(seed);
        Weather = Weather.Of(Dice);
        Tables = new Tables(Clockwork, fault);
        Meta = new PretendMeta(this);
        Cluster = new Cluster(this);
        told = tells ? [$"seed {seed} {Weather}"] : null;
    }

    public int Seed { get; }

    public Fault Fault { get; }

    public Random Dice { get; }

    public Weather Weather { get; private set; }

    public Clockwork Clockwork { get; } = new();

    public Tables Tables { get; }

    public PretendMeta Meta { get; }

    public Cluster Cluster { get; }

    public Campaign? Campaign { get; private set; }

    public IReadOnlyList<string> Story => told ?? [];

    /// <summary>Plays it. The promises that were broken.</summary>
    public IReadOnlyList<string> Play()
    {
        People();
        Trouble();
        foreach (var name in (string[])["a", "b"])
            Cluster.Start(name);
        Clockwork.Run(Storm);

        Weather = Weather.Fair;
        doomed.Clear();
        Tell(null, "the weather clears");
        Campaign?.Resume();
        Clockwork.Run(Storm + LongestCalm, IsOver);
        var quiet = Tables.IsQuiet && Meta.Undelivered == 0;
        // what is late must do no harm either
        Clockwork.Run(Clockwork.Elapsed + Aftermath);
        told?.AddRange(Tables.Conversations.Values.SelectMany(row => row.Thread()));
        return [.. Checks.Of(this, quiet)];
    }

    /// <summary>A process comes to a point at which it may die.</summary>
    public void Passes(Process process)
    {
        if (!doomed.TryGetValue(process, out var left))
            return;
        if (left > 0)
        {
            doomed[process] = left - 1;
            return;
        }
        doomed.Remove(process);
        Cluster.Kill(process);
    }

    public IEnumerable<long> Running() => Tables.Broadcasts.Where(Tables.Goes).Select(one => one.Value.Id);

    /// <summary>What a process does by itself.</summary>
    public void Pumps(Process process)
    {
        Again(process, TimeSpan.FromSeconds(1), () => process.Sweeper.Sweep(CancellationToken.None));
        Again(process, TimeSpan.FromSeconds(0.5), () => process.Timers.Fire(CancellationToken.None));
        if (Campaign is not { } campaign)
            return;
        Again(process, TimeSpan.FromSeconds(0.4), () => process.Gate.Look(CancellationToken.None));
        if (process.Name[0] == 'a' || Dice.Next(2) == 0)
            Again(process, TimeSpan.FromSeconds(1), () => campaign.HandOver(process));
    }

    public void Tell(Process? who, string what, string outcome = "")
    {
        if (told is not null && outcome is not "quiet")
            told.Add($"{Clockwork.Elapsed.TotalSeconds, 8:0.000} {who?.Name, -3} {what} {outcome}");
    }

    private bool IsOver() => Clockwork.Steps % 32 == 0 && Meta.Undelivered == 0 && Tables.IsQuiet;

    private static void Again(Process process, TimeSpan every, Func<Task> work) =>
        process.Do(async () =>
        {
            while (true)
            {
                try
                {
                    await work();
                }
                catch (Exception trouble) when (trouble is Npgsql.NpgsqlException or TimeoutException)
                {
                    // as the pumps do: once more the next time
                }
                await Task.Delay(every, process.Clock);
            }
        });

    private void People()
    {
        var count = 0;
        var conversations = new List<long>();
        for (var person = Dice.Next(1, 4); person > 0; person--)
        {
            var phone = $"49151000000{person}";
            conversations.Add(Tables.Conversation(phone));
            var at = Dice.NextDouble() * 3000;
            for (var messages = Dice.Next(1, 6); messages > 0; messages--)
            {
                var text = $"{Talk.Words[Dice.Next(Talk.Words.Length)]} {++count}";
                Clockwork.In(at, () => Meta.Says(phone, text));
                at += Dice.Next(3) == 0 ? Dice.NextDouble() * 50 : Dice.NextDouble() * 15_000;
            }
        }

        if (!Weather.Broadcast)
            return;
        // it also goes to people who say nothing
        for (var quiet = Dice.Next(5); quiet > 0; quiet--)
            conversations.Add(Tables.Conversation($"49152000000{quiet}"));
        Campaign = new Campaign(this, conversations);
        if (Dice.Next(3) > 0)
        {
            var at = Dice.NextDouble() * (Dice.Next(2) == 0 ? 60 : 6000);
            Clockwork.In(at, () => Campaign.Pause());
            if (Dice.Next(2) == 0)
                Clockwork.In(at + Dice.NextDouble() * 10_000, () => Campaign.Resume());
        }
    }

    private void Trouble()
    {
        for (var i = 0; i < Weather.Crashes; i++)
        {
            var points = Dice.Next(60);
            Clockwork.In(
                Dice.NextDouble() * 30_000,
                () =>
                {
                    if (Cluster.Any() is { } process)
                        doomed[process] = points;
                }
            );
        }
        for (var i = 0; i < Weather.Hangs; i++)
        {
            var time = TimeSpan.FromSeconds(Dice.Next(2) == 0 ? Dice.NextDouble() * 8 : 11 + Dice.NextDouble() * 12);
            Clockwork.In(
                Dice.NextDouble() * 20_000,
                () =>
                {
                    if (Cluster.Any() is { } process)
                        Cluster.Hang(process, time);
                }
            );
        }
        for (var i = Dice.Next(4); i > 0; i--)
            Clockwork.In(Dice.NextDouble() * 40_000, () => Cluster.Collect(Dice.Next(1, 4)));
    }
}
