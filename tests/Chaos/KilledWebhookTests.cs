using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.Chaos;

public sealed class KilledWebhookTests(ITestOutputHelper output) : Stage(output)
{
    private const int Kills = 3;

    [Fact]
    public async Task Nodes_die_all_the_while_and_a_webhook_is_told_of_every_message_in_its_order()
    {
        Long.Only();
        var told = new ConcurrentQueue<(string Id, long Conversation, long Seq)>();
        using var ear = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Next()}/";
        ear.Prefixes.Add(address);
        ear.Start();
        var serving = Serve(ear, told);

        var settings = new Dictionary<string, string>(Patient)
        {
            ["CallingOut__PrivateHosts__0"] = "127.0.0.1",
            ["Conversations__HooksPause"] = "00:00:00.200",
        };
        var nodes = await Task.WhenAll(Node(settings), Node(settings));
        using (var http = new HttpClient { BaseAddress = nodes[0].Address })
        using (
            var made = await http.PostAsJsonAsync(
                "/api/v1/workspaces/demo/webhooks",
                new { url = address, kinds = new[] { "message.received", "message.created" } },
                Cancel
            )
        )
            made.EnsureSuccessStatusCode();

        for (var kill = 0; kill < Kills; kill++)
        {
            var at = kill % nodes.Length;
            await Load.Run(
                Meta,
                $"round {kill}",
                people: 20,
                perSecond: 30,
                seconds: 6,
                async () =>
                {
                    nodes[at].Kill();
                    nodes[at] = await Node(settings, inPlaceOf: nodes[at]);
                },
                Cancel
            );
        }
        await AllAnswered();

        await Eventually.True(
            async () =>
                await Ask<long>("select count(*) from webhook_deliveries where state <> 1") == 0 && await Behind() == 0,
            "everything is delivered",
            Cancel,
            TimeSpan.FromSeconds(120)
        );
        var distinct = told.Select(one => one.Id).ToHashSet();
        var written = await Ask<long>("select count(*) from messages where direction in (0, 1)");
        Output.WriteLine($"{Kills} kills, {written} messages, {told.Count} posts of {distinct.Count} events");
        Assert.Equal(written, distinct.Count);
        // the first time that each is told, a conversation's messages come in their order
        var first = told.DistinctBy(one => one.Id).GroupBy(one => one.Conversation);
        Assert.All(first, one => Assert.Equal(one.Select(each => each.Seq).Order(), one.Select(each => each.Seq)));
        // two silos do not do it twice: what came again is what was under way when one died
        Assert.True(told.Count - distinct.Count <= Kills * 128, $"{told.Count - distinct.Count} came again");

        ear.Close();
        await serving.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
    }

    /// <summary>Messages of which no event was made yet.</summary>
    private Task<long> Behind() =>
        Ask<long>(
            """
            select count(*) from messages m where m.direction in (0, 1) and not exists (
                select 1 from webhook_events e
                where e.event_id in ('message.received:' || m.conversation_id || ':' || m.seq, 'message.created:' || m.conversation_id || ':' || m.seq))
            """
        );

    private static async Task Serve(HttpListener ear, ConcurrentQueue<(string Id, long Conversation, long Seq)> told)
    {
        while (true)
            _ = Take(await ear.GetContextAsync(), told);
    }

    private static async Task Take(
        HttpListenerContext call,
        ConcurrentQueue<(string Id, long Conversation, long Seq)> told
    )
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(call.Request.InputStream);
        var message = body.GetProperty("message");
        told.Enqueue(
            (
                body.GetProperty("id").GetString() ?? "",
                message.GetProperty("conversationId").GetInt64(),
                message.GetProperty("seq").GetInt64()
            )
        );
        call.Response.StatusCode = 204;
        call.Response.Close();
    }
}
