using WhatsAppBot.Flows;

namespace WhatsAppBot.Storage.Tests;

public sealed class CallStoreTests : StorageTest
{
    private static readonly CallResult Ok = new(200, new Dictionary<string, string> { ["x"] = "1" }, "body \0 ü");

    [Fact]
    public async Task A_call_comes_with_the_turn_that_asks_for_it()
    {
        var conversation = await World.Conversation();
        var asked = Get("c1");

        await Node.Turns.Commit(Asking(conversation, 0, asked), Cancel);

        var claimed = await Node.Calls.Claim(new CallKey(conversation, "c1"), Cancel);
        Assert.Equal((1, true), (claimed?.Attempt, claimed?.IsRepeatable));
        Assert.Equal((asked.Call.Url, asked.Call.Body), (claimed?.Call.Url, claimed?.Call.Body));
        Assert.Equal(asked.Call.Headers, claimed?.Call.Headers);
        Assert.Equal(asked.Call.TimeLimit, claimed?.Call.TimeLimit);
        Assert.Equal(
            ["ours|1|s1|n1"],
            await World.Rows("select workspace_id, channel_id, session_id, node_id from calls")
        );
    }

    [Fact]
    public async Task A_turn_whose_fence_held_asks_for_nothing()
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(World.Make(conversation, 0), Cancel);

        // the version it would have had is there already, by another turn
        Assert.Null(await Node.Turns.Commit(Asking(conversation, 0, Get("c1")), Cancel));
        Assert.Null(await Node.Turns.Commit(Asking(conversation, 5, Get("c2")), Cancel));

