using System.Diagnostics;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>
/// Turns, sends, crashes and deliveries, over and over, each time otherwise. A failing history prints its seed: SIM_SEED=… plays it alone and prints all of it;
/// SIM_COUNT=… plays so many.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int First = 1;

    // so many broken histories tell enough
    private const int Enough = 20;

    private static readonly int Count = Told("SIM_COUNT") ?? 10_000;

    private static int? Told(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var told) ? told : null;

    [Fact]
    public void Every_history_keeps_its_promises()
    {
        if (Told("SIM_SEED") is { } seed)
        {
            Tell(seed, Fault.None);
            return;
        }

        var clock = Stopwatch.StartNew();
        var broken = new List<(int Seed, string What)>();
        var (turns, posts) = (0L, 0L);
        for (var i = First; i < First + Count; i++)
        {
            var history = new History(i);
            if (history.Play() is [var first, ..])
                broken.Add((i, first));
            if (broken.Count == Enough)
                break;
            turns += history.Tables.Conversations.Values.Sum(row => row.Turns.Count);
            posts += history.Meta.Posts.Count;
        }
        foreach (var (failed, what) in broken)
            output.WriteLine($"SIM_SEED={failed}: {what}");
        if (broken.Count > 0)
            Tell(broken[0].Seed, Fault.None);
        output.WriteLine(
            $"I1 I2 I3 I4 I5 I9 I11 simulated: {Count} histories, {turns} turns, {posts} posts, 0 broken, {Count / clock.Elapsed.TotalMinutes:0} a minute"
        );
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_broken_promise_is_noticed(string fault)
    {
        var broken = Enum.Parse<Fault>(fault);
        for (var seed = First; seed < First + 400; seed++)
        {
            if (new History(seed, broken).Play() is not [var first, ..])
                continue;
            output.WriteLine($"{fault} is noticed by seed {seed}: {first}");
            return;
        }
        Assert.Fail($"{fault} is not noticed by 400 histories");
    }

    [Fact]
    public void The_same_seed_is_the_same_history()
    {
        for (var seed = First; seed < First + 20; seed++)
            Assert.Equal(Story(seed), Story(seed));
    }

    public static TheoryData<string> Faults() =>
        new(Enum.GetNames<Fault>().Where(name => name != nameof(Fault.None)).ToArray());

    private static string Story(int seed)
    {
        var history = new History(seed, tells: true);
        history.Play();
        return string.Join('\n', history.Story);
    }

    private void Tell(int seed, Fault fault)
    {
        var history = new History(seed, fault, tells: true);
        var broken = history.Play();
        foreach (var line in history.Story)
            output.WriteLine(line);
        Assert.True(broken.Count == 0, $"SIM_SEED={seed} breaks:\n{string.Join('\n', broken)}");
    }
}
