using System.Text.Json.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage.Tests;

public sealed class ContactChangeTests : StorageTest
{
    private const string All =
        "select name, named_by, language, array_to_string(tags, ','), fields, opted_out_at is not null from contacts order by id";

    private const string Waiting = """
        select count(*) from pg_locks
        where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())
        """;

    [Fact]
    public async Task A_turn_changes_what_it_names_and_leaves_the_rest()
    {
        var conversation = await World.Conversation();
        await World.Do(
            """update contacts set name = 'Profile', language = 'de', tags = '{a,b}', fields = '{"age":36,"city":"Ulm"}'"""
        );

        var committed = await Commit(
            conversation,
            0,
            new ContactChange(
                1,
                Name: "Ada",
                Fields: new JsonObject
                {
                    ["age"] = 37,
                    ["city"] = null,
                    ["likes"] = new JsonArray("tea", null),
                },
                AddTags: ["c", "a"],
                RemoveTags: ["b", "a"]
            )
        );

        Assert.Equal(["""Ada|1|de|a,c|{"age": 37, "likes": ["tea", null]}|False"""], await World.Rows(All));
        Assert.Equal(("Ada", "de"), (committed?.Contact?.Name, committed?.Contact?.Language));
        Assert.Equal(["a", "c"], committed?.Contact?.Tags);
        Assert.Equal("""{"age": 37, "likes": ["tea", null]}""", committed?.Contact?.Fields);
    }

    [Fact]
    public async Task Opting_out_keeps_its_first_time_and_can_be_taken_back()
    {
        var conversation = await World.Conversation();
        await Commit(conversation, 0, new ContactChange(1, OptOut: true));
        var first = await World.Ask<DateTime>("select opted_out_at from contacts");
        await Commit(conversation, 1, new ContactChange(1, OptOut: true, Language: "fr"));
        Assert.Equal(first, await World.Ask<DateTime>("select opted_out_at from contacts"));

        var back = await Commit(conversation, 2, new ContactChange(1, OptOut: false));
        Assert.Equal(["|0|fr||{}|False"], await World.Rows(All));
        Assert.NotNull(back?.Contact);
        Assert.Null(back?.Contact?.OptedOutAt);
    }

    [Fact]
    public async Task A_turn_whose_fence_held_changes_no_contact()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(World.Make(conversation, 0), Cancel);
        var before = await World.Rows(All);

