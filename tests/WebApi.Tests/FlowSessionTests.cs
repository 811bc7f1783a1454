using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class FlowSessionTests(Site site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_is_told_turn_by_turn()
    {
        var (_, conversation, session) = await Finished();

        var told = await site.Get($"{Sessions(conversation)}/{session}");

        Assert.Equal("completed", told.GetProperty("session").GetProperty("outcome").GetString());
        var turns = told.GetProperty("turns");
        Assert.Equal(
            ["started", "message_received"],
            turns.EnumerateArray().Select(turn => turn.GetProperty("input").GetProperty("type").GetString())
        );
        Assert.Equal(["start", "ask"], turns[0].GetProperty("nodes").Texts("id"));
        Assert.Equal(["name"], turns[1].GetProperty("variables").Texts("name"));
        Assert.Equal(["greet"], turns[1].GetProperty("nodes").Texts("id"));
        var page = await site.Get($"{Sessions(conversation)}/{session}?limit=1");
        Assert.Single(page.GetProperty("turns").EnumerateArray());
        var next = page.GetProperty("next").GetString();
        var rest = await site.Get($"{Sessions(conversation)}/{session}?limit=1&cursor={next}");
        Assert.Equal(
            turns[1].GetProperty("version").GetInt64(),
            rest.GetProperty("turns")[0].GetProperty("version").GetInt64()
        );
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_live_session_is_stopped_once()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var run = await site.Run(flow);
        var at = $"{Sessions(run.GetProperty("conversationId").GetInt64())}/{run.GetProperty("sessionId")}";

        using var stopped = await site.Http.PostAsync($"{at}/stop", null, Cancel);
        Assert.Equal("interrupted", (await stopped.Json()).GetProperty("outcome").GetString());
        await Site.Problem(await site.Http.PostAsync($"{at}/stop", null, Cancel), 409, "not-live");
    }

    [Fact]
    public async Task A_replay_of_the_same_version_diverges_nowhere_and_of_a_changed_one_where_it_changed()
    {
        var (flow, conversation, session) = await Finished();
        var at = $"{Sessions(conversation)}/{session}/replay";

        Assert.False((await Post($"{at}?version=1")).GetProperty("diverges").GetBoolean());
        await site.Save(flow, FlowDocuments.Greeting(greet: "Welcome {{ name }}"));
        var replay = await Post(at);

        Assert.True(replay.GetProperty("diverges").GetBoolean());
        var turns = replay.GetProperty("turns");
        Assert.Equal(JsonValueKind.Null, turns[0].GetProperty("divergesAt").ValueKind);
        Assert.Equal(replay.GetProperty("firstDivergence").GetInt64(), turns[1].GetProperty("version").GetInt64());
        Assert.Contains("Hi Ada", turns[1].GetProperty("recorded").GetRawText());
        Assert.Contains("Welcome Ada", turns[1].GetProperty("replayed").GetRawText());
    }

    [Theory]
    [InlineData("GET", "/987654321/sessions")]
    [InlineData("GET", "/{id}/sessions/1.1.s")]
    [InlineData("GET", "/{id}/sessions/nonsense")]
    [InlineData("GET", "/{id}/sessions/{id}.99999999999999999999.s")]
    [InlineData("GET", "/{id}/sessions/{id}.9223372036854775807.s")]
    [InlineData("GET", "/{id}/sessions/{id}.1.s")]
    [InlineData("POST", "/{id}/sessions/{id}.1.s/stop")]
    [InlineData("POST", "/{id}/sessions/{id}.1.s/replay")]
    [InlineData("POST", "/{real}/sessions/{session}/replay?version=7")]
    [InlineData("POST", "/{real}/sessions/{session}/replay?version=x")]
    public async Task A_session_that_does_not_exist_is_not_found(string method, string path)
    {
        var id = await site.Conversation();
        var (_, real, session) = path.Contains("{real}", StringComparison.Ordinal) ? await Finished() : ("", 0, "");
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            "/api/v1/workspaces/demo/conversations"
                + path.Replace("{id}", $"{id}").Replace("{real}", $"{real}").Replace("{session}", session)
        );
        await Site.Problem(await site.Http.SendAsync(request, Cancel), 404, "not-found");
    }

    [Fact]
    public async Task Another_workspace_has_no_such_sessions()
    {
        var (_, conversation, session) = await Finished();
        await Site.Problem(
            await site.Http.GetAsync(
                $"/api/v1/workspaces/other/conversations/{conversation}/sessions/{session}",
                Cancel
            ),
            404,
            "not-found"
        );
    }

    /// <summary>A contact who wrote, was asked for a name by a start, and gave it.</summary>
    private async Task<(string Flow, long Conversation, string Session)> Finished()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var wamid = site.Fresh("w");
        using (var heard = await site.Deliver(Site.Body(("111", wamid, "text"))))
            heard.EnsureSuccessStatusCode();
        // else it would be the answer to the question
        await Eventually.True(
            async () => await site.Ask($"select count(*) from messages where wamid = '{wamid}'") == "1",
            "the first message had its turn",
            Cancel
        );
        var run = await site.Run(flow, Site.PhoneOf(wamid));
        var conversation = run.GetProperty("conversationId").GetInt64();
        var session = run.GetProperty("sessionId").GetString() ?? "";

        var body = JsonNode.Parse(Site.Body(("111", wamid, "text")));
        var message = body?["entry"]?[0]?["changes"]?[0]?["value"]?["messages"]?[0];
        Assert.NotNull(message);
        message["id"] = site.Fresh("answer");
        message["text"] = new JsonObject { ["body"] = "Ada" };
        using (var answer = await site.Deliver(body?.ToJsonString() ?? ""))
            answer.EnsureSuccessStatusCode();
        await Eventually.True(
            async () =>
                (await site.Get($"{Sessions(conversation)}/{session}"))
                    .GetProperty("session")
                    .GetProperty("outcome")
                    .GetString() == "completed",
            "the session is over",
            Cancel
        );
        return (flow, conversation, session);
    }

    private async Task<JsonElement> Post(string path)
    {
        using var answer = await site.Http.PostAsync(path, null, Cancel);
        return await answer.Json();
    }

    private static string Sessions(long conversation) =>
        $"/api/v1/workspaces/demo/conversations/{conversation}/sessions";
}
