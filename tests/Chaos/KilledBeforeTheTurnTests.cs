namespace WhatsAppBot.Chaos;

public sealed class KilledBeforeTheTurnTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_message_whose_webhook_was_answered_200_is_answered_once_after_the_restart()
    {
        var node = await Node();
        await using var gate = await Gate.Close(Source, "insert on messages", "new.direction = 0", Cancel);

        await Meta.Say("4915100000001", "acked", Cancel);
        await gate.Reached(Cancel);
        node.Kill();
        await gate.Open("messages", undo: true, Cancel);
        Assert.Equal(0L, await Ask<long>("select count(*) from messages"));
        await Node(inPlaceOf: node);

        await AllAnswered();
        Assert.Equal("echo acked", Assert.Single(Meta.Posts).Text);
    }
}
