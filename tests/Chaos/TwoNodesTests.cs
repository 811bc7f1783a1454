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
                var text = $"live {++said}";
                await Meta.Say("4915100000007", text, Cancel);
                await Task.Delay(1000, Cancel);
                return screen.Shows(text) && screen.Shows($"echo {text}") && screen.ShowsDelivered;
            },
            "the screen of the other node shows message, answer and tick",
            Cancel
        );

        Output.WriteLine($"live with message {said}");

        await Meta.Say("4915100000007", "and on", Cancel);
        await Eventually.True(
            () => screen.Shows("and on") && screen.Shows("echo and on"),
            "what comes later is seen at once",
            Cancel
        );
        await AllAnswered();
    }
}
