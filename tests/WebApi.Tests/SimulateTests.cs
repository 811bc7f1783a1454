using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests;

public sealed class SimulateTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_played_and_nothing_is_kept()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());

        using var answer = await Play(
            flow,
            new { script = new object[] { new { type = "start" }, new { type = "text", text = "Ada" } } }
        );
        var turns = (await answer.Json()).GetProperty("turns");

        Assert.Equal(
            ["Your name?", "Hi Ada"],
            turns
                .EnumerateArray()
                .SelectMany(turn => turn.GetProperty("messages").EnumerateArray())
                .Select(message => message.GetProperty("text").GetString())
        );
        Assert.Equal("ask", turns[0].GetProperty("waits").GetProperty("nodeId").GetString());
        Assert.Equal(JsonValueKind.Null, turns[1].GetProperty("waits").ValueKind);
        // all that a flow leaves behind; others talk meanwhile
        Assert.Equal("0", await site.Ask($"select count(*) from turns where flow_id = '{flow}'"));
        Assert.Equal("0", await site.Ask($"select count(*) from conversations where flow_id = '{flow}'"));
    }

    [Fact]
    public async Task A_flow_is_played_by_the_clock_of_the_workspace()
    {
        var flow = await site.Draft(FlowDocuments.Greeting("{{ now | date: '%H:%M' }}"));
        var now = DateTimeOffset.Parse("2026-03-02T23:30:00Z", System.Globalization.CultureInfo.InvariantCulture);
        object[] script = [new { type = "start" }];
        Assert.Contains("23:30", await Said(flow, new { script, now }));

        await site.Ask("update workspaces set time_zone = 'Asia/Kathmandu' where id = 'demo'");
        var there = await Said(flow, new { script, now });
        await site.Ask("update workspaces set time_zone = 'UTC' where id = 'demo'");
        Assert.Contains("05:15", there);
    }

    [Fact]
    public async Task A_document_and_a_version_can_be_played()
    {
        var flow = await site.Live(FlowDocuments.Greeting("One?"));
        await site.Save(flow, FlowDocuments.Greeting("Two?"));
        object[] script = [new { type = "start" }];

        Assert.Contains("One?", await Said(flow, new { script, version = 1 }));
        Assert.Contains("Two?", await Said(flow, new { script }));
        Assert.Contains("Three?", await Said(flow, new { script, document = FlowDocuments.Greeting("Three?") }));
    }

    [Fact]
    public async Task Two_hundred_turns_are_enough()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        using var many = await Play(
            flow,
            new { script = Enumerable.Range(0, 201).Select(_ => new { type = "text", text = "hi" }) }
        );
        await Site.Problem(many, 400, "script");
    }

    [Theory]
    [InlineData("""{"script":[{"type":"fly"}]}""", 400)]
    [InlineData("""{"script":[null]}""", 400)]
    [InlineData("""{"script":null}""", 400)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"script":[{"type":"skip","seconds":1e300}]}""", 200)]
    [InlineData("""{"script":[{"type":"text","text":"\ud800"}]}""", null)]
    [InlineData("""{"script":[{"type":"text"}]}""", 400)]
    [InlineData("""{"script":[{"type":"tap"}]}""", 400)]
    [InlineData("""{"script":[{"type":"form"}]}""", 400)]
    [InlineData("""{"script":[{"type":"form","answer":{"a":"\ud800"}}]}""", 400)]
    [InlineData("""{"script":[{"type":"start","variables":{"a":"\u0000"}}]}""", 400)]
    [InlineData("""{"script":[{"type":"sendFails"}]}""", 400)]
    [InlineData("""{"script":[{"type":"call","headers":{"a":null}}]}""", 400)]
    [InlineData("""{"script":[{"type":"location","latitude":1e999,"longitude":0}]}""", 400)]
    [InlineData("""{"script":[],"now":"9999-01-01T00:00:00Z"}""", 400)]
    [InlineData("""{"script":[],"now":"2200-12-31T00:00:00Z"}""", 200)]
    [InlineData("""{"script":[],"version":7}""", 404)]
    [InlineData("""{"script":[],"document":{"nodes":[{"id":"a","type":"magic"}]}}""", 422)]
    [InlineData("""{"script":[],"document":{"nodes":[]},"version":1}""", 400)]
    [InlineData("""{"script":[],"now":"yesterday"}""", 400)]
    public async Task A_bad_script_is_refused(string body, int? status)
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        using var content = new StringContent(body, null, "application/json");
        using var answer = await site.Http.PostAsync($"{All}/{flow}/simulate", content, Cancel);
        if (status is null)
            Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        else if (status == 200)
            Assert.Equal(200, (int)answer.StatusCode);
        else
            await Site.Problem(answer, status.Value);
    }

    private async Task<string> Said(string flow, object body)
    {
        using var answer = await Play(flow, body);
        return (await answer.Json()).GetRawText();
    }

    private Task<HttpResponseMessage> Play(string flow, object body) =>
        site.Http.PostAsJsonAsync($"{All}/{flow}/simulate", body, Cancel);
}
