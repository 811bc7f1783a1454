using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage.Tests.Contacts;

public sealed class MergeTests : StorageTest
{
    private static readonly Actor Me = new("u1", "Me");
    private static readonly Sender Ada = new("4915112345678", null, "Ada");
    private static readonly Sender Countess = new(null, "DE.77", "Countess");

    private ContactMerges Merges => new(Node.Database);
    private MergeUndo Undoing => new(Node.Database);

    [Fact]
    public async Task What_a_person_writes_next_comes_to_the_kept_contact_at_every_node()
    {
        await using var second = new Writers(World.ConnectionString);
        var (ada, countess) = (await World.Arrive(Ada), await World.Arrive(Countess));
        // the other node knows both by heart
        await Arrive(second, Countess);

        await Merge();

        var row = await Arrive(second, Countess);
        Assert.Equal(ada.ConversationId, row?.ConversationId);
        Assert.Equal(ada.ConversationId, (await World.Append(Countess, World.Fresh("w")))?.ConversationId);
        Assert.NotEqual(ada.ConversationId, countess.ConversationId);
    }

    [Fact]
    public async Task A_conversation_on_a_channel_of_its_own_moves_and_one_beside_another_stays_readable()
    {
        await World.Arrive(Ada);
        var beside = await World.Arrive(Countess);
        var moves = await World.Append(Countess, World.Fresh("w"), World.OtherChannel);

        await Merge();

        var ada = await ContactOf(Ada);
        var talks = await new ContactBook(Node.Database).Conversations(World.Workspace, ada, Cancel);
        Assert.Equal(3, talks.Count);
        Assert.True(talks.Single(one => one.Id == beside.ConversationId).OfAlias);
        Assert.False(talks.Single(one => one.Id == moves?.ConversationId).OfAlias);
    }

    [Fact]
    public async Task A_grain_that_knew_the_other_contact_cannot_write_any_more()
    {
        await World.Arrive(Ada);
        var beside = await World.Arrive(Countess);
        await World.Do($"update conversations set session = '{{}}' where id = {beside.ConversationId}");
        await World.Do($"insert into timers values ({beside.ConversationId}, 1, now())");

        await Merge();

        Assert.Null(await Node.Turns.Commit(World.Make(beside.ConversationId, 0, beside.Id), Cancel));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from conversations where session is not null"));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from timers"));
    }

    [Fact]
    public async Task Values_are_chosen_and_an_opt_out_of_either_holds()
    {
        await World.Arrive(Ada);
        await World.Arrive(Countess);
        await World.Do(
            "update contacts set tags = '{a}', fields = '{\"plan\":\"gold\",\"x\":1}', language = 'de' where phone is not null"
        );
        await World.Do(
            "update contacts set tags = '{b}', fields = '{\"plan\":\"free\",\"y\":2}', opted_out_at = now() where phone is null"
        );

        await Merge("name", "fields.plan");

        Assert.Equal(
            ["Countess|4915112345678|DE.77|de|{a,b}|free|1|2|True"],
            await World.Rows(
                """
                select name, phone, bsuid, language, tags::text, fields ->> 'plan', fields ->> 'x', fields ->> 'y', opted_out_at is not null
                from contacts where merged_into is null
                """
            )
        );
    }

    [Fact]
    public async Task A_merge_is_undone_and_what_was_changed_since_stays()
    {
        var ada = await World.Arrive(Ada);
        var countess = await World.Arrive(Countess);
        var moved = await World.Append(Countess, World.Fresh("w"), World.OtherChannel);
        await World.Do("update contacts set tags = '{a}', language = 'de' where phone is not null");
        await World.Do("update contacts set tags = '{b}' where phone is null");
        var before = await Everything();
        var merge = await Merge("name");

        Assert.Equal(UndoResult.Undone, await Undo(merge));

        Assert.Equal(before, await Everything());
        Assert.Equal(countess.ConversationId, (await World.Append(Countess, World.Fresh("w")))?.ConversationId);
        Assert.Equal(ada.ConversationId, (await World.Append(Ada, World.Fresh("w")))?.ConversationId);
        Assert.Equal(
            moved?.ConversationId,
            (await World.Append(Countess, World.Fresh("w"), World.OtherChannel))?.ConversationId
        );
        Assert.Equal(UndoResult.Over, await Undo(merge));

        var again = await Merge("name");
        await World.Do("update contacts set name = 'Typed since', tags = tags || '{c}'");
        Assert.Equal(UndoResult.Undone, await Undo(again));
        Assert.Equal(
            ["Typed since|{a,c}"],
            await World.Rows("select name, tags::text from contacts where phone is not null")
        );
    }

    [Fact]
    public async Task A_merge_is_not_undone_after_30_days_nor_under_a_later_one()
    {
        await World.Arrive(Ada);
        await World.Arrive(Countess);
        await World.Arrive(new Sender("4915100000001", null));
        var merge = await Merge();
        var (third, ada) = (await ContactOf(new Sender("4915100000001", null)), await ContactOf(Ada));
        Assert.NotNull(await Merges.Merge(World.Workspace, third, ada, new HashSet<string>(), Me, Cancel));

        Assert.Equal(UndoResult.Covered, await Undo(merge));
        await World.Do("update contact_merges set at = now() - interval '31 days'");
        Assert.Equal(UndoResult.Over, await Undo(merge));
        Assert.Equal(UndoResult.Missing, await Undoing.Undo("other", merge, Me, Cancel));
    }

    [Fact]
    public async Task Messages_that_come_while_two_are_merged_back_and_forth_are_never_lost()
    {
        await using var second = new Writers(World.ConnectionString);
        await World.Arrive(Ada);
        await World.Arrive(Countess);
        var arrivals = Enumerable
            .Range(0, 300)
            .Select(i =>
                Task.Run(
                    () =>
                        (i % 2 == 0 ? Node : second).Inbox.TryAppend(
                            new Arrival(World.Workspace, World.Channel, Countess, $"r{i}", "{}"u8.ToArray())
                        ),
                    Cancel
                )
            )
            .ToArray();
        for (var i = 0; i < 5; i++)
            await Undo(await Merge());
        await Task.WhenAll(arrivals);

        Assert.Equal(
            302L,
            await World.Ask<long>("select count(*) from inbox i join conversations v on v.id = i.conversation_id")
        );
    }

    private async Task<long> Merge(params string[] take) =>
        await Merges.Merge(
            World.Workspace,
            await ContactOf(Ada),
            await ContactOf(Countess),
            take.ToHashSet(),
            Me,
            Cancel
        ) ?? throw new InvalidOperationException("not merged");

    private Task<UndoResult> Undo(long merge) => Undoing.Undo(World.Workspace, merge, Me, Cancel);

    private Task<long> ContactOf(Sender sender) =>
        World.Ask<long>($"select contact_id from contact_identities where value = '{sender.Phone ?? sender.Bsuid}'");

    private static Task<InboxRow?> Arrive(Writers node, Sender sender) =>
        node.Inbox.TryAppend(
            new Arrival(World.Workspace, World.Channel, sender, $"w{Guid.NewGuid()}", "{}"u8.ToArray())
        ) ?? throw new InvalidOperationException("the line is full");

    private async Task<string> Everything() =>
        string.Join(
            '\n',
            (
                await World.Rows(
                    "select id, name, named_by, phone, bsuid, language, tags::text, fields::text, merged_into from contacts order by id"
                )
            )
                .Concat(await World.Rows("select kind, value, contact_id from contact_identities order by 1, 2"))
                .Concat(await World.Rows("select id, contact_id, channel_id from conversations order by id"))
        );
}
