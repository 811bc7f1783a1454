using Npgsql;
using WhatsAppBot.Messages;
using WhatsAppBot.Support;

namespace WhatsAppBot.Storage.Tests;

public sealed class TurnWriterTests : StorageTest
{
    [Fact]
    public async Task A_turn_writes_all_of_it()
    {
        var row = await World.Arrive(new Sender("4915112345678", null));
        var turn = World.Make(
            row.ConversationId,
            0,
            row.Id,
            World.Idle with
            {
                Session = """{"id":"s1"}""",
                SessionId = "s1",
            },
            new TimerChange.Set(3, TimeSpan.FromHours(1)),
            World.Heard("hi"),
            World.Said("hello")
        );

        var committed = await Node.Turns.Commit(turn, Cancel);

        Assert.Equal(new TurnCommitted(1, 1, 1, 0), committed);
        Assert.Equal(
            ["1|0|hi|100", "2|1|hello|0"],
            await World.Rows("select seq, direction, text, status from messages order by seq")
        );
        Assert.Equal(["2|0|s1"], await World.Rows("select seq, state, session_id from outbox"));
        Assert.Equal(["3"], await World.Rows("select generation from timers"));
        Assert.Equal(["1|s1"], await World.Rows("select version, session_id from turns"));
        Assert.Equal(
            ["1|2|s1|hello|1|1"],
            await World.Rows("select version, seq, session_id, last_text, unread, last_direction from conversations")
        );
        Assert.Equal(0L, await World.Ask<long>("select count(*) from inbox"));
    }

