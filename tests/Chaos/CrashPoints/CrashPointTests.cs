#if CHAOS
namespace WhatsAppBot.Chaos.CrashPoints;

/// <summary>A process dies at every place that has a name, and what it leaves behind is taken up: nothing is lost, nothing doubled.</summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Processes_die_at_every_place_that_has_a_name_and_nothing_is_lost_or_doubled()
    {
        var all = Faults.CrashPoints.All;
        using var shop = new Shop();
        var chains = Faults
            .CrashPoints.Chains.Select(
                (one, number) =>
                    ReferenceEquals(one, Faults.CrashPoints.Errands)
                        ? new ErrandChain(output, shop, number, one)
                        : new Chain(output, shop, number, one)
            )
            .ToArray();
        var promises = await Task.WhenAll(chains.Select(chain => chain.Run()));

        var hit = chains.Sum(chain => chain.Hit);
        var (acked, sent) = (chains.Sum(chain => chain.Tried.Acked), chains.Sum(chain => chain.Tried.Sent));
        List<string> lines =
        [
            .. promises.SelectMany(one => one).Where(one => !one.Holds).Select(one => one.ToString()),
            $"crash points hit {hit}/{all.Count}, {acked} acked, {sent} sends",
        ];
        lines.ForEach(output.WriteLine);
        Proof.Write("crash-points.txt", lines);

        Assert.All(promises.SelectMany(one => one), promise => Assert.True(promise.Holds, promise.ToString()));
        Assert.Equal(all.Count, hit);
    }
}
#endif
