using System.Text;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage.Tests.Contacts;

public sealed class ErasureTests : StorageTest
{
    private const string Phone = "4915177788899";
    private const string Name = "Augusta Unmistakable";
    private const string Bsuid = "DE.augusta77";
    private const string Text = "my secret recipe";

    private static readonly Actor Me = new("u1", "Me");
    private static readonly Sender Augusta = new(Phone, Bsuid, Name);

    // as people write it
    private static readonly ListedPhones List = new([
        new ListedPhone("+49 151 777 88899", Name),
        new ListedPhone("4915100000009", "Somebody else"),
    ]);

    private IdempotencyKeys Keys => new(Node.Database);

    private Erasure Erasing => new(Node.Database);

    [Fact]
    public async Task Nothing_of_a_person_is_left_in_any_table()
    {
        var id = await LeaveTraces();
        // the search finds what is there, or it proves nothing
        foreach (var trace in new[] { Phone, Name, Bsuid, Text })
            Assert.NotEmpty(await TablesWith(trace));

        Assert.Equal(ErasureResult.Erased, await Erasing.Erase(World.Workspace, id, Me, Cancel));

        foreach (var trace in new[] { Phone, Name, Bsuid, Text, "augusta-wamid" })
            Assert.Equal([], await TablesWith(trace));
        Assert.Equal(["erase"], await World.Rows("select action from contact_audit where action = 'erase'"));
    }

    [Fact]
    public async Task Others_keep_everything()
    {
        var id = await LeaveTraces();
        var other = await World.Arrive(new Sender("4915100000009", null, "Somebody else"));

        await Erasing.Erase(World.Workspace, id, Me, Cancel);

        Assert.Equal([$"{other.ConversationId}"], await World.Rows("select id from conversations"));
        Assert.Equal(1L, await World.Ask<long>("select count(*) from inbox"));
        Assert.Equal(1L, await World.Ask<long>("select count(*) from quarantine"));
    }

    [Fact]
    public async Task A_grain_that_still_knows_the_person_writes_nothing_back()
    {
        var row = await World.Arrive(Augusta);
        await Erasing.Erase(World.Workspace, await Id(), Me, Cancel);

        Assert.Null(
            await Node.Turns.Commit(World.Make(row.ConversationId, 0, row.Id, messages: [World.Heard(Text)]), Cancel)
        );

        Assert.Equal([], await TablesWith(Text));
    }

    [Fact]
    public async Task Whoever_writes_again_is_a_new_contact_at_every_node()
    {
        await using var second = new Writers(World.ConnectionString);
        var row = await World.Arrive(Augusta);
        var arrival = new Arrival(World.Workspace, World.Channel, Augusta, "w-second", "{}"u8.ToArray());
        await (second.Inbox.TryAppend(arrival) ?? throw new InvalidOperationException("full"));
        var id = await Id();
        await Erasing.Erase(World.Workspace, id, Me, Cancel);

        var fresh = await (
            second.Inbox.TryAppend(arrival with { Wamid = "w-third" }) ?? throw new InvalidOperationException("full")
        );

        Assert.NotEqual(row.ConversationId, fresh?.ConversationId);
        Assert.NotEqual(id, await Id());
        Assert.Equal(
            1L,
            await World.Ask<long>("select count(*) from inbox i join conversations v on v.id = i.conversation_id")
        );
    }

    [Fact]
    public async Task Another_workspaces_contact_is_not_there_and_a_running_import_is_waited_for()
    {
        await World.Arrive(Augusta);
        Assert.Equal(ErasureResult.Missing, await Erasing.Erase("other", await Id(), Me, Cancel));

        await World.Do(
            "insert into contact_imports (workspace_id, file_name, state, whole, actor_id, actor_name) values ('ours', 'f', 1, true, 'a', 'a')"
        );
        Assert.Equal(ErasureResult.ImportRunning, await Erasing.Erase(World.Workspace, await Id(), Me, Cancel));
    }

    [Fact]
    public async Task A_campaign_whose_list_named_the_person_does_not_bring_them_back()
    {
        await World.Arrive(Augusta);
        await World.Do("update contacts set opted_out_at = now()");
        var (draft, gone) = (await Campaign.Draft(World, List), await Campaign.Draft(World, List));
        var scheduled = await Campaign.Draft(World, List);
        await Node.Broadcasts.Cancel(gone.Id, Cancel);
        await Node.Broadcasts.Schedule(scheduled.Id, null, Cancel);

        await Erasing.Erase(World.Workspace, await Id(), Me, Cancel);

        Assert.True(await draft.Freeze());
        Assert.True(await Node.Audiences.Freeze(scheduled.Id, Cancel));
        Assert.Equal(["Somebody else"], await World.Rows("select name from contacts"));
        Assert.Equal(("0|1", "0|1"), (await draft.States(), await scheduled.States()));
        Assert.Equal([], await TablesWith(Name));
    }

