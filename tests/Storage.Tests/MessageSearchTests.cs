using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class MessageSearchTests : StorageTest
{
    private MessageSearch Search => new(Node.Database);

    [Fact]
    public async Task Words_are_found_before_they_are_taken_up_and_after_and_never_twice()
    {
        var conversation = await World.Conversation();
        var other = await World.Conversation();
        for (var i = 0; i < 3; i++)
            await Say(conversation, i, $"Mañana {i}");
        await Say(other, 0, "mañana");

        Assert.Equal((3, 3), await Found(conversation, "manana"));

        // a part of them, as after a kill in the middle of it, and some that came since
        await TakenUp();
        await Say(conversation, 3, "mañana otra vez");
        Assert.Equal((4, 4), await Found(conversation, "MANANA"));

        await TakenUp();
        Assert.Equal((4, 4), await Found(conversation, "mañ"));
        Assert.Equal((1, 1), await Found(other, "mañ"));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("a' & !b | (c")]
    [InlineData("\\")]
    [InlineData(":*")]
    [InlineData("%")]
    public async Task Signs_of_queries_are_taken_for_what_they_are(string words)
    {
        var conversation = await World.Conversation();
        await Say(conversation, 0, "hi");
        Assert.Equal((0, 0), await Found(conversation, words));

        await TakenUp();
        Assert.Equal((0, 0), await Found(conversation, words));
    }

    private async Task<(int, int)> Found(long conversation, string words)
    {
        var found = await Search.Page(World.Workspace, conversation, words, long.MaxValue, 50, Cancel);
        Assert.Equal(found.Page.Select(one => one.Seq).Distinct().OrderDescending(), found.Page.Select(one => one.Seq));
        return (found.Page.Count, found.Total);
    }

    private Task<TurnCommitted?> Say(long conversation, long version, string text) =>
        Node.Turns.Commit(World.Make(conversation, version, messages: World.Heard(text)), Cancel);

    private Task TakenUp() =>
        Eventually.True(
            async () =>
            {
                await Node.Words.TakeUp(Cancel);
                return await World.Ask<bool>(
                    "select (select count(*) from message_words) = (select count(*) from messages)"
                );
            },
            "all messages are taken up",
            Cancel
        );
}
