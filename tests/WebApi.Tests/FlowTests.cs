using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class FlowTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/{flow}")]
    [InlineData("PATCH", "/{flow}")]
    [InlineData("DELETE", "/{flow}")]
    [InlineData("GET", "/{flow}/draft")]
    [InlineData("PUT", "/{flow}/draft")]
    [InlineData("POST", "/{flow}/publish")]
    [InlineData("POST", "/{flow}/start")]
    [InlineData("POST", "/{flow}/simulate")]
    [InlineData("GET", "/{flow}/versions/1")]
    [InlineData("GET", "/{flow}/export")]
    public async Task Another_workspace_looks_like_one_that_does_not_exist(string method, string path)
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        await Site.Problem(
            await Send(method, "/api/v1/workspaces/other/flows" + path.Replace("{flow}", flow)),
            404,
            "not-found"
        );
    }

    [Theory]
    [InlineData("GET", "/none")]
    [InlineData("PATCH", "/none")]
    [InlineData("DELETE", "/none")]
    [InlineData("GET", "/none/draft")]
    [InlineData("PUT", "/none/draft")]
    [InlineData("POST", "/none/validate")]
    [InlineData("POST", "/none/publish")]
    [InlineData("POST", "/none/pause")]
    [InlineData("POST", "/none/unarchive")]
    [InlineData("POST", "/none/duplicate")]
    [InlineData("GET", "/none/versions")]
    [InlineData("GET", "/none/versions/1")]
    [InlineData("POST", "/none/versions/1/restore")]
    [InlineData("GET", "/none/diff?from=1")]
    [InlineData("GET", "/none/stats")]
    [InlineData("POST", "/none/start")]
    [InlineData("POST", "/none/simulate")]
    [InlineData("GET", "/none/export")]
    public async Task A_flow_that_does_not_exist_is_not_found(string method, string path) =>
        await Site.Problem(await Send(method, All + path), 404, "not-found");

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?state=lively", "state")]
    [InlineData("?state=1", "state")]
    [InlineData("?state=", "state")]
    [InlineData("?state=live,paused", "state")]
    [InlineData("?cursor=%2B%2B", "cursor")]
    [InlineData("?search=a%00b", "search")]
    public async Task A_bad_question_is_told_what_is_wrong(string question, string type) =>
        await Site.Problem(await site.Http.GetAsync(All + question, Cancel), 400, type);

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a\u0000b"}""", "name")]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"a","document":[]}""", "document")]
    [InlineData("""{"name":"a","example":"none"}""", "example")]
    [InlineData("""{"name":"a","example":"welcome","document":{}}""", "document")]
    [InlineData("""{"name":7}""", null)]
    [InlineData("not json", null)]
    public async Task A_bad_flow_is_not_made(string body, string? type)
    {
        using var content = new StringContent(body, null, "application/json");
        await Site.Problem(await site.Http.PostAsync(All, content, Cancel), 400, type);
    }

    [Fact]
    public async Task A_flow_made_of_an_example_is_listed_as_a_draft()
    {
        using var answer = await site.Http.PostAsJsonAsync(All, new { example = "book-a-table" }, Cancel);
        var made = await answer.Json();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("Book a table", made.GetProperty("name").GetString());
        Assert.Equal("draft", made.GetProperty("state").GetString());
        Assert.Equal(0, made.GetProperty("problems").GetProperty("errors").GetInt32());
        var listed = await site.Get($"{All}?state=draft&search=book+a");
        Assert.Contains(made.GetProperty("id").GetString(), listed.GetProperty("items").Texts("id"));
    }

    [Fact]
    public async Task Every_example_can_be_published()
    {
        var examples = (await site.Get($"{All}/examples")).GetProperty("items");
        Assert.Contains("welcome", examples.Texts("id"));
        foreach (var example in examples.Texts("id"))
        {
            using var made = await site.Http.PostAsJsonAsync(All, new { example }, Cancel);
            var id = (await made.Json()).GetProperty("id").GetString();
            using var check = await site.Http.PostAsync($"{All}/{id}/validate", null, Cancel);
            Assert.True((await check.Json()).GetProperty("isSound").GetBoolean(), example);
        }
    }

    [Fact]
    public async Task Pages_of_flows_follow_one_another()
    {
        var word = site.Fresh("paged");
        for (var i = 0; i < 5; i++)
            await site.Draft(null, $"{word} {i}");

        var names = new List<string?>();
        for (string? cursor = null; ; )
        {
            var page = await site.Get($"{All}?search={word}&limit=2" + (cursor is null ? "" : $"&cursor={cursor}"));
            names.AddRange(page.GetProperty("items").Texts("name"));
            cursor = page.GetProperty("next").GetString();
            if (cursor is null)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(i => $"{word} {i}"), names);
    }

    [Fact]
    public async Task Renaming_duplicating_pausing_and_archiving()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        using var renamed = await site.Http.PatchAsJsonAsync($"{All}/{flow}", new { name = "Greeter" }, Cancel);
        Assert.Equal("Greeter", (await renamed.Json()).GetProperty("name").GetString());
        using var copy = await site.Http.PostAsync($"{All}/{flow}/duplicate", null, Cancel);
        var copied = await copy.Json();
        Assert.Equal(
            ("Copy of Greeter", "draft"),
            (copied.GetProperty("name").GetString(), copied.GetProperty("state").GetString())
        );

        Assert.Equal("paused", await Change(flow, "pause"));
        await Site.Problem(await Start(flow), 409, "not-live");
        Assert.Equal("live", await Change(flow, "resume"));
        Assert.Equal("live", await Change(flow, "resume"));
        Assert.Equal("archived", await Change(flow, "archive"));
        await Site.Problem(await site.Http.PostAsync($"{All}/{flow}/resume", null, Cancel), 409, "state");
        await Site.Problem(await site.Http.PostAsync($"{All}/{flow}/publish", null, Cancel), 409, "state");
        Assert.DoesNotContain(flow, (await site.Get($"{All}?limit=200")).GetProperty("items").Texts("id"));
        Assert.Equal("paused", await Change(flow, "unarchive"));
    }

    [Fact]
    public async Task A_flow_with_people_inside_is_deleted_only_by_force_and_their_sessions_end()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var run = await site.Run(flow);
        var conversation = run.GetProperty("conversationId").GetInt64();

        using var refused = await site.Http.DeleteAsync($"{All}/{flow}", Cancel);
        await Site.Problem(refused, 409, "people-inside");
        Assert.Equal(1, (await site.Get($"{All}/{flow}")).GetProperty("inside").GetInt64());
        using var deleted = await site.Http.DeleteAsync($"{All}/{flow}?force=true", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        await Site.Problem(await site.Http.GetAsync($"{All}/{flow}", Cancel), 404);
        await Eventually.True(
            async () => await site.Ask($"select count(*) from flows where id = '{flow}'") == "0",
            "the rows are gone",
            Cancel
        );
        Assert.Equal("0", await site.Ask($"select count(*) from conversations where flow_id = '{flow}'"));
        var sessions = await site.Get($"/api/v1/workspaces/demo/conversations/{conversation}/sessions");
        Assert.Equal(["interrupted"], sessions.GetProperty("items").Texts("outcome"));
    }

    [Fact]
    public async Task Outcomes_and_nodes_are_counted_out_of_the_turn_log()
    {
        var flow = await site.Live(
            FlowDocuments.Line(
                FlowDocuments.Node("start", "trigger", new { kind = "api" }),
                FlowDocuments.Node("say", "message", new { text = "Hello" })
            )
        );
        for (var i = 0; i < 3; i++)
            await site.Run(flow);

        await Eventually.True(
            async () =>
                (await site.Get($"{All}/{flow}")).GetProperty("outcomes").GetProperty("completed").GetInt64() == 3,
            "three are counted",
            Cancel
        );
        var nodes = (await site.Get($"{All}/{flow}/stats")).GetProperty("nodes");
        Assert.Equal(["say", "start"], nodes.Texts("nodeId"));
        Assert.All(
            nodes.EnumerateArray(),
            node =>
            {
                Assert.Equal(3, node.GetProperty("entered").GetInt64());
                Assert.Equal(3, node.GetProperty("left").GetProperty("").GetInt64());
            }
        );
    }

    [Fact]
    public async Task What_is_exported_can_be_imported()
    {
        var flow = await site.Draft(FlowDocuments.Greeting(), "Export me");
        using var file = await site.Http.GetAsync($"{All}/{flow}/export", Cancel);
        Assert.Equal("export-me.json", file.Content.Headers.ContentDisposition?.FileName);
        var json = await file.Content.ReadAsStringAsync(Cancel);

        using var content = new StringContent(json, null, "application/json");
        using var imported = await site.Http.PostAsync($"{All}/import?name=Again", content, Cancel);
        var view = await imported.Json();
        var again = view.GetProperty("flow").GetProperty("id").GetString();
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(json),
                JsonNode.Parse((await site.Get($"{All}/{again}/draft")).GetRawText())
            )
        );
    }

    private async Task<string?> Change(string flow, string to)
    {
        using var answer = await site.Http.PostAsync($"{All}/{flow}/{to}", null, Cancel);
        return (await answer.Json()).GetProperty("state").GetString();
    }

    private Task<HttpResponseMessage> Start(string flow) =>
        site.Http.PostAsJsonAsync($"{All}/{flow}/start", new { contact = new { phone = "4917012345678" } }, Cancel);

    private async Task<HttpResponseMessage> Send(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is not ("GET" or "DELETE"))
            request.Content = JsonContent.Create<object>(
                path.Split('?')[0].Split('/')[^1] switch
                {
                    "simulate" => new { script = Array.Empty<object>() },
                    "start" => new { contact = new { phone = "4917012345678" } },
                    "validate" or "publish" or "import" => new { },
                    _ => new { name = "a" },
                }
            );
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return await site.Http.SendAsync(request, Cancel);
    }
}
