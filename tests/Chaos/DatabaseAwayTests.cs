using System.Diagnostics;
using WhatsAppBot.Chaos.Storm;

namespace WhatsAppBot.Chaos;

public sealed class DatabaseAwayTests(ITestOutputHelper output) : OwnClusterStage(output, "away")
{
    [Fact]
    public async Task While_the_database_is_away_webhooks_get_503_and_afterwards_everything_goes_on()
    {
        var node = await Node();
        await Meta.Say("4915100000006", "before", Cancel);
        await AllAnswered();

        await StopDatabase();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            var time = Stopwatch.StartNew();
            Assert.Equal(503, await Meta.Try(node.Address, "4915100000006", "refused", $"wamid.in.{i}", Cancel));
            slowest = time.Elapsed > slowest ? time.Elapsed : slowest;
        }
        var waiting = Meta.Say("4915100000006", "during", Cancel);

        await StartDatabase();
        var back = Stopwatch.StartNew();
        await waiting.WaitAsync(Eventually.Bound, Cancel);
        var first = back.Elapsed;

        await Meta.Say("4915100000006", "after", Cancel);
        await AllAnswered();
        Assert.False(node.Ended);
        Assert.DoesNotContain(Meta.Posts, post => post.Text == "echo refused");

        var promise = new Promise(
            "I7",
            $"5 webhooks while the database is away, the slowest 503 after {slowest.TotalSeconds:0.0} s, the first 200 {first.TotalSeconds:0.0} s after it is back",
            [
                .. slowest.TotalSeconds > Long.Bound(2) ? new[] { "a 503 took too long" } : [],
                .. first.TotalSeconds > Long.Bound(3) ? new[] { "the first 200 took too long" } : [],
            ]
        );
        Ledger.Write(Output, [promise], "the process lives on");
        Assert.True(promise.Holds, promise.ToString());
    }
}
