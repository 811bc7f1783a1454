using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests;

public sealed class SavedTestTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static readonly object[] Chat = [new { type = "start" }, new { type = "text", text = "Ada" }];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_is_kept_and_passes_until_the_draft_answers_otherwise()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        var test = await Keep(flow);
        Assert.Equal(
            "Hi Ada",
            test.GetProperty("test").GetProperty("expected").GetProperty("said")[1][0].GetProperty("text").GetString()
        );
        Assert.Equal((1, 0), await Run(flow));

        await site.Save(flow, FlowDocuments.Greeting(greet: "Hello {{ name }}"));
        Assert.Equal((0, 1), await Run(flow));
        Assert.Equal((1, 0), await Run(flow, new { document = FlowDocuments.Greeting() }));

        using var accepted = await Post($"{flow}/tests/{Id(test)}/accept", new { });
        Assert.Contains("Hello Ada", (await accepted.Json()).GetRawText());
        Assert.Equal((1, 0), await Run(flow));
    }

    [Fact]
    public async Task A_failing_test_asks_before_publishing()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var test = await Keep(flow);
        await site.Save(flow, FlowDocuments.Greeting(greet: "Hello {{ name }}"));

        using var dry = await Post($"{flow}/publish?dryRun=true", new { });
        Assert.Equal(Id(test), (await dry.Json()).GetProperty("failedTests")[0].GetProperty("id").GetString());

        using var refused = await Post($"{flow}/publish", new { });
        var problem = await refused.Refused(409, "tests-failed");
        var line = problem.GetProperty("failedTests")[0].GetProperty("run").GetProperty("lines")[1];
        Assert.False(line.GetProperty("same").GetBoolean());
        Assert.Equal("Hi Ada", line.GetProperty("expected")[0].GetProperty("text").GetString());
        Assert.Equal("Hello Ada", line.GetProperty("got")[0].GetProperty("text").GetString());
        Assert.Equal(1, (await site.Get($"{All}/{flow}")).GetProperty("publishedVersion").GetInt32());

        using var published = await Post($"{flow}/publish", new { despiteTests = true });
        Assert.Equal(2, (await published.Json()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_test_is_renamed_run_alone_and_removed()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        var test = Id(await Keep(flow));

        using var renamed = await site.Http.PatchAsJsonAsync(
            $"{All}/{flow}/tests/{test}",
            new { name = "Other" },
            Cancel
        );
        Assert.Equal("Other", (await renamed.Json()).GetProperty("name").GetString());
        using var run = await Post($"{flow}/tests/{test}/run", new { });
        Assert.True((await run.Json()).GetProperty("run").GetProperty("passed").GetBoolean());
        using var gone = await site.Http.DeleteAsync($"{All}/{flow}/tests/{test}", Cancel);
        Assert.Equal(204, (int)gone.StatusCode);
        Assert.Equal(0, (await site.Get($"{All}/{flow}/tests")).GetProperty("items").GetArrayLength());
        await Site.Problem(await site.Http.DeleteAsync($"{All}/{flow}/tests/{test}", Cancel), 404, "not-found");
    }

    [Fact]
    public async Task Tests_go_with_the_flow_when_it_is_exported_imported_or_copied()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        await Keep(flow);
        var file = (await site.Get($"{All}/{flow}/export")).GetRawText();

        using var content = new StringContent(file, null, "application/json");
        using var imported = await site.Http.PostAsync($"{All}/import?name=Again", content, Cancel);
        var again = (await imported.Json()).GetProperty("flow").GetProperty("id").GetString() ?? "";
        using var copied = await Post($"{flow}/duplicate", new { });
        var copy = (await copied.Json()).GetProperty("id").GetString() ?? "";

        Assert.False((await site.Get($"{All}/{again}/draft")).TryGetProperty("tests", out _));
        Assert.Equal((1, 0), await Run(again));
        Assert.Equal((1, 0), await Run(copy));
    }

    [Theory]
    [InlineData("""[7]""")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("""[{"name":"a","test":{"now":"x"}}]""")]
    [InlineData(
        """[{"name":"a","test":{"now":"2026-01-01T00:00:00Z","contact":null,"script":[],"expected":{"said":[]}}}]"""
    )]
    [InlineData(
        """[{"name":"","test":{"now":"2026-01-01T00:00:00Z","contact":{"id":"c"},"script":[],"expected":{"said":[]}}}]"""
    )]
    [InlineData(
        """[{"name":"a","test":{"now":"2026-01-01T00:00:00Z","contact":{"id":"c"},"script":[{"type":"fly"}],"expected":{"said":[]}}}]"""
    )]
    [InlineData(
        """[{"name":"a","test":{"now":"9999-01-01T00:00:00Z","contact":{"id":"c"},"script":[],"expected":{"said":[]}}}]"""
    )]
    [InlineData(
        """[{"name":"a","test":{"now":"2026-01-01T00:00:00Z","contact":{"id":"c"},"script":[{"type":"text","text":"hi"}],"expected":{"said":[null]}}}]"""
    )]
    [InlineData(
        """[{"name":"a","test":{"now":"2026-01-01T00:00:00Z","contact":{"id":"c"},"script":[{"type":"tap"}],"expected":{"said":[[]]}}}]"""
    )]
    public async Task A_file_with_a_broken_test_changes_nothing(string tests)
    {
        var file = FlowDocuments.Greeting();
        file["tests"] = JsonNode.Parse(tests);
        using var content = new StringContent(file.ToJsonString(), null, "application/json");

        await Site.Problem(await site.Http.PostAsync($"{All}/import?name=Bad", content, Cancel), 400, "tests");
        Assert.Equal("0", await site.Ask("select count(*) from flows where name = 'Bad'"));
    }

    [Theory]
    [InlineData("""{"name":"","script":[]}""", 400, "name")]
    [InlineData("""{"name":"a","script":null}""", 400, null)]
    [InlineData("""{"name":"a"}""", 400, null)]
    [InlineData("""{"name":"a","script":[null]}""", 400, "script")]
    [InlineData("""{"name":"a","script":[],"expected":{"said":[[]]}}""", 400, "expected")]
    [InlineData("""{"name":"a","script":[],"expected":{}}""", 400, "expected")]
    [InlineData("""{"name":"a","script":[{"type":"return"}],"expected":{"said":[null]}}""", 400, "expected")]
    [InlineData("""{"name":"a","script":[{"type":"return"}],"expected":{"said":[[null]]}}""", 400, "expected")]
    [InlineData(
        """{"name":"a","script":[{"type":"return"}],"expected":{"said":[[{"type":"interactive","subtype":"x","body":"b"}]]}}""",
        400,
        "expected"
    )]
    [InlineData("""{"name":"a","script":[],"now":"9999-01-01T00:00:00Z"}""", 400, "now")]
    [InlineData("""{"name":"a","script":[],"now":"0001-01-01T00:00:00Z"}""", 400, "now")]
    [InlineData("""{"name":"a","script":[{"type":"tap"}],"expected":{"said":[[]]}}""", 400, "script")]
    [InlineData("""{"name":"a","script":[],"expected":{"said":[]},"document":{}}""", 400, "expected")]
    [InlineData("""{"name":"a","script":[],"document":{"nodes":[{"id":"x","type":"magic"}]}}""", 422, "not-sound")]
    [InlineData("""{"name":"a","script":[],"more":1}""", 400, null)]
    public async Task A_bad_test_is_refused(string body, int status, string? type)
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        using var content = new StringContent(body, null, "application/json");
        await Site.Problem(await site.Http.PostAsync($"{All}/{flow}/tests", content, Cancel), status, type);
        Assert.Equal(0, (await site.Get($"{All}/{flow}/tests")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"expected":{"said":[null,null]}}""")]
    [InlineData("""{"expected":{}}""")]
    [InlineData("""{"now":"9999-12-31T00:00:00Z","script":[{"type":"skip","seconds":315360000},{"type":"start"}]}""")]
    public async Task A_stored_test_that_is_broken_fails_and_keeps_nobody_from_publishing(string broken)
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        await Keep(flow);
        await site.Ask(
            $"with broken as (update flow_tests set test = (test::jsonb || '{broken}')::json where flow_id = '{flow}' returning 1) select count(*) from broken"
        );

        Assert.Equal((0, 1), await Run(flow));
        using var published = await Post($"{flow}/publish", new { despiteTests = true });
        Assert.Equal(1, (await published.Json()).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_flow_has_at_most_a_hundred_tests_however_many_save_at_once()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        await Keep(flow);
        await site.Ask(
            $"""
            with more as (insert into flow_tests (workspace_id, flow_id, id, name, test, created_by)
                select workspace_id, flow_id, id || n, name, test, created_by from flow_tests cross join generate_series(1, 97) n where flow_id = '{flow}' returning 1)
            select count(*) from more
            """
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Post($"{flow}/tests", Body())));

        Assert.Equal([201, 201, 409, 409, 409, 409], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    private static object Body() =>
        new
        {
            name = "Greets",
            script = Chat,
            now = "2026-03-02T12:00:00Z",
        };

    private async Task<JsonElement> Keep(string flow)
    {
        using var kept = await Post($"{flow}/tests", Body());
        return await kept.Json();
    }

    private async Task<(int Passed, int Failed)> Run(string flow, object? body = null)
    {
        using var answer = await Post($"{flow}/tests/run", body ?? new { });
        var results = await answer.Json();
        return (results.GetProperty("passed").GetInt32(), results.GetProperty("failed").GetInt32());
    }

    private Task<HttpResponseMessage> Post(string path, object body) =>
        site.Http.PostAsJsonAsync($"{All}/{path}", body, Cancel);

    private static string Id(JsonElement test) => test.GetProperty("id").GetString() ?? "";
}
