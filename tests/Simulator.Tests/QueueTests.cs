using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>How webhooks wait for their turn, and what becomes of them when everything ends.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task The_lines_of_one_post_share_its_text()
    {
        await using var hook = await Hook.Start();
        var settings = Options.Create(new SimulatorOptions());
        var later = new Later(TimeProvider.System);
        var log = new TrafficLog(settings, later);
        using var post = new WebhookPost(later, settings);
        var options = new WebhookOptions { BatchSize = 10, Concurrency = 1 };
        var queue = new WebhookQueue(hook.Url, post, new WebhookDice(), log, later, options);
        var gate = hook.Gate = new TaskCompletionSource();
        queue.Add(Update());
        await hook.Next();
        queue.Add(Update());
        queue.Add(Update());
        gate.SetResult();
        await hook.Next();

        while (log.Last < 3)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        var lines = log.After(0, 10);
        Assert.Same(lines[1].Body, lines[2].Body);
        Assert.Equal(2, JsonNode.Parse(lines[1].Body!)!["entry"]![0]!["changes"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_batch_stays_below_three_megabytes()
    {
        await using var meta = await Simulation.Start(("Webhooks:BatchSize", "1000"), ("Webhooks:Concurrency", "1"));
        var gate = meta.Hook.Gate = new TaskCompletionSource();
        await meta.Says(Ada, "first");

        // a slash leaves as two letters
        var value = $$"""{"a":"{{new string('/', 900_000)}}"}""";

        for (var n = 0; n < 2; n++)
        {
            await meta.Ask(
                HttpMethod.Post,
                $"/simulator/api/numbers/{Id}/webhooks",
                $$"""{"field":"account_update","value":{{value}}}"""
            );
        }

        gate.SetResult();

        Assert.All(await meta.Hook.Next(2), told => Assert.InRange(told.Body.Length, 1_800_000, 3_000_000));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a/b \\ \" é \u20ac 😀 \u0001")]
    public void The_size_of_what_leaves_is_known_before(string text)
    {
        var json = MetaJson.Write(json => json.WriteStringValue(text));

        Assert.Equal(MetaJson.Escape(json).Length, MetaJson.SizeOf(json));
    }

    [Fact]
    public async Task A_lane_goes_on_after_a_bug()
    {
        var done = new TaskCompletionSource<string>();
        var failed = new List<string>();
        var lane = new Lane<string>(
            new LaneRules<string>
            {
                Handle = one =>
                    one[0] == "bad" ? throw new InvalidOperationException("a bug")
                    : done.TrySetResult(one[0]) ? Task.CompletedTask
                    : Task.CompletedTask,
                Failed = (one, bug) => failed.Add($"{one[0]}: {bug.Message}"),
            }
        );

        lane.Add("bad");
        lane.Add("good");

        Assert.Equal("good", await done.Task.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken));
        Assert.Equal(["bad: a bug"], failed);
    }

    [Fact]
    public void A_closed_lane_gives_back_what_waits_and_takes_nothing()
    {
        var lane = new Lane<int>(
            new LaneRules<int> { Handle = _ => new TaskCompletionSource().Task, Failed = (_, _) => { } }
        );
        lane.Close();

        Assert.False(lane.Add(1));
    }

    [Fact]
    public async Task A_late_webhook_does_not_come_after_a_reset()
    {
        await using var meta = await Simulation.Start();
        await meta.Ask(HttpMethod.Put, "/simulator/api/webhooks", """{"delayMs":5000}""");
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "before" });

        await meta.Ask(HttpMethod.Post, "/simulator/api/reset", "");
        var next = meta.Says(Ada, "after");

        while (!next.IsCompleted)
        {
            meta.Pass(5_000);
            await Task.WhenAny(next, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.Equal("after", (string?)(await next).Message!["text"]!["body"]);
        Assert.Equal(0, meta.Hook.Waiting);
        Assert.DoesNotContain(await meta.Log(), line => (string?)line!["text"] == "before");
    }

    [Fact]
    public async Task A_send_that_waits_for_its_first_status_is_answered_after_a_reset()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "early" });
        await meta.Ask(HttpMethod.Put, "/simulator/api/webhooks", """{"delayMs":5000}""");
        var asked = meta.SendText(Ada, "hello");
        await meta.Logged(line => (string?)line["what"] == "text");

        await meta.Ask(HttpMethod.Post, "/simulator/api/reset", "");

        var answer = await asked.WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task A_send_that_is_never_answered_does_not_keep_the_host_from_stopping()
    {
        var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "hang" });
        using var body = new StringContent(Body("text", new JsonObject { ["body"] = "hello" }).ToJsonString());
        using var http = new HttpClient { BaseAddress = meta.Http.BaseAddress };
        var asked = http.PostAsync(
            $"/simulator/graph/{Id}/messages?access_token={Token}",
            body,
            TestContext.Current.CancellationToken
        );
        await meta.Logged(line => (string?)line["problem"] == "never answered");

        // a host waits thirty seconds for its last requests
        await meta.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => asked);
    }

    private static Update Update() =>
        new(
            new BusinessNumber { WabaId = "1", AppSecret = Secret },
            "lane",
            Encoding.UTF8.GetBytes("{}"),
            new LogLine { Kind = Traffic.Webhook }
        )
        {
            At = DateTimeOffset.UtcNow,
        };
}
