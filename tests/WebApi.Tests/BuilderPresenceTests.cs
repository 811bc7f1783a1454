using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class BuilderPresenceTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_see_who_has_the_flow_open_and_at_which_node_and_who_is_gone()
    {
        var flow = await Flow();
        var (ada, bob) = (await office.Person(Role.Admin), await office.Person(Role.Admin));
        await using var watching = await office.Hub(bob);
        var heard = new ConcurrentQueue<string>();
        watching.On<JsonElement>(
            "flowPresence",
            told =>
            {
                if (told.GetProperty("flowId").GetString() == flow)
                    heard.Enqueue(
                        $"{told.GetProperty("person").GetProperty("id")} {told.GetProperty("nodeId")} {told.GetProperty("gone")}"
                    );
            }
        );
        var hers = await office.Hub(ada);

        await hers.InvokeAsync<JsonElement>("Building", Office.Ours, flow, "n1", Cancel);
        await Heard($"{ada.Id} n1 False");
        var now = await watching.InvokeAsync<JsonElement>("Building", Office.Ours, flow, null, Cancel);
        Assert.Contains(
            ada.Id,
            now.EnumerateArray().Select(one => one.GetProperty("person").GetProperty("id").GetString())
        );

        await hers.InvokeAsync<JsonElement>("Building", Office.Ours, null, null, Cancel);
        await Heard($"{ada.Id}  True");
        await hers.InvokeAsync<JsonElement>("Building", Office.Ours, flow, "n2", Cancel);
        await Heard($"{ada.Id} n2 False");
        heard.Clear();
        await hers.DisposeAsync();
        await Heard($"{ada.Id}  True");

        Task Heard(string what) => Eventually.True(() => Task.FromResult(heard.Contains(what)), what, Cancel);
    }

    [Fact]
    public async Task What_is_anothers_is_not_there()
    {
        await using var hub = await office.Hub(await office.Person(Role.Admin));

        foreach (var workspace in new[] { Office.Ours, Office.Theirs, "nowhere" })
        {
            var refused = await Assert.ThrowsAsync<HubException>(() =>
                hub.InvokeAsync("Building", workspace, office.Foreign["flows"], null, Cancel)
            );
            Assert.EndsWith("not-found", refused.Message);
        }
    }

    [Fact]
    public async Task A_stale_draft_tells_who_saved_the_newer_one()
    {
        var flow = await Flow();
        using var hers = await office.SignedIn(await office.Person(Role.Admin, id: "ada-saves"));
        using var first = await Put(hers, "*");
        Assert.True(first.IsSuccessStatusCode);

        using var his = await office.As(Role.Admin);
        using var refused = await Put(his, "\"1\"");

        var problem = await refused.Refused(409, "stale");
        Assert.Equal("Name of ada-saves", problem.GetProperty("by").GetString());

        async Task<HttpResponseMessage> Put(HttpClient http, string match)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{FlowDocuments.All}/{flow}/draft")
            {
                Content = new StringContent("""{"nodes":[],"edges":[]}""", null, "application/json"),
            };
            request.Headers.TryAddWithoutValidation("If-Match", match);
            return await http.SendAsync(request, Cancel);
        }
    }

    private async Task<string> Flow()
    {
        var id = office.Fresh("built");
        await office.Do(
            $$"""insert into flows (workspace_id, id, name, draft) values ('demo', '{{id}}', 'Built', '{"nodes":[],"edges":[]}')"""
        );
        return id;
    }
}
