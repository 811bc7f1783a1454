using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests;

public sealed class StartTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_tells_what_ran_and_where_it_waits()
    {
        var flow = await site.Live(FlowDocuments.Greeting());

        var run = await site.Run(flow, site.Fresh("49170") + "0000");

        Assert.Equal(["start", "ask"], run.GetProperty("nodes").Texts("id"));
        var message = run.GetProperty("messages")[0];
        Assert.Equal("Your name?", message.GetProperty("content").GetProperty("text").GetString());
        Assert.Equal("ask", run.GetProperty("waits").GetProperty("nodeId").GetString());
        Assert.Equal("answer", run.GetProperty("waits").GetProperty("for").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("outcome").ValueKind);
        // nobody has written yet: Meta takes only templates
        Assert.False(run.GetProperty("windowOpen").GetBoolean());
        Assert.Equal("windowClosed", message.GetProperty("delivery").GetString());
    }

    [Fact]
    public async Task Inside_the_window_the_message_is_on_its_way()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var conversation = await site.Conversation();

        using var answer = await Start(flow, new { contact = new { conversationId = conversation } });
        var run = await answer.Json();

        Assert.True(run.GetProperty("windowOpen").GetBoolean());
        Assert.Equal("queued", run.GetProperty("messages")[0].GetProperty("delivery").GetString());
    }

    [Fact]
    public async Task A_published_flow_can_be_started_at_once()
    {
        for (var i = 0; i < 5; i++)
        {
            var flow = await site.Live(FlowDocuments.Greeting());
            await site.Run(flow);
        }
    }

    [Fact]
    public async Task A_live_session_is_interrupted_only_when_asked_to()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var conversation = (await site.Run(flow)).GetProperty("conversationId").GetInt64();

        await Site.Problem(
            await Start(flow, new { contact = new { conversationId = conversation } }),
            409,
            "session-live"
        );
        using var again = await Start(flow, new { contact = new { conversationId = conversation }, interrupt = true });
        await again.Json();

        var sessions = await site.Get($"/api/v1/workspaces/demo/conversations/{conversation}/sessions");
        Assert.Equal([null, "interrupted"], sessions.GetProperty("items").Texts("outcome"));
    }

    [Fact]
    public async Task The_same_key_starts_once_and_gives_the_same_answer()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var other = await site.Live(FlowDocuments.Greeting());
        var who = new { contact = new { phone = site.Fresh("49171") + "0000" }, interrupt = true };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Start(flow, who, "key-1")));
        var sessions = new List<string?>();
        foreach (var answer in answers)
            sessions.Add((await answer.Json()).GetProperty("sessionId").GetString());

        Assert.Single(sessions.Distinct());
        await Site.Problem(await Start(other, who, "key-1"), 409, "idempotency-key");
        using var fresh = await Start(flow, who, "key-2");
        Assert.DoesNotContain((await fresh.Json()).GetProperty("sessionId").GetString(), sessions);
    }

    [Fact]
    public async Task The_variables_are_the_sessions()
    {
        var flow = await site.Live(
            FlowDocuments.Line(
                FlowDocuments.Node("start", "trigger", new { kind = "api" }),
                FlowDocuments.Node("say", "message", new { text = "Order {{ order.id }}" })
            )
        );
        using var answer = await Start(
            flow,
            new { contact = new { phone = site.Fresh("49172") + "0000" }, variables = new { order = new { id = 7 } } }
        );
        var run = await answer.Json();

        Assert.Equal("Order 7", run.GetProperty("messages")[0].GetProperty("content").GetProperty("text").GetString());
        Assert.Equal("completed", run.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task One_person_however_the_number_is_written()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var first = await site.Run(flow, "5491155550101");
        using var again = await Start(flow, new { contact = new { phone = "+54 11 5555-0101" }, interrupt = true });

        Assert.Equal(
            first.GetProperty("conversationId").GetInt64(),
            (await again.Json()).GetProperty("conversationId").GetInt64()
        );
    }

    [Theory]
    [InlineData("""{}""", 400)]
    [InlineData("""{"contact":null}""", 400)]
    [InlineData("""{"contact":{}}""", 400)]
    [InlineData("""{"contact":{"phone":"4917012345678","contactId":1}}""", 400)]
    [InlineData("""{"contact":{"phone":"call me"}}""", 400)]
    [InlineData("""{"contact":{"phone":"+49 17\u0000"}}""", 400)]
    [InlineData("""{"contact":{"phone":"12345678901234567890"}}""", 400)]
    [InlineData("""{"contact":{"contactId":987654321}}""", 404)]
    [InlineData("""{"contact":{"conversationId":987654321}}""", 404)]
    [InlineData("""{"contact":{"conversationId":99999999999999999999}}""", 400)]
    [InlineData("""{"contact":{"phone":"4917012345678"},"channelId":987654321}""", 404)]
    [InlineData("""{"contact":{"phone":"4917012345678"},"variables":[1]}""", 400)]
    [InlineData("""{"contact":{"phone":"4917012345678"},"variables":{"a\u0000":1}}""", 422)]
    public async Task A_bad_start_is_refused(string body, int status)
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        using var content = new StringContent(body, null, "application/json");
        await Site.Problem(await site.Http.PostAsync($"{All}/{flow}/start", content, Cancel), status);
    }

    [Fact]
    public async Task A_start_with_too_many_variables_is_refused()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        await Site.Problem(
            await Start(
                flow,
                new
                {
                    contact = new { phone = site.Fresh("49173") + "0000" },
                    variables = new { a = new string('x', 300_000) },
                }
            ),
            422,
            "refused"
        );
    }

    private async Task<HttpResponseMessage> Start(string flow, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{All}/{flow}/start")
        {
            Content = JsonContent.Create(body),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await site.Http.SendAsync(request, Cancel);
    }
}