        Assert.Equal(0L, await World.Ask<long>("select count(*) from calls"));
    }

    [Fact]
    public async Task Among_many_turns_at_once_only_those_that_passed_the_fence_ask()
    {
        var conversations = new List<long>();
        for (var i = 0; i < 40; i++)
            conversations.Add(await World.Conversation());
        var current = conversations.Where((_, i) => i % 2 == 0).ToArray();
        await World.Do($"update conversations set version = 3 where id % 2 <> {current[0] % 2}");

        // behind a held one they gather into few batches
        Task<TurnCommitted?[]> all;
        await using (await World.Hold($"select pg_advisory_xact_lock({conversations[0]})"))
            all = Task.WhenAll(conversations.Select(id => Node.Turns.Commit(Asking(id, 0, Get($"c{id}")), Cancel)));

        Assert.Equal(20, (await all).Count(committed => committed is not null));
        Assert.Equal(
            current.Select(id => $"c{id}"),
            await World.Rows("select call_id from calls order by conversation_id")
        );
    }

    [Fact]
    public async Task A_turn_that_cannot_be_written_asks_for_nothing()
    {
        var conversation = await World.Conversation();
        var said = World.Said("once", clientId: Guid.NewGuid());
        await Node.Turns.Commit(World.Make(conversation, 0, messages: said), Cancel);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            Node.Turns.Commit(World.Make(conversation, 1, messages: said) with { Calls = [Get("c1")] }, Cancel)
        );
        Assert.Equal(0L, await World.Ask<long>("select count(*) from calls"));
    }

    [Fact]
    public async Task Only_one_of_many_may_make_it()
    {
        var key = await Waiting(Get("c1"));
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Node.Calls.Claim(key, Cancel)));
        Assert.Single(claims, claimed => claimed is not null);
    }

    [Fact]
    public async Task The_answer_comes_into_the_inbox_as_the_call_goes_and_only_once()
    {
        var key = await Waiting(Get("c1"));
        await Node.Calls.Claim(key, Cancel);

        var rows = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Node.Calls.Finish(key, 1, Ok, Cancel)));

        var row = Assert.Single(rows, row => row is not null);
        Assert.Equal(InboxKind.CallAnswer, row?.Kind);
        Assert.Equal(
            [$"{key.ConversationId}|1|2"],
            await World.Rows("select conversation_id, channel_id, kind from inbox")
        );
        Assert.Equal(0L, await World.Ask<long>("select count(*) from calls"));
        var loaded = await Node.Loader.Load(key.ConversationId, Cancel);
        var answer = CallAnswer.Read(Assert.Single(loaded?.Inbox ?? []).Body);
        Assert.Equal(("c1", 200, Ok.Body), (answer.CallId, answer.Result.Status, answer.Result.Body));
        Assert.Equal("1", answer.Result.Headers["x"]);
    }

    [Fact]
    public async Task What_an_older_attempt_brings_is_no_news()
    {
        var key = await Waiting(Get("c1"));
        await Node.Calls.Claim(key, Cancel);
        Assert.True(await Node.Calls.Again(key, 1, TimeSpan.Zero, Cancel));
        Assert.Null(await Node.Calls.Finish(key, 1, Ok, Cancel));

        Assert.Equal(2, (await Node.Calls.Claim(key, Cancel))?.Attempt);
        Assert.Null(await Node.Calls.Finish(key, 1, Ok, Cancel));
        Assert.False(await Node.Calls.Again(key, 1, TimeSpan.Zero, Cancel));
        Assert.NotNull(await Node.Calls.Finish(key, 2, Ok, Cancel));
    }

    [Fact]
    public async Task A_call_that_is_to_wait_is_not_made_before_its_time()
    {
        var key = await Waiting(Get("c1"));
        await Node.Calls.Claim(key, Cancel);
        await Node.Calls.Again(key, 1, TimeSpan.FromHours(1), Cancel);

        Assert.Null(await Node.Calls.Claim(key, Cancel));
        Assert.Empty(await Node.Calls.Forgotten(TimeSpan.Zero, Cancel));

        await World.Do("update calls set not_before = now() - interval '1 second'");
        Assert.Equal([key], await Node.Calls.Forgotten(TimeSpan.Zero, Cancel));
        Assert.NotNull(await Node.Calls.Claim(key, Cancel));
    }

    [Fact]
    public async Task A_call_that_nobody_took_is_told_to_one_at_a_time()
    {
        var key = await Waiting(Get("c1"));
        Assert.Empty(await Node.Calls.Forgotten(TimeSpan.FromSeconds(30), Cancel));

        await World.Do("update calls set created_at = now() - interval '1 minute'");
        Assert.Equal([key], await Node.Calls.Forgotten(TimeSpan.FromSeconds(30), Cancel));
        // at once, however long this machine takes for it
        await World.Do("update calls set swept_at = swept_at + interval '1 hour'");
        Assert.Empty(await Node.Calls.Forgotten(TimeSpan.FromSeconds(30), Cancel));

        await World.Do("update calls set swept_at = now() - interval '6 seconds'");
        Assert.Equal([key], await Node.Calls.Forgotten(TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task An_attempt_without_an_end_is_lost_when_it_is_old()
    {
        var key = await Waiting(Post("c1"));
        await Node.Calls.Claim(key, Cancel);
        await World.Do("update calls set created_at = now() - interval '2 minutes'");
        Assert.Empty(await Node.Calls.Lost(TimeSpan.FromMinutes(1), Cancel));

        await World.Do("update calls set claimed_at = now() - interval '2 minutes'");
        Assert.Equal([new LostCall(key, 1, false)], await Node.Calls.Lost(TimeSpan.FromMinutes(1), Cancel));
        Assert.Empty(await Node.Calls.Forgotten(TimeSpan.Zero, Cancel));
    }

    [Theory]
    [InlineData("GET", null, true)]
    [InlineData("head", null, true)]
    [InlineData("PUT", null, true)]
    [InlineData("DELETE", null, true)]
    [InlineData("POST", null, false)]
    [InlineData("PATCH", null, false)]
    [InlineData("POST", "idempotency-key", true)]
    [InlineData("POST", "X-Other", false)]
    public void What_may_be_repeated_is_told_by_its_method_or_its_key(string method, string? header, bool repeatable)
    {
        var headers = new Dictionary<string, string>();
        if (header is not null)
            headers[header] = "k1";
        var call = new Call(method, "https://a.example", headers, null, TimeSpan.FromSeconds(5), 2);
        Assert.Equal(repeatable, new NewCall("c", "s", "n", call).IsRepeatable);
    }

    private async Task<CallKey> Waiting(NewCall call)
    {
        var conversation = await World.Conversation();
        await Node.Turns.Commit(Asking(conversation, 0, call), Cancel);
        return new CallKey(conversation, call.CallId);
    }

    private static Turn Asking(long conversation, long version, NewCall call) =>
        World.Make(conversation, version) with
        {
            Calls = [call],
        };

    private static NewCall Get(string id) => Of(id, "GET");

    private static NewCall Post(string id) => Of(id, "POST");

    private static NewCall Of(string id, string method) =>
        new(
            id,
            "s1",
            "n1",
            new Call(
                method,
                "https://a.example/?q=\0ü",
                new Dictionary<string, string> { ["X-A"] = "1" },
                "{\"a\":\"\0\"}",
                TimeSpan.FromSeconds(7),
                2
            )
        );
}