    [Fact]
    public async Task A_stale_version_writes_nothing_at_all()
    {
        var row = await World.Arrive(new Sender("4915112345678", null));
        await World.Do("update conversations set version = 5");
        var before = await Everything();

        var committed = await Node.Turns.Commit(
            World.Make(
                row.ConversationId,
                4,
                row.Id,
                World.Idle with
                {
                    SessionId = "s1",
                },
                new TimerChange.Set(1, TimeSpan.Zero),
                World.Heard("hi"),
                World.Said("hello")
            ),
            Cancel
        );

        Assert.Null(committed);
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task An_inbox_row_that_is_not_the_oldest_writes_nothing_at_all()
    {
        var first = await World.Arrive(new Sender("4915112345678", null));
        var second = await World.Arrive(new Sender("4915112345678", null));
        var before = await Everything();

        Assert.Null(
            await Node.Turns.Commit(World.Make(first.ConversationId, 0, second.Id, messages: World.Heard("2")), Cancel)
        );
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task An_inbox_row_that_is_handled_already_writes_nothing_at_all()
    {
        var row = await World.Arrive(new Sender("4915112345678", null));
        await Node.Turns.Commit(World.Make(row.ConversationId, 0, row.Id, messages: World.Heard("1")), Cancel);
        var before = await Everything();

        Assert.Null(
            await Node.Turns.Commit(World.Make(row.ConversationId, 1, row.Id, messages: World.Heard("1")), Cancel)
        );
        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task Seq_has_no_gap_with_statuses_in_between()
    {
        var send = await World.Attempted();
        await Node.Records.Record(
            new SendRecord(send.ConversationId, World.Channel, 1, 1, new SendOutcome.Accepted("w1", false)),
            Cancel
        );
        await Node.Apply(new StatusNews(World.Channel, "w1", MessageStatus.Read, DateTimeOffset.UtcNow, null, null));
        var next = await Node.Turns.Commit(
            World.Make(send.ConversationId, 1, 0, null, null, World.Heard("a"), World.Said("b")),
            Cancel
        );

        Assert.Equal(4, next?.FirstSeq);
        Assert.Equal(["1|3", "4|4", "5|5"], await World.Rows("select seq, changed_seq from messages order by seq"));
        Assert.Equal(5L, await World.Ask<long>("select seq from conversations"));
    }

    [Fact]
    public async Task A_later_turn_replaces_and_clears_the_timer()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(
            World.Make(conversation, 0, timer: new TimerChange.Set(1, TimeSpan.FromHours(1))),
            Cancel
        );
        await Node.Turns.Commit(
            World.Make(conversation, 1, timer: new TimerChange.Set(2, TimeSpan.FromHours(9))),
            Cancel
        );
        var replaced = await World.Rows("select generation, due_at > now() + interval '2 hours' from timers");
        await Node.Turns.Commit(World.Make(conversation, 2), Cancel);
        var kept = await World.Rows("select generation from timers");
        await Node.Turns.Commit(World.Make(conversation, 3, timer: TimerChange.Clear), Cancel);

        Assert.Equal(["2|True"], replaced);
        Assert.Equal(["2"], kept);
        Assert.Empty(await World.Rows("select generation from timers"));
    }

    [Fact]
    public async Task The_window_never_shrinks()
    {
        var conversation = await World.Conversation();
        var late = DateTimeOffset.UtcNow.AddHours(20);
        await Node.Turns.Commit(World.Make(conversation, 0, state: World.Idle with { WindowClosesAt = late }), Cancel);
        await Node.Turns.Commit(
            World.Make(conversation, 1, state: World.Idle with { WindowClosesAt = late.AddHours(-5) }),
            Cancel
        );

        var loaded = await Node.Loader.Load(conversation, Cancel);
        Assert.Equal(late, loaded!.Conversation.State.WindowClosesAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Events_are_not_the_last_message_that_people_see()
    {
        var conversation = await World.Conversation();
        var line = new NewMessage(
            Direction.Event,
            new SystemContent("handed_off", "Handed over"),
            new ContactAuthor(),
            MessageStatus.Received,
            DateTimeOffset.UtcNow
        );
        await Node.Turns.Commit(World.Make(conversation, 0, 0, null, null, World.Said("one"), line), Cancel);

        Assert.Equal(["1|one"], await World.Rows("select last_seq, last_text from conversations"));
    }

    [Fact]
    public async Task Invalid_json_fails_only_its_own_caller()
    {
        var conversations = await Conversations(5);
        var turns = await InOneBatch(
            conversations.Select(
                (id, i) => World.Make(id, 0, state: World.Idle with { Session = i == 2 ? "{broken" : """{"id":"s"}""" })
            )
        );

        var trouble = await Assert.ThrowsAsync<PostgresException>(() => turns[2]);
        await Task.WhenAll(turns.Where((_, i) => i != 2));
        Assert.Equal("22P02", trouble.SqlState);
        Assert.Equal("1 1 0 1 1", await Versions(conversations));
    }

    [Fact]
    public async Task A_client_id_said_twice_fails_only_its_own_caller()
    {
        var client = Guid.NewGuid();
        var conversations = await Conversations(3);
        await Node.Turns.Commit(
            World.Make(conversations[1], 0, messages: World.Said("once", clientId: client)),
            Cancel
        );
        var turns = await InOneBatch(
            conversations.Select(
                (id, i) => World.Make(id, i == 1 ? 1 : 0, messages: World.Said("again", clientId: client))
            )
        );

        var trouble = await Assert.ThrowsAsync<PostgresException>(() => turns[1]);
        await Task.WhenAll(turns.Where((_, i) => i != 1));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, trouble.SqlState);
        Assert.Equal("1 1 1", await Versions(conversations));
        Assert.Equal(1L, await World.Ask<long>($"select count(*) from messages where text = 'once'"));
        Assert.Equal(2L, await World.Ask<long>($"select count(*) from messages where text = 'again'"));
    }

    [Fact]
    public async Task Half_a_character_or_a_NUL_is_stored_as_a_replacement()
    {
        var conversation = await World.Conversation();

        await Node.Turns.Commit(
            World.Make(conversation, 0, 0, World.Idle with { Queue = "q\0" }, null, World.Said("half \ud83d")),
            Cancel
        );

        Assert.Equal("half \ufffd", await World.Ask<string>("select text from messages"));
        Assert.Equal("q\ufffd", await World.Ask<string>("select queue from conversations"));
    }

    [Fact]
    public async Task Of_two_turns_of_one_version_in_a_batch_the_first_is_written()
    {
        var conversation = await World.Conversation();
        var turns = await InOneBatch([
            World.Make(conversation, 0, state: World.Idle with { SessionId = "first" }),
            World.Make(conversation, 0, 0, World.Idle with { SessionId = "second" }, null, World.Said("second")),
        ]);

        Assert.Equal(new TurnCommitted(1, 1, 0, 0), await turns[0]);
        Assert.Null(await turns[1]);
        Assert.Equal(
            ["1|0|first"],
            await World.Rows($"select version, seq, session_id from conversations where id = {conversation}")
        );
        Assert.Equal(0L, await World.Ask<long>("select count(*) from messages"));
    }

    [Fact]
    public async Task Many_conversations_in_one_batch_each_get_their_own()
    {
        var conversations = await Conversations(60);
        var turns = await InOneBatch(
            conversations.Select(
                (id, i) =>
                    World.Make(
                        id,
                        0,
                        0,
                        null,
                        null,
                        [.. Enumerable.Range(0, i % 4).Select(n => World.Said($"{id}.{n}"))]
                    )
            )
        );

        var committed = await Task.WhenAll(turns);
        Assert.All(committed, one => Assert.Equal(1, one?.Version));
        Assert.Equal(
            conversations.SelectMany((id, i) => Enumerable.Range(0, i % 4).Select(n => $"{id}|{n + 1}|{id}.{n}")),
            await World.Rows("select conversation_id, seq, text from messages order by 1, 2")
        );
        Assert.Equal(
            conversations.Select((id, i) => $"{id}|{i % 4}"),
            await World.Rows(
                $"select id, seq from conversations where id = any(array[{List(conversations)}]) order by 1"
            )
        );
    }

    /// <summary>Holds up both pumps with turns of their own, so that these turns are written together.</summary>
    private async Task<Task<TurnCommitted?>[]> InOneBatch(IEnumerable<Turn> turns)
    {
        var blockers = await Conversations(2);
        await using var held = await World.Hold(
            $"select 1 from conversations where id in ({List(blockers)}) for update"
        );
        foreach (var blocker in blockers)
        {
            _ = Node.Turns.Commit(World.Make(blocker, 0), Cancel);
            await Eventually.True(() => Node.Turns.Depth == 0, "the pump is held up", Cancel);
        }
        return [.. turns.Select(turn => Node.Turns.Commit(turn, Cancel))];
    }

    private async Task<long[]> Conversations(int many)
    {
        var made = await Task.WhenAll(Enumerable.Range(0, many).Select(_ => World.Conversation()));
        return [.. made.Order()];
    }

    private async Task<string> Versions(long[] conversations)
    {
        var rows = await World.Rows(
            $"select version from conversations where id in ({List(conversations)}) order by id"
        );
        return string.Join(' ', rows);
    }

    private async Task<IReadOnlyList<string>> Everything()
    {
        var all = new List<string>();
        foreach (var table in new[] { "conversations", "messages", "inbox", "outbox", "timers", "turns" })
            all.AddRange(await World.Rows($"select '{table}', t::text from {table} t order by 2"));
        return all;
    }

    private static string List(IEnumerable<long> ids) => string.Join(',', ids);
}
