using WhatsAppBot.Messages;

namespace WhatsAppBot.Chaos;

public sealed class KilledBeforeTheRecordTests(ITestOutputHelper output) : Stage(output)
{
    [Fact]
    public async Task A_status_with_the_attempts_id_tells_what_the_dead_node_did_not_record()
    {
        var (node, post) = await KillAfterThePost();

        // a start may take longer than the minute after which it would be sent once more
        await Node(new Dictionary<string, string> { ["Conversations__ReconcileAfter"] = "00:10:00" }, inPlaceOf: node);
        await Meta.Status(post, "sent", Cancel);
        await Meta.Status(post, "delivered", Cancel);

        await AllAnswered();
        Assert.Single(Meta.Posts);
        Assert.Equal(MessageStatus.Delivered, (await Invariants.Statuses(Source, "echo lost", Cancel))[^1]);
        Assert.False(await Ask<bool>("select resent from messages where direction = 1"));
    }

    [Fact]
    public async Task Without_a_status_it_is_shown_as_unknown_and_sent_once_more_marked_as_resent()
    {
        var (node, _) = await KillAfterThePost();

        Meta.Answers = true;
        await Node(Impatient, inPlaceOf: node);
        await Eventually.True(() => Meta.Posts.Count > 1, "the answer is sent once more", Cancel);

        await AllAnswered();
        Assert.Equal(2, Meta.Posts.Count);
        Assert.Equal(2, Meta.Posts.Select(one => one.Callback).Distinct().Count());
        Assert.Contains(MessageStatus.Unknown, await Invariants.Statuses(Source, "echo lost", Cancel));
        Assert.True(await Ask<bool>("select resent from messages where direction = 1"));
    }

    private async Task<(ProcessHost Node, Post Post)> KillAfterThePost()
    {
        var node = await Node();
        Meta.Answers = false;
        await Meta.Say("4915100000003", "lost", Cancel);
        await Eventually.True(() => Meta.Posts.Count == 1, "Meta saw the send", Cancel);
        node.Kill();
        return (node, Meta.Posts.First());
    }
}
