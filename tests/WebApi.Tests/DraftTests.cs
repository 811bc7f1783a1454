using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class DraftTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_saved_over_the_one_it_was_made_of()
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        using var read = await site.Http.GetAsync($"{All}/{flow}/draft", Cancel);
        var etag = read.Headers.ETag?.Tag ?? "";

        using var saved = await site.Put(flow, """{"nodes":[],"mine":{"kept":[1]}}""", etag);
        Assert.Equal(200, (int)saved.StatusCode);
        Assert.NotEqual(etag, saved.Headers.ETag?.Tag);
        Assert.Equal("""{"nodes":[],"mine":{"kept":[1]}}""", (await site.Get($"{All}/{flow}/draft")).GetRawText());
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("nonsense")]
    [InlineData("W/\"9\"")]
    public async Task A_stale_draft_is_refused_and_the_newer_one_is_told(string match)
    {
        var flow = await site.Draft(FlowDocuments.Greeting());
        await site.Save(flow, FlowDocuments.Greeting("What are you called?"));

        using var refused = await site.Put(flow, """{"nodes":[]}""", match);
        var problem = await refused.Refused(409, "stale");
        Assert.Equal("\"2\"", problem.GetProperty("etag").GetString());
        Assert.Contains("What are you called?", problem.GetProperty("document").GetRawText());
    }

    [Fact]
    public async Task A_draft_without_If_Match_is_refused()
    {
        var flow = await site.Draft(null);
        await Site.Problem(await site.Put(flow, "{}", null), 428, "if-match");
    }

    [Fact]
    public async Task Of_twenty_who_save_at_once_one_succeeds()
    {
        var flow = await site.Draft(null);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => site.Put(flow, $$"""{"nodes":[],"by":{{i}}}""", "\"1\""))
        );
        Assert.Equal([200, .. Enumerable.Repeat(409, 19)], answers.Select(answer => (int)answer.StatusCode).Order());
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("[]", 400)]
    [InlineData("7", 400)]
    [InlineData("{\"a\":\"\ud83d\"}", 200)]
    [InlineData("""{"a":"\u0000"}""", 400)]
    [InlineData("""{"\ud800":1}""", 400)]
    [InlineData("""{"a":1e131072}""", 400)]
    [InlineData("""{"a":1e-16384}""", 400)]
    [InlineData("""{"a":[1e131071,-1.5E-16382,"\ud83d\ude00"]}""", 200)]
    [InlineData("""{"nodes":7,"edges":"x","settings":[]}""", 200)]
    [InlineData("""{"nodes":[7,null,{},{"id":"a"},{"id":"a","type":"magic"}],"edges":[{}]}""", 200)]
    public async Task A_draft_may_be_as_wrong_as_it_likes_but_not_less_than_a_JSON_object_that_can_be_stored(
        string body,
        int status
    )
    {
        var flow = await site.Draft(null);
        using var answer = await site.Put(flow, body, "*");
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 400)
            await Site.Problem(answer, 400);
        // looks into every draft of the workspace
        await site.Get("/api/v1/workspaces/demo/templates/uses");
    }

    [Fact]
    public async Task A_draft_that_is_nested_too_deep_is_refused()
    {
        var flow = await site.Draft(null);
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);
        await Site.Problem(await site.Put(flow, deep, "*"), 400);
    }

    [Theory]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(2 * 1024 * 1024)]
    public async Task A_draft_of_more_than_a_mebibyte_is_too_large(int size)
    {
        var flow = await site.Draft(null);
        var body = $$"""{"a":"{{new string('x', size - 8)}}"}""";
        await Site.Problem(await site.Put(flow, body, "*"), 413, "too-large");
    }

    [Fact]
    public async Task A_draft_of_a_mebibyte_is_taken()
    {
        var flow = await site.Draft(null);
        using var answer = await site.Put(flow, $$"""{"a":"{{new string('x', 1024 * 1024 - 8)}}"}""", "*");
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"x","type":"magic","data":{}}""", "unknown_type")]
    [InlineData("""{"id":"x","type":"trigger","data":{"match":"regex","keywords":["(("]}}""", null)]
    public async Task A_bad_node_is_named(string node, string? code)
    {
        var flow = await site.Draft(null);
        using var saved = await site.Put(flow, $$"""{"nodes":[{{node}}],"edges":[]}""", "*");
        var problems = (await saved.Json()).GetProperty("problems");
        Assert.Contains("x", problems.Texts("elementId"));
        if (code is not null)
            Assert.Contains(code, problems.Texts("code"));
        await Site.Problem(await site.Http.PostAsync($"{All}/{flow}/publish", null, Cancel), 422, "not-sound");
    }

    [Fact]
    public async Task Ten_thousand_and_one_nodes_are_too_many()
    {
        var flow = await site.Draft(null);
        var nodes = string.Join(
            ',',
            Enumerable.Range(0, 10_001).Select(i => $$$"""{"id":"n{{{i}}}","type":"end","data":{}}""")
        );
        using var saved = await site.Put(flow, $$"""{"nodes":[{{nodes}}],"edges":[]}""", "*");
        Assert.Contains("too_many", (await saved.Json()).GetProperty("problems").Texts("code"));
    }

    [Fact]
    public async Task Publishing_an_unsound_draft_tells_all_that_is_wrong_and_publishes_nothing()
    {
        var flow = await site.Draft(
            FlowDocuments.Line(
                FlowDocuments.Node("start", "trigger", new { kind = "api" }),
                FlowDocuments.Node("a", "magic", new { }),
                FlowDocuments.Node("b", "delay", new { }),
                FlowDocuments.Node("c", "trigger", new { match = "regex", keywords = new[] { "((" } })
            )
        );
        using var refused = await site.Http.PostAsync($"{All}/{flow}/publish", null, Cancel);
        var problem = await refused.Refused(422, "not-sound");
        Assert.Subset(
            problem.GetProperty("problems").Texts("elementId").ToHashSet(),
            new HashSet<string?> { "a", "b", "c" }
        );
        Assert.Empty((await site.Get($"{All}/{flow}/versions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Versions_are_kept_compared_and_restored()
    {
        var flow = await site.Live(FlowDocuments.Greeting(greet: "One"));
        await site.Save(flow, FlowDocuments.Greeting(greet: "Two"));
        Assert.True((await site.Get($"{All}/{flow}")).GetProperty("hasChanges").GetBoolean());
        Assert.Equal(2, (await site.Publish(flow)).GetProperty("version").GetInt32());
        Assert.False((await site.Get($"{All}/{flow}")).GetProperty("hasChanges").GetBoolean());

        var versions = (await site.Get($"{All}/{flow}/versions")).GetProperty("items");
        Assert.Equal([2, 1], versions.EnumerateArray().Select(one => one.GetProperty("version").GetInt32()));
        Assert.Contains("One", (await site.Get($"{All}/{flow}/versions/1")).GetProperty("document").GetRawText());
        Assert.Contains("greet", (await site.Get($"{All}/{flow}/diff?from=1&to=2")).GetRawText());

        using var restored = await site.Http.PostAsync($"{All}/{flow}/versions/1/restore", null, Cancel);
        await restored.Json();
        Assert.Contains("One", (await site.Get($"{All}/{flow}/draft")).GetRawText());
        await Site.Problem(await site.Http.GetAsync($"{All}/{flow}/versions/7", Cancel), 404);
        await Site.Problem(await site.Http.GetAsync($"{All}/{flow}/diff?from=x", Cancel), 404);
    }

    [Fact]
    public async Task A_dry_run_tells_whom_a_publish_concerns_and_publishes_nothing()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        await site.Run(flow);
        await site.Save(
            flow,
            FlowDocuments.Line(
                FlowDocuments.Node("start", "trigger", new { kind = "api" }),
                FlowDocuments.Node("other", "ask", new { text = "Age?", saveAs = "age" })
            )
        );

        using var dry = await site.Http.PostAsync($"{All}/{flow}/publish?dryRun=true", null, Cancel);
        var told = await dry.Json();

        Assert.Equal(1, told.GetProperty("inside").GetInt64());
        Assert.Equal(1, told.GetProperty("onVanishingNodes").GetInt64());
        Assert.Equal(1, (await site.Get($"{All}/{flow}")).GetProperty("versions").GetInt32());
    }

    [Theory]
    [InlineData("finish", "ask", 1)]
    [InlineData("move", "ask", 2)]
    [InlineData("move", "other", null)]
    [InlineData("end", "ask", null)]
    public async Task People_inside_finish_or_move_or_end(string inside, string node, int? version)
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var conversation = (await site.Run(flow)).GetProperty("conversationId").GetInt64();
        await site.Save(
            flow,
            FlowDocuments.Line(
                FlowDocuments.Node("start", "trigger", new { kind = "api" }),
                FlowDocuments.Node(node, "ask", new { text = "Name, please?", saveAs = "name" }),
                FlowDocuments.Node("greet", "message", new { text = "Welcome {{ name }}" })
            )
        );

        await site.Publish(flow, inside);

        var expected = version is null ? "" : $"{version}";
        await Eventually.True(
            async () =>
                await site.Ask(
                    $"select flow_version from conversations where id = {conversation} and flow_id = '{flow}'"
                ) == expected,
            $"the version is {expected}",
            Cancel
        );
        if (inside != "finish")
            await Eventually.True(
                async () =>
                    await site.Ask($"select count(*) from flow_jobs where flow_id = '{flow}' and done_at is null")
                    == "0",
                "the job is done",
                Cancel
            );
        Assert.Equal(
            version is null ? "0" : "1",
            await site.Ask($"select count(*) from conversations where id = {conversation} and session is not null")
        );
    }
}
