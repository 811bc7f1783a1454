namespace WhatsAppBot.WebApi.Tests;

public sealed class PasserTests(Site site)
{
    private const string All = FlowDocuments.All;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_went_a_way_is_told_and_nobody_else()
    {
        var flow = await site.Live(FlowDocuments.Greeting());
        var started = await site.Run(flow);
        var conversation = started.GetProperty("conversationId").GetInt64();

        var went = await site.Get($"{All}/{flow}/passers?node=start");
        Assert.Equal(conversation, went.GetProperty("items")[0].GetProperty("conversationId").GetInt64());
        Assert.Equal(1, went.GetProperty("items").GetArrayLength());
        foreach (var other in new[] { "node=ask", "node=start&handle=error", "node=none" })
            Assert.Equal(0, (await site.Get($"{All}/{flow}/passers?{other}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_node_must_be_named()
    {
        var flow = await site.Draft(null);
        await Site.Problem(await site.Http.GetAsync($"{All}/{flow}/passers", Cancel), 400, "node");
        await Site.Problem(await site.Http.GetAsync($"{All}/none/passers?node=a", Cancel), 404, "not-found");
    }
}
