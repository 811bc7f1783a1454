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

        Assert.Empty(await Node.Reads.List(Foreign, InboxView.All, "u", null, null, 0, 50, Cancel));
        Assert.Equal(new InboxCounts(0, 0, 0, 0, 0), await Node.Reads.Counts(Foreign, "u", Cancel));
        Assert.Null(await Node.Reads.Find(Foreign, conversation, Cancel));
        Assert.Empty(await Node.Reads.Before(Foreign, conversation, long.MaxValue, 50, Cancel));
        Assert.Empty(await Node.Reads.ChangedAfter(Foreign, conversation, 0, 50, Cancel));
        Assert.Null(await Node.Reads.ByClientId(Foreign, conversation, client, Cancel));
        Assert.False(await Node.Reads.MarkRead(Foreign, conversation, 1, Cancel));
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

        Assert.Single(await Node.Reads.List(World.Workspace, InboxView.All, "u", null, null, 0, 50, Cancel));
        Assert.Equal(new InboxCounts(1, 1, 0, 0, 1), await Node.Reads.Counts(World.Workspace, "u", Cancel));
        Assert.NotNull(await Node.Reads.Find(World.Workspace, conversation, Cancel));
        Assert.Equal(2, (await Node.Reads.Before(World.Workspace, conversation, long.MaxValue, 50, Cancel)).Count);
        Assert.Equal(2, (await Node.Reads.ChangedAfter(World.Workspace, conversation, 0, 50, Cancel)).Count);
        Assert.NotNull(await Node.Reads.ByClientId(World.Workspace, conversation, client, Cancel));
        Assert.True(await Node.Reads.MarkRead(World.Workspace, conversation, 1, Cancel));
    }

    [Fact]
    public async Task A_page_after_another_misses_and_repeats_nobody()
    {
        for (var i = 0; i < 7; i++)
            await Node.Turns.Commit(World.Make(await World.Conversation(), 0, messages: World.Heard("hi")), Cancel);
        // several at the same moment
        await World.Do("update conversations set last_at = '2026-05-04' where id % 2 = 0");

        var seen = new List<long>();
        Conversation? last = null;
        while (true)
        {
            var page = await Node.Reads.List(
                World.Workspace,
                InboxView.All,
                "u",
                null,
                last?.Last?.At,
                last?.Id ?? 0,
                2,
                Cancel
            );
            if (page.Count == 0)
                break;
            seen.AddRange(page.Select(one => one.Id));
            last = page[^1];
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
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
    public async Task Search_takes_signs_of_patterns_for_what_they_are()
    {
        foreach (var name in new[] { "100% Ada", "100 Ada" })
        {
            var row = await World.Arrive(new Sender(World.Fresh("49151"), null, name));
            await Node.Turns.Commit(World.Make(row.ConversationId, 0, row.Id, messages: World.Heard("hi")), Cancel);
        }

        var found = await Node.Reads.List(World.Workspace, InboxView.All, "u", "0% a", null, 0, 50, Cancel);

        Assert.Equal("100% Ada", Assert.Single(found).Contact.Name);
    }

    [Fact]
    public async Task Reading_never_goes_backwards_nor_beyond_what_there_is()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(
            World.Make(conversation, 0, 0, null, null, World.Heard("1"), World.Heard("2"), World.Heard("3")),
            Cancel
        );

        await Node.Reads.MarkRead(World.Workspace, conversation, 2, Cancel);
        await Node.Reads.MarkRead(World.Workspace, conversation, 1, Cancel);
        Assert.Equal(["2|1"], await World.Rows("select read_seq, unread from conversations"));

        await Node.Reads.MarkRead(World.Workspace, conversation, 999, Cancel);
        Assert.Equal(["3|0"], await World.Rows("select read_seq, unread from conversations"));
    }
}
