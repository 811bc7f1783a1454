using WhatsAppBot.Messages;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class InboxListTests : StorageTest
{
    [Theory]
    [InlineData(InboxSort.Newest)]
    [InlineData(InboxSort.Waiting)]
    [InlineData(InboxSort.Window)]
    public async Task A_page_after_another_misses_and_repeats_nobody(InboxSort sort)
    {
        var closes = DateTimeOffset.UtcNow.AddHours(3);
        for (var i = 0; i < 7; i++)
            await Say(
                await World.Conversation(),
                "hi",
                World.Idle with
                {
                    WindowClosesAt = closes.AddMinutes(7 * i),
                    WaitingSince = closes.AddHours(-9).AddMinutes(i),
                }
            );
        // several at the same moment
        await World.Do(
            $"update conversations set last_at = '2026-05-04', waiting_since = '2026-05-04', window_closes_at = '{closes.AddHours(1):u}' where id % 2 = 0"
        );

        var seen = new List<long>();
        InboxPlace? from = null;
        while (true)
        {
            var page = await Node.List.Page(World.Workspace, "u", new InboxFilter(Sort: sort), from, 2, Cancel);
            if (page.Count == 0)
                break;
            seen.AddRange(page.Select(one => one.Id));
            from = InboxList.PlaceOf(page[^1], sort);
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task Each_view_shows_its_own_and_the_counts_agree()
    {
        var idle = World.Idle;
        var states = new Dictionary<string, ConversationState>
        {
            ["bot"] = idle,
            ["mine"] = idle with { Owner = Owner.Person, AssigneeId = "u", AssigneeName = "U" },
            ["other"] = idle with { Owner = Owner.Person, AssigneeId = "v", AssigneeName = "V" },
            ["queue"] = idle with { Owner = Owner.Queue, Queue = "sales", Labels = ["vip", "a,b"] },
            ["asleep"] = idle with { Owner = Owner.Person, AssigneeId = "v", Status = ConversationStatus.Snoozed },
            ["done"] = idle with { Status = ConversationStatus.Resolved },
        };
        var ids = new Dictionary<long, string>();
        foreach (var (name, state) in states)
        {
            var conversation = await World.Conversation();
            ids[conversation] = name;
            await Say(conversation, "hi", state);
        }

        async Task Shows(InboxFilter filter, params string[] names) =>
            Assert.Equal(
                names.Order(),
                (await Node.List.Page(World.Workspace, "u", filter, null, 50, Cancel))
                    .Select(one => ids[one.Id])
                    .Order()
            );

        await Shows(new InboxFilter(), [.. states.Keys]);
        await Shows(new InboxFilter(InboxView.Bot), "bot", "done");
        await Shows(new InboxFilter(InboxView.Mine), "mine");
        await Shows(new InboxFilter(InboxView.Unassigned), "queue");
        await Shows(new InboxFilter(InboxView.Snoozed), "asleep");
        await Shows(new InboxFilter(Queue: "sales"), "queue");
        await Shows(new InboxFilter(Label: "a,b"), "queue");
        await Shows(new InboxFilter(Label: "a"));
        await Shows(new InboxFilter(Assignee: "v"), "other", "asleep");
        await Shows(new InboxFilter(Status: ConversationStatus.Resolved), "done");
        await Shows(new InboxFilter(Status: ConversationStatus.Open), "bot", "mine", "other", "queue");

        var counts = await Node.List.Counts(World.Workspace, "u", Cancel);
        Assert.Equal(
            (6, 2, 1, 1, 1, 1),
            (counts.All, counts.Bot, counts.Unassigned, counts.Mine, counts.Snoozed, counts.Resolved)
        );
        Assert.Equal((4, 1, 1, 1), (counts.Open.All, counts.Open.Bot, counts.Open.Unassigned, counts.Open.Mine));
        Assert.Equal(1, counts.Open.Queues["sales"]);
        Assert.Equal(1, counts.Queues["sales"]);
        Assert.Equal((1, 1), (counts.Labels["vip"], counts.Labels["a,b"]));
    }

    [Theory]
    [InlineData("manana")]
    [InlineData("MAÑANA")]
    [InlineData("turn man")]
    [InlineData("avila")]
    [InlineData("49151")]
    public async Task Names_numbers_and_messages_are_found_without_accents(string search)
    {
        var row = await World.Arrive(new Sender("4915155555", null, "Óscar Ávila"));
        await Node.Turns.Commit(
            World.Make(row.ConversationId, 0, row.Id, messages: World.Heard("¿Tienen turnos mañana?")),
            Cancel
        );
        await Say(await Other(), "something else", World.Idle);
        await TakenUp();

        var found = await Node.List.Page(World.Workspace, "u", new InboxFilter(Search: search), null, 50, Cancel);
        var many = await Node.List.Page(World.Workspace, "u", new InboxFilter(Search: search), null, 1, Cancel);

        Assert.Equal(row.ConversationId, Assert.Single(found).Id);
        Assert.Equal(row.ConversationId, Assert.Single(many).Id);
        Assert.Empty(await Node.List.Page("theirs", "u", new InboxFilter(Search: search), null, 50, Cancel));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("'")]
    [InlineData("a' & !b | (c")]
    [InlineData("\\")]
    [InlineData(":*")]
    [InlineData("100% Ada")]
    public async Task Signs_of_queries_are_taken_for_what_they_are(string search)
    {
        await Say(await World.Conversation(), "hi", World.Idle);
        await TakenUp();

        Assert.Empty(await Node.List.Page(World.Workspace, "u", new InboxFilter(Search: search), null, 50, Cancel));
    }

    [Fact]
    public async Task Words_are_taken_up_once_and_none_is_passed_over_while_somebody_still_writes()
    {
        var (first, second) = (await World.Conversation(), await World.Conversation());
        await using (await World.Hold($"update conversations set unread = unread where id = {first}"))
        {
            await Say(second, "while another still writes", World.Idle);
            await Node.Words.TakeUp(Cancel);
            Assert.Equal(0, await World.Ask<long>("select count(*) from message_words"));
        }

        await TakenUp();
        while (await Node.Words.TakeUp(Cancel)) { }

        Assert.Equal(1, await World.Ask<long>("select count(*) from message_words"));
    }

    [Fact]
    public async Task A_queue_gives_in_turn_to_those_who_are_there()
    {
        await World.Do(
            """
            insert into users (id, email, email_key, name) values ('a', 'a', 'a', 'A'), ('b', 'b', 'b', 'B'), ('c', 'c', 'c', 'C');
            insert into members (workspace_id, user_id, role) values ('ours', 'a', 1), ('ours', 'b', 1), ('ours', 'c', 1);
            """
        );
        Assert.True(await Node.Queues.Add(World.Workspace, "sales", "Sales team", true, ["a", "b", "c"], Cancel));
        Assert.False(await Node.Queues.Add(World.Workspace, "sales", "Again", true, [], Cancel));
        Assert.Null((await Node.Queues.Give(World.Workspace, "SALES TEAM", Cancel))?.Member);
        await Node.Queues.Seen(World.Workspace, "a", Cancel);
        await Node.Queues.Seen(World.Workspace, "b", Cancel);
        await World.Do("update presence set seen_at = now() where user_id in ('a', 'b')");

        var given = new List<string?>();
        for (var i = 0; i < 4; i++)
            given.Add((await Node.Queues.Give(World.Workspace, "sales", Cancel))?.Member?.Id);

        Assert.Equal(["a", "b", "a", "b"], given);
        Assert.Null(await Node.Queues.Give(World.Workspace, "nowhere", Cancel));
        Assert.Null(await Node.Queues.Give("theirs", "sales", Cancel));
    }

    /// <summary>Others of the cluster may hold it up for a while with transactions of their own.</summary>
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

    private async Task<long> Other()
    {
        var row = await World.Arrive(new Sender("3361234", null, "Zoe"));
        await World.Do($"delete from inbox where id = {row.Id}");
        return row.ConversationId;
    }

    private Task<TurnCommitted?> Say(long conversation, string text, ConversationState state) =>
        Node.Turns.Commit(World.Make(conversation, 0, state: state, messages: World.Heard(text)), Cancel);
}
