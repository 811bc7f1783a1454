using WhatsAppBot.Messages;

namespace WhatsAppBot.Chaos;

public sealed class KilledBeforeTheSendTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_committed_answer_that_nobody_tried_to_send_goes_out_after_the_restart()
    {
        Long.Only();
        await KillAtTheClaim(undo: true);
        Assert.Equal((short)0, await Ask<short>("select state from outbox"));

        await Node(inPlaceOf: _killed);

        await AllAnswered();
        Assert.Single(Meta.Posts);
        Assert.False(await Ask<bool>("select resent from messages where direction = 1"));
    }

    [Fact]
    public async Task An_attempt_on_record_that_was_never_made_is_unknown_and_then_made_once()
    {
        Long.Only();
        await KillAtTheClaim(undo: false);
        await Eventually.True(
            async () => await Ask<short>("select state from outbox") == 1,
            "the attempt is on record",
            Cancel
        );

        await Node(Impatient, inPlaceOf: _killed);

        await AllAnswered();
        Assert.Single(Meta.Posts);
        Assert.Contains(MessageStatus.Unknown, await Invariants.Statuses(Source, "echo late", Cancel));
        Assert.True(await Ask<bool>("select resent from messages where direction = 1"));
    }

    private ProcessHost? _killed;

    private async Task KillAtTheClaim(bool undo)
    {
        var node = _killed = await Node();
        await using var gate = await Gate.Close(Source, "update on outbox", "new.state = 1", Cancel);

        await Meta.Say("4915100000002", "late", Cancel);
        await gate.Reached(Cancel);
        node.Kill();
        await gate.Open("outbox", undo, Cancel);
        Assert.Empty(Meta.Posts);
    }
}
