using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class InboxReadsTests : StorageTest
{
    private const string Foreign = "theirs";

    [Fact]
    public async Task Another_workspace_sees_nothing_of_it()
    {
        var client = Guid.NewGuid();
        var conversation = await World.Conversation();
        await Node.Turns.Commit(
            World.Make(conversation, 0, 0, null, null, World.Heard("hi"), World.Said("yes", clientId: client)),
            Cancel
        );

        Assert.Empty(await Node.List.Page(Foreign, "u", new InboxFilter(), null, 50, Cancel));
        Assert.Equal(0, (await Node.List.Counts(Foreign, "u", Cancel)).All);
        Assert.Null(await Node.Reads.Find(Foreign, conversation, Cancel));
        Assert.Empty(await Node.Reads.Before(Foreign, conversation, long.MaxValue, 50, Cancel));
        Assert.Empty(await Node.Reads.ChangedAfter(Foreign, conversation, 0, 50, Cancel));
        Assert.Null(await Node.Reads.ByClientId(Foreign, conversation, client, Cancel));
        Assert.Null(await Node.Reads.MarkRead(Foreign, conversation, 1, false, Cancel));
        Assert.Null(await Node.Reads.One(Foreign, conversation, 1, Cancel));
        Assert.False(await Node.Reads.IsOf(Foreign, conversation, Cancel));
        Assert.Empty(await Node.Reads.Of(Foreign, [conversation], Cancel));
    }

    [Fact]
    public async Task Its_own_workspace_sees_it()
    {
        var client = Guid.NewGuid();
        var conversation = await World.Conversation();
        await Node.Turns.Commit(
            World.Make(conversation, 0, 0, null, null, World.Heard("hi"), World.Said("yes", clientId: client)),
            Cancel
        );

        Assert.Single(await Node.List.Page(World.Workspace, "u", new InboxFilter(), null, 50, Cancel));
        var counts = await Node.List.Counts(World.Workspace, "u", Cancel);
        Assert.Equal((1, 1, 0, 0, 1), (counts.All, counts.Bot, counts.Unassigned, counts.Mine, counts.Unread));
        Assert.NotNull(await Node.Reads.Find(World.Workspace, conversation, Cancel));
        Assert.Equal(2, (await Node.Reads.Before(World.Workspace, conversation, long.MaxValue, 50, Cancel)).Count);
        Assert.Equal(2, (await Node.Reads.ChangedAfter(World.Workspace, conversation, 0, 50, Cancel)).Count);
        Assert.NotNull(await Node.Reads.ByClientId(World.Workspace, conversation, client, Cancel));
        Assert.Equal((1, 0), await Node.Reads.MarkRead(World.Workspace, conversation, 1, false, Cancel));
    }

    [Fact]
    public async Task What_changed_comes_again_after_its_seq()
    {
        var send = await World.Attempted();
        await Node.Turns.Commit(World.Make(send.ConversationId, 1, messages: World.Heard("hi")), Cancel);
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );

        var changed = await Node.Reads.ChangedAfter(World.Workspace, send.ConversationId, 2, 50, Cancel);

        var one = Assert.Single(changed);
        Assert.Equal((1, 3, MessageStatus.Accepted), (one.Seq, one.ChangedSeq, one.Status));
    }

    [Fact]
    public async Task Reading_never_goes_backwards_nor_beyond_what_there_is()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(
            World.Make(conversation, 0, 0, null, null, World.Heard("1"), World.Heard("2"), World.Heard("3")),
            Cancel
        );

        await Node.Reads.MarkRead(World.Workspace, conversation, 2, false, Cancel);
        await Node.Reads.MarkRead(World.Workspace, conversation, 1, false, Cancel);
        Assert.Equal(["2|1"], await World.Rows("select read_seq, unread from conversations"));

        await Node.Reads.MarkRead(World.Workspace, conversation, 999, false, Cancel);
        Assert.Equal(["3|0"], await World.Rows("select read_seq, unread from conversations"));

        Assert.Equal((1, 2), await Node.Reads.MarkRead(World.Workspace, conversation, 2, true, Cancel));
    }
}
