using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

public sealed class KilledNodeTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task One_of_two_nodes_dies_under_load_and_nothing_is_lost_or_doubled()
    {
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        await Load.Run(Meta, "warm", people: 50, perSecond: 30, seconds: 3, () => Task.CompletedTask, Cancel);
        await AllAnswered();
        var before = Meta.AckedMessages.Count;
        var killed = DateTimeOffset.MaxValue;
        // some sends are under way whenever it happens, and no status tells soon what became of them: whoever they were for must not wait for that
        Meta.Takes = TimeSpan.FromMilliseconds(300);
        Meta.TellsAfter = TimeSpan.FromSeconds(15);

        await Load.Run(
            Meta,
            "load",
            people: 50,
            perSecond: 30,
            seconds: 10,
            () =>
            {
                killed = DateTimeOffset.UtcNow;
                nodes[0].Kill();
                return Task.CompletedTask;
            },
            Cancel
        );

        await AllAnswered();
        Assert.False(nodes[1].Ended);
        Report(before, killed);
    }

    private void Report(int before, DateTimeOffset killed)
    {
        var usual = Meta.AckedMessages.Skip(before).Where(acked => acked.At < killed.AddSeconds(-1));
        var after = Meta.AckedMessages.Skip(before).Where(acked => acked.At > killed).ToList();
        var silent = after
            .GroupBy(acked => acked.Phone)
            .Select(person => Slowest([person.MinBy(acked => acked.At) ?? person.First()]));
        Output.WriteLine($"slowest answer before the kill      {Slowest(usual):0.0} s");
        Output.WriteLine($"slowest answer after the kill       {Slowest(after):0.0} s");
        Output.WriteLine(
            $"last first answer of a person after {silent.Max():0.0} s, of {after.Count} messages acked after it"
        );
        Output.WriteLine($"sends seen {Meta.Posts.Count}, acked {Meta.AckedMessages.Count}");

        var promise = new Promise(
            "I6",
            $"kill: {after.Count} messages acked after it, the slowest answer {Slowest(after):0.0} s",
            Slowest(after) > Long.Bound(5) ? ["an answer took too long"] : []
        );
        Ledger.Write(Output, [promise], "1 kill");
        Assert.True(promise.Holds, promise.ToString());
    }
}
