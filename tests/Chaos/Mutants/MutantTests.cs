#if CHAOS
using WhatsAppBot.Chaos.Faults;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos.Mutants;

/// <summary>The checkers are checked: each fault that is put in on purpose has to break the promise it is about, and without one none is broken.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    // each has up to two processes
    private const int AtOnce = 4;

    private static readonly Func<ITestOutputHelper, Mutant?, Play> Alone = (output, fault) =>
        new AlonePlay(output, fault);
    private static readonly Func<ITestOutputHelper, Mutant?, Play> Split = (output, fault) =>
        new SplitPlay(output, fault);
    private static readonly Func<ITestOutputHelper, Mutant?, Play> Together = (output, fault) =>
        new TogetherPlay(output, fault);

    private static readonly IReadOnlyList<(
        Mutant Fault,
        string Promise,
        Func<ITestOutputHelper, Mutant?, Play> Play
    )> All =
    [
        (Mutant.AckBeforeCommit, "I1", Alone),
        (Mutant.NoUniqueKey, "I2", Alone),
        (Mutant.RetryOnTimeOut, "I2", Alone),
        (Mutant.NoVersionFence, "I1", Split),
        (Mutant.UnknownIsFailed, "I4", Alone),
        (Mutant.StatusByArrival, "I11", Alone),
        (Mutant.TimerByLocalClock, "I9", Alone),
        (Mutant.PauseAtStartOnly, "I5", Alone),
        (Mutant.ClaimWithoutLock, "I2", Split),
        (Mutant.HintOnly, "I1", Alone),
        (Mutant.HubByArrival, "I8", Together),
    ];

    [Fact]
    public async Task Every_fault_put_in_on_purpose_breaks_its_promise_and_nothing_is_broken_without_one()
    {
        using var room = new SemaphoreSlim(AtOnce);
        var sound = new[] { Alone, Split, Together }.Select(play => Run(play(output, null), room)).ToArray();
        var faulty = All.Select(one => Run(one.Play(output, one.Fault), room)).ToArray();

        var lines = new List<string>();
        var promises = (await Task.WhenAll(sound)).SelectMany(one => one).ToList();
        var caught = 0;
        foreach (var (one, found) in All.Zip(await Task.WhenAll(faulty)))
        {
            var broken = found.FirstOrDefault(promise => promise.Name == one.Promise && !promise.Holds);
            caught += broken is null ? 0 : 1;
            lines.Add(
                broken is null
                    ? $"mutant {one.Fault} NOT CAUGHT by {one.Promise}; {string.Join("; ", found)}"
                    : $"mutant {one.Fault} caught by {broken.Name}: {broken.Broken[0]}"
            );
        }
        lines.Add($"mutants caught {caught}/{All.Count}");
        lines.ForEach(output.WriteLine);
        Proof.Write("mutants.txt", lines);

        Assert.All(promises, promise => Assert.True(promise.Holds, promise.ToString()));
        Assert.Equal(All.Count, caught);
    }

    private static async Task<IReadOnlyList<Promise>> Run(Play play, SemaphoreSlim room)
    {
        await room.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await play.Run();
        }
        finally
        {
            room.Release();
        }
    }
}
#endif
