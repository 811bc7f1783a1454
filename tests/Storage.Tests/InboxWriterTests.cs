using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class InboxWriterTests : StorageTest
{
    private static readonly Sender Ada = new("4915112345678", null, "Ada");

    [Fact]
    public async Task Keeps_a_message_that_is_twice_in_a_batch_once()
    {
        Task<InboxRow?>[] same;
        // both pumps are held up, so the two go into one batch
        await using (await World.Hold("lock table inbox_keys in access exclusive mode"))
        {
            foreach (var blocker in new[] { "b1", "b2" })
            {
                _ = World.Append(Ada, blocker);
                await Support.Eventually.True(() => Node.Inbox.Depth == 0, "taken", Cancel);
            }
            same = [World.Append(Ada, "w1"), World.Append(Ada, "w1")];
        }
        var rows = await Task.WhenAll(same);

        Assert.Single(rows, row => row is not null);
        Assert.Equal(1L, await World.Ask<long>("select count(*) from inbox where wamid = 'w1'"));
    }

    [Fact]
    public async Task Knows_a_message_that_comes_again_later()
    {
        var first = await World.Append(Ada, "w1");
        await World.Do("delete from inbox");

        Assert.NotNull(first);
        Assert.Null(await World.Append(Ada, "w1"));
        Assert.Equal(0L, await World.Ask<long>("select count(*) from inbox"));
    }

    [Fact]
    public async Task Keeps_ten_concurrent_deliveries_at_two_nodes_once()
    {
        await using var second = new Writers(World.ConnectionString);
        var arrival = new Arrival(World.Workspace, World.Channel, Ada, "w1", "{}"u8.ToArray());

        var rows = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i => Task.Run(() => (i % 2 == 0 ? Node : second).Inbox.TryAppend(arrival)!, Cancel))
        );

        Assert.Single(rows, row => row is not null);
        Assert.Equal(1L, await World.Ask<long>("select count(*) from inbox"));
    }

    [Fact]
    public async Task The_same_wamid_on_another_number_is_another_message()
    {
        Assert.NotNull(await World.Append(Ada, "w1"));
        Assert.NotNull(await World.Append(Ada, "w1", World.OtherChannel));
    }

    [Fact]
    public async Task A_stranger_who_comes_with_and_without_a_phone_at_once_is_one_contact()
    {
        await using var second = new Writers(World.ConnectionString);
        Sender Whole(int i) => new($"49151000{i:000}", $"DE.{i}");
        Sender Phoneless(int i) => new(null, $"DE.{i}");

        await Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(i =>
                    Task.Run(
                        () =>
                            (i % 2 == 0 ? Node : second).Inbox.TryAppend(
                                new Arrival(
                                    World.Workspace,
                                    World.Channel,
                                    i % 4 < 2 ? Whole(i / 4) : Phoneless(i / 4),
                                    $"w{i}",
                                    "{}"u8.ToArray()
                                )
                            )!,
                        Cancel
                    )
                )
        );

        Assert.Equal(
            30L,
            await World.Ask<long>("select count(distinct contact_id) from contact_identities where kind = 1")
        );
        Assert.Equal(30L, await World.Ask<long>("select count(*) from contacts"));
        Assert.Equal(30L, await World.Ask<long>("select count(*) from conversations"));
    }

    [Fact]
    public async Task Two_nodes_that_meet_the_same_strangers_make_each_once()
    {
        await using var second = new Writers(World.ConnectionString);
        var strangers = Enumerable.Range(0, 30).Select(i => new Sender($"49151000{i:000}", null)).ToArray();

        var rows = await Task.WhenAll(
            new[] { Node, second }.SelectMany(
                (node, n) =>
                    (n == 0 ? strangers : strangers.Reverse()).Select(who =>
                        node.Inbox.TryAppend(
                            new Arrival(World.Workspace, World.Channel, who, $"{n}.{who.Phone}", "{}"u8.ToArray())
                        )!
                    )
            )
        );

        Assert.Equal(30, rows.Select(row => row!.ConversationId).Distinct().Count());
        Assert.Equal(30L, await World.Ask<long>("select count(*) from contacts"));
        Assert.Equal(30L, await World.Ask<long>("select count(*) from conversations"));
    }

    [Fact]
    public async Task A_contact_that_shows_phone_and_user_id_is_known_by_either()
    {
        var both = await World.Arrive(new Sender("4915112345678", "DE.1"));
        var byId = await World.Arrive(new Sender(null, "DE.1"));
        var byPhone = await World.Arrive(new Sender("4915112345678", null));

        Assert.Equal(both.ConversationId, byId.ConversationId);
        Assert.Equal(both.ConversationId, byPhone.ConversationId);
    }

    [Fact]
    public async Task A_contact_known_by_user_id_keeps_the_conversation_when_the_phone_is_shown()
    {
        var hidden = await World.Arrive(new Sender(null, "DE.1", "Ada"));
        var shown = await World.Arrive(new Sender("4915112345678", "DE.1", "Ada"));

        Assert.Equal(hidden.ConversationId, shown.ConversationId);
        Assert.Equal(["4915112345678|DE.1"], await World.Rows("select phone, bsuid from contacts"));
    }

    [Theory]
    [InlineData("5491112345678", "541112345678")]
    [InlineData("5215512345678", "525512345678")]
    [InlineData("5511912345678", "551112345678")]
    public async Task Two_spellings_of_a_number_are_one_contact(string one, string other)
    {
        var first = await World.Arrive(new Sender(one, null));
        var second = await World.Arrive(new Sender(other, null));

        Assert.Equal(first.ConversationId, second.ConversationId);
    }

    [Fact]
    public async Task A_contact_has_a_conversation_per_number()
    {
        var one = await World.Append(Ada, "w1");
        var two = await World.Append(Ada, "w2", World.OtherChannel);

        Assert.NotEqual(one!.ConversationId, two!.ConversationId);
        Assert.Equal(1L, await World.Ask<long>("select count(*) from contacts"));
    }

    [Fact]
    public async Task A_new_profile_name_replaces_the_old_one()
    {
        await World.Arrive(Ada);
        await World.Arrive(Ada with { ProfileName = "Ada L." });

        Assert.Equal("Ada L.", await World.Ask<string>("select name from contacts"));
    }

    [Fact]
    public async Task A_profile_name_never_overwrites_what_a_person_typed()
    {
        await World.Arrive(Ada);
        await World.Do("update contacts set name = 'Countess', named_by = 1");

        await World.Arrive(Ada with { ProfileName = "Ada L." });

        Assert.Equal("Countess", await World.Ask<string>("select name from contacts"));
    }

    [Fact]
    public async Task The_same_number_in_another_workspace_is_another_contact()
    {
        await World.Do("insert into workspaces (id, name) values ('theirs', 'Theirs')");
        var ours = await World.Arrive(Ada);
        var theirs = await Node.Inbox.TryAppend(new Arrival("theirs", 77, Ada, "w9", "{}"u8.ToArray()))!;

        Assert.NotEqual(ours.ConversationId, theirs!.ConversationId);
        Assert.Equal(2L, await World.Ask<long>("select count(*) from contacts"));
    }

    [Fact]
    public async Task A_sender_without_any_identity_fails_only_its_own_caller()
    {
        Task<InboxRow?> bad;
        Task<InboxRow?>[] good;
        await using (await World.Hold("lock table inbox_keys in access exclusive mode"))
        {
            foreach (var blocker in new[] { "b1", "b2" })
            {
                _ = World.Append(Ada, blocker);
                await Support.Eventually.True(() => Node.Inbox.Depth == 0, "taken", Cancel);
            }
            bad = World.Append(new Sender(null, null), "w0");
            good = [World.Append(Ada, "w1"), World.Append(Ada, "w2")];
        }

        await Assert.ThrowsAsync<ArgumentException>(() => bad);
        Assert.All(await Task.WhenAll(good), Assert.NotNull);
    }
}
