using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class HubTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_hears_of_their_own_workspace_only()
    {
        await using var us = await Listener.Open(office, await office.NewSession(await office.Person(Role.Viewer)));
        // a workspace of its own: other tests watch that nothing happens in the other one
        await office.Do(
            """
            insert into workspaces (id, name) values ('third', 'Third');
            insert into connections (id, workspace_id, name, app_secret, verify_token, access_token)
                values ('third', 'third', 'Third', 'demo-app-secret', 'v', 'a');
            insert into channels (workspace_id, connection_id, phone_number_id, number, title)
                values ('third', 'third', '333', '15550000003', 'Third');
            """
        );
        await using var them = await Listener.Open(
            office,
            await office.NewSession(await office.Person(Role.Viewer, "third"))
        );
        var (ours, theirs) = ("w" + Random.Shared.Next(1_000_000), "w" + Random.Shared.Next(1_000_000, 9_000_000));

        await Eventually.True(() => Deliver(ours, "111", "demo"), "our webhook is taken", Cancel);
        await Eventually.True(() => Deliver(theirs, "333", "third"), "their webhook is taken", Cancel);
        await Eventually.True(() => us.Heard(Site.PhoneOf(ours)), "we heard of ours", Cancel);
        await Eventually.True(() => them.Heard(Site.PhoneOf(theirs)), "they heard of theirs", Cancel);

        Assert.False(us.Heard(Site.PhoneOf(theirs)));
        Assert.False(us.Heard("\"workspace\":\"third\""));
        Assert.False(them.Heard(Site.PhoneOf(ours)));
    }

    [Theory]
    [InlineData("delete from sign_ins where user_id = '{0}'")]
    [InlineData("update members set suspended_at = now() where user_id = '{0}'")]
    [InlineData("delete from members where user_id = '{0}'")]
    public async Task Whoever_is_out_hears_nothing_any_more(string change)
    {
        var ada = await office.Person(Role.Agent);
        await using var listener = await Listener.Open(office, await office.NewSession(ada));

        // as another node would write it
        await office.Do(string.Format(System.Globalization.CultureInfo.InvariantCulture, change, ada.Id));

        await Eventually.True(() => listener.Cut, "the connection is cut", Cancel);
    }

    [Fact]
    public async Task Whoever_stays_in_is_not_cut()
    {
        await using var stays = await Listener.Open(office, await office.NewSession(await office.Person(Role.Agent)));
        var leaving = await office.Person(Role.Agent);
        await using var leaves = await Listener.Open(office, await office.NewSession(leaving));

        await office.Do($"delete from sign_ins where user_id = '{leaving.Id}'");
        await Eventually.True(() => leaves.Cut, "the other connection is cut", Cancel);

        Assert.False(stays.Cut);
    }

    [Fact]
    public async Task Nobody_does_not_listen()
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Listener.Open(office, "nobody"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<bool> Deliver(string wamid, string number, string connection)
    {
        using var http = office.Client();
        using var answer = await http.SendAsync(
            Site.Delivery(Site.Body((number, wamid, "text")), connection: connection),
            Cancel
        );
        return answer.IsSuccessStatusCode;
    }

    /// <summary>A browser that listens, with its cookie and its page's origin.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly HubConnection hub;
        private readonly ConcurrentQueue<string> heard = new();
        private volatile bool cut;

        private Listener(HubConnection hub) => this.hub = hub;

        public bool Cut => cut;

        public static async Task<Listener> Open(Office office, string session)
        {
            var address = office.App.Urls.First();
            var hub = new HubConnectionBuilder()
                .WithUrl(
                    new Uri(new Uri(address), "/hubs/inbox"),
                    options =>
                    {
                        options.Headers["Cookie"] = $"whatsappbot-local={session}";
                        options.Headers["X-Antiforgery"] = Office.AntiforgeryOf(session);
                        options.Headers["Origin"] = address;
                    }
                )
                .Build();
            var listener = new Listener(hub);
            hub.Closed += _ =>
            {
                listener.cut = true;
                return Task.CompletedTask;
            };
            foreach (var what in new[] { "messageAdded", "messageStatus", "conversationChanged" })
                hub.On<JsonElement>(what, told => listener.heard.Enqueue(told.GetRawText()));
            await hub.StartAsync(Cancel);
            return listener;
        }

        public bool Heard(string word) => heard.Any(told => told.Contains(word, StringComparison.Ordinal));

        public ValueTask DisposeAsync() => hub.DisposeAsync();
    }
}
