using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

public sealed class HungNodeTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task One_of_two_nodes_hangs_and_the_other_answers_and_nothing_doubles_when_it_wakes()
    {
        var nodes = await Task.WhenAll(Node(Patient), Node(Patient));
        await Everybody("before");
        await AllAnswered();

        nodes[0].Stop();
        var hung = DateTimeOffset.UtcNow;
        await Everybody("during");
        await AllAnswered();
        var during = Meta.AckedMessages.Where(acked => acked.At > hung).ToList();
        Output.WriteLine($"slowest answer while one node hung  {Slowest(during):0.0} s after its ack");
        Output.WriteLine(
            $"last answer                         {(Meta.Posts.Max(p => p.At) - hung).TotalSeconds:0.0} s"
        );

        nodes[0].Cont();
        await Everybody("after");
        await AllAnswered();
        Assert.False(nodes[1].Ended);
        await Eventually.True(() => nodes[0].Ended, "the one that was declared dead ends, to be started anew", Cancel);
        Output.WriteLine($"the one that hung ended with {nodes[0].ExitCode}");

        var promise = new Promise(
            "I6",
            $"hang: {during.Count} messages acked during it, the slowest answer {Slowest(during):0.0} s",
            Slowest(during) > Long.Bound(15) ? ["an answer took too long"] : []
        );
        Ledger.Write(Output, [promise], "1 hang");
        Assert.True(promise.Holds, promise.ToString());
    }

    private Task<Acked[]> Everybody(string when) =>
        Task.WhenAll(Enumerable.Range(0, 20).Select(n => Meta.Say(Load.Person(n), $"{when} {n}", Cancel)));
}
