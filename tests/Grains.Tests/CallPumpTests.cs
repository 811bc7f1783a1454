using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

public sealed class CallPumpTests(TestSilo silo)
{
    private const string GoneOn = "an hour later";

    private readonly string phone = silo.Phone();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_whose_hint_was_lost_is_made_and_the_session_goes_on_with_its_answer()
    {
        await using var outside = new Outside();
        var key = await Asks(Of("POST", outside, "/orders?id=7", """{"a":1}"""));

        await silo.Told(phone, GoneOn);
        Assert.Equal(["""POST /orders?id=7 {"a":1}"""], outside.Asked);
        Assert.Equal("""200|{"fine":true}|""", await Answers(key));
        await Nothing(key);
    }

    [Theory]
    [InlineData("GET", null, 2, 3, 200)]
    [InlineData("PUT", null, 1, 2, 503)]
    [InlineData("GET", null, 0, 1, 503)]
    [InlineData("POST", "Idempotency-Key", 2, 3, 200)]
    [InlineData("POST", null, 2, 1, 503)]
    [InlineData("PATCH", null, 2, 1, 503)]
    public async Task A_call_is_repeated_as_often_as_it_may_be(
        string method,
        string? header,
        int retries,
        int asked,
        int status
    )
    {
        await using var outside = new Outside(503, 503);
        var call = Of(method, outside, "/", null, retries);
        if (header is not null)
            call = call with { Headers = new Dictionary<string, string> { [header] = "k1" } };
        var key = await Asks(call);

        await silo.Told(phone, GoneOn);
        Assert.Equal(asked, outside.Asked.Count);
        Assert.StartsWith($"{status}|", await Answers(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_of_a_node_that_died_is_not_made_again_and_ends_as_unknown()
    {
        await using var outside = new Outside();
        var key = await Died(Of("POST", outside, "/"), attempts: 1);

        await silo.Told(phone, GoneOn);
        Assert.Empty(outside.Asked);
        Assert.Equal("||unknown", await Answers(key));
        await Nothing(key);
    }

    [Fact]
    public async Task A_get_of_a_node_that_died_is_made_again()
    {
        await using var outside = new Outside();
        var key = await Died(Of("GET", outside, "/"), attempts: 1);

        await silo.Told(phone, GoneOn);
        Assert.Equal(["GET /"], outside.Asked);
        Assert.StartsWith("200|", await Answers(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_get_that_five_nodes_died_of_is_given_up()
    {
        await using var outside = new Outside();
        var key = await Died(Of("GET", outside, "/"), attempts: 5);

        await silo.Told(phone, GoneOn);
        Assert.Empty(outside.Asked);
        Assert.Equal("||unknown", await Answers(key));
    }

    [Fact]
    public async Task A_node_that_wakes_up_after_it_was_given_up_changes_nothing()
    {
        await using var outside = new Outside();
        var key = await Died(Of("POST", outside, "/"), attempts: 1);
        await silo.Told(phone, GoneOn);

        Assert.Null(await silo.Service<CallStore>().Finish(key, 1, Fine, Cancel));
        await silo.Hear(phone, "ping");
        await silo.Told(phone, GoneOn, "pong");
    }

    [Fact]
    public async Task An_answer_whose_hint_was_lost_is_swept_up()
    {
        var store = silo.Service<CallStore>();
        var key = await Asks(Of("GET", "http://127.0.0.1:1/"), claimed: true);

        Assert.NotNull(await store.Finish(key, 1, Fine, Cancel));

        await silo.Told(phone, GoneOn);
        Assert.Equal("200|fine|", await Answers(key));
        await Nothing(key);
    }

    [Fact]
    public async Task A_second_answer_and_one_that_nobody_waits_for_change_nothing()
    {
        var store = silo.Service<CallStore>();
        var key = await Asks(Of("GET", "http://127.0.0.1:1/"), claimed: true);
        var row = await store.Finish(key, 1, Fine, Cancel);
        await silo.Ask(
            $"""
            insert into inbox (conversation_id, channel_id, kind, body)
            values ({key.ConversationId}, 1, 2, decode('{Convert.ToHexString(row?.Body ?? [])}', 'hex'))
            """
        );

        await silo.Told(phone, GoneOn);
        await Nothing(key);
        await silo.Hear(phone, "ping");
        await silo.Told(phone, GoneOn, "pong");
    }

    [Fact]
    public async Task A_message_that_comes_while_a_call_is_under_way_is_kept_and_the_answer_still_comes()
    {
        var open = new TaskCompletionSource();
        await using var outside = new Outside { Open = open.Task };
        var key = await Asks(Of("GET", outside, "/"));
        await Support.Eventually.True(() => outside.Asked.Count == 1, "asked", Cancel);

        await silo.Hear(phone, "are you there?");
        await silo.Stored(
            "1",
            $"select count(*) from messages where conversation_id = {key.ConversationId} and text = 'are you there?'"
        );
        Assert.Empty(silo.Meta.Texts(phone));
        open.SetResult();

        await silo.Told(phone, GoneOn);
    }

    [Fact]
    public async Task A_call_that_may_not_be_made_is_answered_by_its_word()
    {
        var key = await Asks(Of("GET", "http://169.254.169.254/latest/meta-data/"));

        await silo.Told(phone, GoneOn);
        Assert.Equal("||refused", await Answers(key));
    }

    [Fact]
    public async Task Calls_of_many_conversations_are_all_made_once()
    {
        await using var outside = new Outside();
        var phones = Enumerable.Range(0, 30).Select(_ => silo.Phone()).ToArray();
        await Task.WhenAll(phones.Select(one => Asks(Of("POST", outside, "/" + one), of: one)));

        foreach (var one in phones)
            await silo.Told(one, GoneOn);
        Assert.Equal(phones.Select(one => $"POST /{one}").Order(), outside.Asked.Order());
    }

    private static CallResult Fine { get; } = new(200, new Dictionary<string, string>(), "fine");

    private static Call Of(string method, Outside outside, string path, string? body = null, int retries = 0) =>
        Of(method, outside.Url.TrimEnd('/') + path, body, retries);

    private static Call Of(string method, string url, string? body = null, int retries = 0) =>
        new(method, url, new Dictionary<string, string>(), body, TimeSpan.FromSeconds(30), retries);

    /// <summary>A session that waits for a call, as the turn of a node that asks for one leaves it. No hint is given.</summary>
    private async Task<CallKey> Asks(Call call, bool claimed = false, string? of = null)
    {
        var grain = await silo.Hear(of ?? phone, "wait");
        var id = grain.GetPrimaryKeyLong();
        await silo.Stored("1", $"select count(*) from timers where conversation_id = {id}");
        var loaded = await silo.Service<ConversationLoader>().Load(id, Cancel);
        var before = loaded?.Conversation ?? throw new InvalidOperationException("missing");
        var session = JsonNode.Parse(before.State.Session ?? "") ?? throw new InvalidOperationException("no session");
        session["wait"]!["callId"] = "c1";
        session["wait"]!["for"] = "call";

        var key = new CallKey(id, "c1");
        await silo.Service<TurnWriter>()
            .Commit(
                new Storage.Turn(
                    before.WorkspaceId,
                    before.ChannelId,
                    id,
                    before.Version,
                    0,
                    before.State with
                    {
                        Session = session.ToJsonString(),
                    },
                    TimerChange.Clear,
                    [],
                    null,
                    // one that is being made already is none for the pumps of this silo, however long the test takes
                    claimed ? [] : [new NewCall("c1", before.State.SessionId ?? "", "a", call)]
                ),
                Cancel
            );
        if (claimed)
        {
            var request = JsonSerializer.SerializeToUtf8Bytes(call, FlowsJson.Default.Call);
            var repeatable = new NewCall("c1", "", "", call).IsRepeatable;
            await silo.Ask(
                $"""
                insert into calls (conversation_id, call_id, workspace_id, channel_id, session_id, node_id, request, repeatable, state, attempt, claimed_at)
                values ({id}, 'c1', 'ours', 1, 's', 'a', decode('{Convert.ToHexString(
                    request
                )}', 'hex'), {repeatable}, 1, 1, now())
                """
            );
        }
        await grain.Look();
        return key;
    }

    /// <summary>A call that is on record as being made, by somebody who is not there any more.</summary>
    private async Task<CallKey> Died(Call call, int attempts)
    {
        var key = await Asks(call, claimed: true);
        await silo.Ask(
            $"""
            update calls set attempt = {attempts}, created_at = now() - interval '1 hour', claimed_at = now() - interval '11 minutes'
            where conversation_id = {key.ConversationId}
            """
        );
        return key;
    }

    /// <summary>What the session was told: status, body and error of each answer.</summary>
    private Task<string> Answers(CallKey key) =>
        silo.Ask(
            $"""
            select input -> 'result' ->> 'status', input -> 'result' ->> 'body', input -> 'result' ->> 'error'
            from turns where conversation_id = {key.ConversationId} and input ->> 'type' = 'call_answered' order by version
            """
        );

    private async Task Nothing(CallKey key)
    {
        await silo.Stored("0", $"select count(*) from calls where conversation_id = {key.ConversationId}");
        await silo.Stored("0", $"select count(*) from inbox where conversation_id = {key.ConversationId}");
    }
}
