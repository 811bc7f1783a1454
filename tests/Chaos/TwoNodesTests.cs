namespace WhatsAppBot.Chaos;

public sealed class TwoNodesTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_message_that_arrives_at_one_node_is_seen_on_a_screen_of_the_other()
    {
        var nodes = await Task.WhenAll(Node(), Node());
        await using var screen = await Screen.Open(nodes[1].Address, Cancel);

        Meta.Targets = [nodes[0].Address];
        var said = 0;
        // a stream that is not subscribed yet tells nothing, and the browser fetches
        await Eventually.True(
            async () =>
            {
                await Meta.Say("4915100000007", $"live {++said}", Cancel);
                await Task.Delay(1000, Cancel);
                // any of them: on a slow machine the last one takes longer than a second
                return screen.Shows("live") && screen.Shows("echo live") && screen.ShowsDelivered;
            },
            "the screen of the other node shows message, answer and tick",
            Cancel
        );

        Output.WriteLine($"live with message {said}");

        var again = 0;
        int resyncs;
        do
        {
            Assert.True(again < 20, "it is told to fetch again and again");
            resyncs = screen.Resyncs;
            var text = $"and on {++again}";
            await Meta.Say("4915100000007", text, Cancel);
            // a stream that was silent for too long is subscribed anew, and the browser is told to fetch what it may have missed
            await Eventually.True(
                () => screen.Shows(text) && screen.Shows($"echo {text}") || screen.Resyncs > resyncs,
                "what comes later is seen at once",
                Cancel
            );
        } while (screen.Resyncs > resyncs);
        await AllAnswered();
    }
}