        Assert.Null(await Commit(conversation, 0, new ContactChange(1, Name: "Late", AddTags: ["x"], OptOut: true)));
        Assert.Equal(before, await World.Rows(All));
    }

    [Fact]
    public async Task A_profile_name_does_not_overwrite_the_name_that_a_flow_gave()
    {
        var sender = new Sender("4915112345678", null, "Profile");
        var row = await World.Arrive(sender);
        await Node.Turns.Commit(
            World.Make(row.ConversationId, 0, row.Id, messages: World.Heard("hi")) with
            {
                Contact = new ContactChange(1, Name: "Ada"),
            },
            Cancel
        );

        await World.Arrive(sender with { ProfileName = "Another profile" });
        Assert.Equal(["Ada|1"], await World.Rows("select name, named_by from contacts"));
    }

    [Fact]
    public async Task A_contact_of_another_workspace_is_not_touched()
    {
        var conversation = await World.Conversation();
        await World.Do("insert into contacts (workspace_id, name) values ('theirs', 'Stranger')");

        var id = await World.Ask<long>("select id from contacts where workspace_id = 'theirs'");
        await Commit(conversation, 0, new ContactChange(id, Name: "Mine"));

        Assert.Equal("Stranger", await World.Ask<string>($"select name from contacts where id = {id}"));
    }

    [Fact]
    public async Task Turns_of_one_batch_that_share_a_contact_all_count_and_whose_fence_held_do_not()
    {
        var contacts = new List<(long One, long Two, long Contact)>();
        for (var i = 0; i < 10; i++)
        {
            var sender = new Sender(World.Fresh("4915100000"), null);
            var one = (await Into(sender, World.Channel)).ConversationId;
            var two = (await Into(sender, World.OtherChannel)).ConversationId;
            await World.Do("delete from inbox");
            contacts.Add((one, two, await World.Ask<long>($"select contact_id from conversations where id = {one}")));
        }

        await World.Do("update conversations set version = 5");
        var turns = contacts.SelectMany(c =>
            new[]
            {
                Changing(c.One, 5, new ContactChange(c.Contact, AddTags: ["one"], Fields: Field("one"))),
                Changing(c.Two, 5, new ContactChange(c.Contact, AddTags: ["two"], Fields: Field("two"))),
                Changing(c.Two, 4, new ContactChange(c.Contact, AddTags: ["stale"], Fields: Field("stale"))),
            }
        );
        // a second node at the same time, and everything in both orders
        await using var other = new Writers(World.ConnectionString);
        var all = turns.ToArray();
        var results = await Task.WhenAll(
            all.Select((turn, i) => (i % 2 == 0 ? Node : other).Turns.Commit(turn, Cancel))
                .Concat(all.Reverse().Select((turn, i) => (i % 2 == 0 ? other : Node).Turns.Commit(turn, Cancel)))
        );

        Assert.Equal(20, results.Count(committed => committed is not null));
        Assert.Equal(
            Enumerable.Repeat("one,two|{\"one\": 1, \"two\": 1}", 10),
            await World.Rows(
                "select array_to_string(array(select unnest(tags) order by 1), ','), fields::jsonb from contacts"
            )
        );
    }

    [Fact]
    public async Task Two_turns_of_one_statement_that_share_a_contact_both_count()
    {
        var sender = new Sender("4915112345678", null);
        var one = (await Into(sender, World.Channel)).ConversationId;
        var two = (await Into(sender, World.OtherChannel)).ConversationId;
        await World.Do("delete from inbox");
        long[] busy = [await World.Conversation(), await World.Conversation()];

        // both pumps of the writer wait, so that what comes after is taken together
        Task<TurnCommitted?[]> both;
        var waiting = new List<Task>();
        await using (await World.Hold($"select pg_advisory_xact_lock({busy[0]}), pg_advisory_xact_lock({busy[1]})"))
        {
            foreach (var id in busy)
            {
                waiting.Add(Node.Turns.Commit(World.Make(id, 0), Cancel));
                await Support.Eventually.True(
                    async () => await World.Ask<long>(Waiting) == waiting.Count,
                    "the pump waits",
                    Cancel
                );
            }
            both = Task.WhenAll(
                Commit(one, 0, new ContactChange(1, Name: "One", AddTags: ["one"], Fields: Field("one"))),
                Commit(two, 0, new ContactChange(1, Name: "Two", AddTags: ["two"], Fields: Field("two")))
            );
        }

        var committed = await both;
        await Task.WhenAll(waiting);
        Assert.Equal(["""Two|1||one,two|{"one": 1, "two": 1}|False"""], await World.Rows($"{All} limit 1"));
        Assert.All(committed, turn => Assert.Equal(["one", "two"], turn?.Contact?.Tags));
    }

    [Fact]
    public async Task What_the_database_cannot_take_fails_only_its_own_turn()
    {
        var (good, bad) = (await World.Conversation(), await World.Conversation());
        var nul = new JsonObject { ["a"] = "\0" };
        var fails = Commit(bad, 0, new ContactChange(2, Fields: nul));
        var works = Commit(good, 0, new ContactChange(1, Fields: Field("fine")));

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fails);
        Assert.NotNull(await works);
        Assert.Equal(["0"], await World.Rows($"select version from conversations where id = {bad}"));
    }

    private async Task<InboxRow> Into(Sender sender, long channel) =>
        await World.Append(sender, World.Fresh("wamid.in"), channel) ?? throw new InvalidOperationException("known");

    private Task<TurnCommitted?> Commit(long conversation, long version, ContactChange change) =>
        Node.Turns.Commit(Changing(conversation, version, change), Cancel);

    private static Turn Changing(long conversation, long version, ContactChange change) =>
        World.Make(conversation, version) with
        {
            Contact = change,
        };

    private static JsonObject Field(string name) => new() { [name] = 1 };
}
