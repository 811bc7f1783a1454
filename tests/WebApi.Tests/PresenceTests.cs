using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class PresenceTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_see_who_views_and_who_types_and_who_is_gone()
    {
        var (ada, bob) = (await office.Person(Role.Agent), await office.Person(Role.Agent));
        var id = await office.Conversation();
        await using var watching = await Open(bob);
        var heard = Heard(watching, id);
        var hers = await Open(ada);

        await hers.InvokeAsync("Viewing", "demo", (long?)id, Cancel);
        await Eventually.True(() => Task.FromResult(heard.Contains($"{ada.Id} viewing")), "she is seen", Cancel);
        using var http = await office.SignedIn(bob);
        var now = await http.GetFromJsonAsync<JsonElement>(
            $"/api/v1/workspaces/demo/presence?conversation={id}",
            Cancel
        );
        Assert.Equal(ada.Id, now.GetProperty("items")[0].GetProperty("person").GetProperty("id").GetString());
        Assert.Contains(ada.Id, now.GetProperty("present").EnumerateArray().Select(one => one.GetString()));

        await hers.InvokeAsync<JsonElement>("Typing", "demo", id, Cancel);
        await Eventually.True(() => Task.FromResult(heard.Contains($"{ada.Id} typing")), "she is seen typing", Cancel);
        await hers.DisposeAsync();
        await Eventually.True(() => Task.FromResult(heard.Contains($"{ada.Id} gone")), "she is gone", Cancel);
    }

    [Fact]
    public async Task A_heartbeat_while_she_writes_does_not_say_that_she_stopped()
    {
        var (ada, bob) = (await office.Person(Role.Agent), await office.Person(Role.Agent));
        var id = await office.Conversation();
        await using var watching = await Open(bob);
        var heard = Heard(watching, id);
        await using var hers = await Open(ada);

        await hers.InvokeAsync<JsonElement>("Typing", "demo", id, Cancel);
        await hers.InvokeAsync("Viewing", "demo", (long?)id, Cancel);
        await Eventually.True(() => Task.FromResult(heard.Count == 2), "both are heard", Cancel);
        Assert.All(heard, told => Assert.Equal($"{ada.Id} typing", told));

        await hers.InvokeAsync("StoppedTyping", "demo", id, Cancel);
        await hers.InvokeAsync("Viewing", "demo", (long?)id, Cancel);
        await Eventually.True(() => Task.FromResult(heard.Count == 4), "she has stopped", Cancel);
        Assert.All(heard.Skip(2), told => Assert.Equal($"{ada.Id} viewing", told));

        // what she wrote before she went elsewhere is over
        await hers.InvokeAsync<JsonElement>("Typing", "demo", id, Cancel);
        await hers.InvokeAsync("Viewing", "demo", (long?)null, Cancel);
        await hers.InvokeAsync("Viewing", "demo", (long?)id, Cancel);
        await Eventually.True(() => Task.FromResult(heard.Count == 7), "she is back", Cancel);
        Assert.Equal([$"{ada.Id} typing", $"{ada.Id} gone", $"{ada.Id} viewing"], heard.Skip(4));
    }

    [Fact]
    public async Task Whoever_types_has_the_reply_and_another_is_told_so()
    {
        var (ada, bob) = (await office.Person(Role.Agent), await office.Person(Role.Agent));
        var id = await office.Conversation();
        await using var hers = await Open(ada);
        await using var his = await Open(bob);

        var first = await hers.InvokeAsync<JsonElement>("Typing", "demo", id, Cancel);
        var second = await his.InvokeAsync<JsonElement>("Typing", "demo", id, Cancel);

        Assert.True(first.GetProperty("yours").GetBoolean());
        Assert.False(second.GetProperty("yours").GetBoolean());
        Assert.Equal(ada.Id, second.GetProperty("holder").GetProperty("id").GetString());

        using var http = await office.SignedIn(bob);
        var path = $"/api/v1/workspaces/demo/conversations/{id}/messages";
        var refused = await http.PostAsJsonAsync(path, new { clientId = Guid.NewGuid(), text = "hi" }, Cancel);
        await Site.Problem(refused, 409, "leased");
        var forced = await http.PostAsJsonAsync(
            path,
            new
            {
                clientId = Guid.NewGuid(),
                text = "hi",
                force = true,
            },
            Cancel
        );
        forced.EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("Viewing")]
    [InlineData("Typing")]
    [InlineData("StoppedTyping")]
    public async Task What_is_anothers_is_not_there(string method)
    {
        await using var hub = await Open(await office.Person(Role.Agent));
        var foreign = long.Parse(office.Foreign["conversations"]);

        foreach (var workspace in new[] { Office.Ours, Office.Theirs, "nowhere" })
        {
            var refused = await Assert.ThrowsAsync<HubException>(() =>
                hub.InvokeAsync(method, workspace, foreign, Cancel)
            );
            Assert.EndsWith("not-found", refused.Message);
        }
    }

    [Fact]
    public async Task A_viewer_may_be_seen_and_may_not_type()
    {
        await using var hub = await Open(await office.Person(Role.Viewer));
        var id = await office.Conversation();

        await hub.InvokeAsync("Viewing", "demo", (long?)id, Cancel);
        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Typing", "demo", id, Cancel));

        Assert.EndsWith("role", refused.Message);
    }

    private static ConcurrentQueue<string> Heard(HubConnection hub, long conversation)
    {
        var heard = new ConcurrentQueue<string>();
        hub.On<JsonElement>(
            "presence",
            told =>
            {
                if (told.GetProperty("conversationId").GetInt64() == conversation)
                    heard.Enqueue(
                        $"{told.GetProperty("person").GetProperty("id")} {told.GetProperty("state").GetString()}"
                    );
            }
        );
        return heard;
    }

    private Task<HubConnection> Open(Someone person) => office.Hub(person);
}