    [Fact]
    public async Task What_was_done_with_a_key_stays_done_and_its_answer_is_not_kept()
    {
        await Erasing.Erase(World.Workspace, await LeaveTraces(), Me, Cancel);

        var claim = await Keys.Take(World.Workspace, "key", "POST /somewhere", [1], Cancel);

        Assert.Null(Assert.IsType<KeyClaim.Done>(claim).Answer.Body);
    }

    [Fact]
    public async Task What_hangs_on_a_conversation_or_a_contact_is_found_by_an_index() =>
        Assert.Equal(
            [],
            await World.Rows(
                """
                select c.relname, a.attname from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attname in ('conversation_id', 'contact_id') and a.attnum > 0
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                    and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum)
                    -- by its contact
                    and (c.relname, a.attname) <> ('broadcast_recipients', 'conversation_id')
                order by 1, 2
                """
            )
        );

    /// <summary>In every table that a person can be in, byte columns too.</summary>
    private async Task<long> LeaveTraces()
    {
        var body = Encoding.UTF8.GetBytes($"{Phone} {Name} {Bsuid} {Text}");
        var first = await Node.Inbox.TryAppend(
            new Arrival(World.Workspace, World.Channel, Augusta, "augusta-wamid", body)
        )!;
        var conversation = first?.ConversationId ?? 0;
        var committed = await Node.Turns.Commit(
            World.Make(
                conversation,
                0,
                first?.Id ?? 0,
                World.Idle with
                {
                    Session = $$"""{"said":"{{Text}}"}""",
                    SessionId = "s1",
                },
                new TimerChange.Set(1, TimeSpan.FromHours(1)),
                World.Heard(Text) with
                {
                    Wamid = "augusta-wamid",
                },
                World.Said($"Hello {Name}")
            ) with
            {
                Log = new TurnLog(DateTimeOffset.UtcNow, $$"""{"text":"{{Text}}"}""", "[]"),
            },
            Cancel
        );
        Assert.NotNull(committed);
        await Node.Inbox.TryAppend(new Arrival(World.Workspace, World.Channel, Augusta, "augusta-wamid-2", body))!;

        var id = await Id();
        var book = new ContactBook(Node.Database);
        await book.AddNote(World.Workspace, id, $"{Name} likes {Text}", Me, Cancel);
        await new ContactDesk(Node.Database).Change(
            World.Workspace,
            id,
            null,
            new ContactEdit { Name = Name, Tag = ["vip"] },
            new IdentityChange(),
            Me,
            Cancel
        );
        await Campaign.Draft(World, List);
        await Keys.Take(World.Workspace, "key", "POST /somewhere", [1], Cancel);
        await Keys.Keep(World.Workspace, "key", "POST /somewhere", new KeptAnswer(201, null, null, body), Cancel);
        await new Quarantine(Node.Database).Keep("meta", [new Unread("odd", body)], Cancel);
        await new Quarantine(Node.Database).Keep("meta", [new Unread("odd", "somebody else"u8.ToArray())], Cancel);

        // an alias, an upload, rejected rows, and a bulk change that named the person
        var alias = await World.Arrive(new Sender("4915177788811", null, Name));
        var other = await World.Ask<long>($"select contact_id from conversations where id = {alias.ConversationId}");
        await new ContactMerges(Node.Database).Merge(World.Workspace, id, other, new HashSet<string>(), Me, Cancel);
        await new ImportFiles(Node.Database).Keep(World.Workspace, "people.csv", new MemoryStream(body), Me, Cancel);
        await World.Do(
            $"""
            insert into contact_imports (workspace_id, file_name, state, whole, actor_id, actor_name) values ('ours', 'f', 2, true, 'a', 'a');
            insert into contact_import_rejects
            select max(id), 1, 1, 'twice', array['{Name}', '+49 151 777 88899'] from contact_imports;
            insert into contact_audit (workspace_id, actor_id, actor_name, action, detail) values ('ours', 'a', 'a', 'bulk', '{JsonOf(
                Phone
            )}')
            """
        );
        return id;
    }

    private static string JsonOf(string text) => $$"""{"search":"{{text}}"}""";

    private Task<long> Id() => World.Ask<long>($"select contact_id from contact_identities where value = '{Bsuid}'");

    /// <summary>The tables whose dump holds these bytes, as text or as the hexadecimal of a byte column.</summary>
    private async Task<IReadOnlyList<string>> TablesWith(string trace)
    {
        var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(trace));
        var found = new List<string>();
        var tables = await World.Rows(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        );
        await using var connection = await World.Sql.OpenConnectionAsync(Cancel);
        foreach (var table in tables)
        {
            using var dump = await connection.BeginTextExportAsync($"copy (select * from {table}) to stdout", Cancel);
            var text = await dump.ReadToEndAsync(Cancel);
            if (
                text.Contains(trace, StringComparison.OrdinalIgnoreCase)
                || text.Contains(hex, StringComparison.Ordinal)
                || text.Contains(string.Concat(trace.Reverse()), StringComparison.OrdinalIgnoreCase)
            )
                found.Add(table);
        }
        return found;
    }
}
