using System.Diagnostics;

namespace WhatsAppBot.Chaos;

public sealed class GracefulStopTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_node_that_is_told_to_stop_under_load_ends_well_and_loses_nothing()
    {
        var node = await Node();
        var code = -1;
        var time = new Stopwatch();

        await Load.Run(
            Meta,
            "load",
            people: 50,
            perSecond: 30,
            seconds: 6,
            async () =>
            {
                time.Start();
                code = await node.Terminate(Cancel);
                time.Stop();
                await Node(inPlaceOf: node);
            },
            Cancel
        );

        await AllAnswered();
        Assert.Equal(0, code);
        Assert.Equal(0L, await Ask<long>("select count(*) from messages where resent or status = 2"));
        Output.WriteLine($"ended {time.Elapsed.TotalSeconds:0.0} s after SIGTERM");
    }
}
