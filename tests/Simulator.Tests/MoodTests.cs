using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Webhooks in a bad mood, and faults that can be repeated.</summary>
public sealed class MoodTests
{
    [Fact]
    public async Task Comes_late_and_still_in_order()
    {
        await using var meta = await Mood("""{"delayMs":5000}""");
        await Write(meta, "one", "two", "three");
        Assert.Equal(0, meta.Hook.Waiting);

        var arriving = meta.Hook.Next(3);

        while (!arriving.IsCompleted)
        {
            // the queue may not have looked at its clock yet
            meta.Pass(5_000);
            await Task.WhenAny(arriving, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.Equal(["one", "two", "three"], (await arriving).Select(Text));
    }

    [Fact]
    public async Task Comes_twice()
    {
        await using var meta = await Mood("""{"duplicates":1}""");

        await Write(meta, "one");

        Assert.Equal(["one", "one"], (await meta.Hook.Next(2)).Select(Text));
    }

    [Fact]
    public async Task Comes_in_disorder_and_the_same_seed_gives_the_same()
    {
        Assert.Equal(await Order(7), await Order(7));
        Assert.NotEqual(await Order(7), await Order(8));

        static async Task<string> Order(int seed)
        {
            await using var meta = await Mood($$"""{"disorder":0.5,"holdMs":1000,"seed":{{seed}}}""");
            var words = Enumerable.Range(0, 12).Select(n => $"{n}").ToArray();
            await Write(meta, words);
            await meta.Ask(HttpMethod.Put, "/simulator/api/webhooks", "{}");
            await Write(meta, "end");
            var first = new List<string>();

            // what is held back waits for a clock that stands still
            for (var text = Text(await meta.Hook.Next()); text != "end"; text = Text(await meta.Hook.Next()))
            {
                first.Add(text);
            }

            Assert.InRange(first.Count, 1, 11);
            return string.Join(',', first);
        }
    }

    [Fact]
    public async Task Comes_in_batches()
    {
        await using var meta = await Mood("""{"batchSize":10}""");
        meta.Hook.Gate = new TaskCompletionSource();
        await Write(meta, "first");
        await meta.Hook.Next();
        await Write(meta, "one", "two", "three");

        meta.Hook.Gate.SetResult();

        Assert.Equal(3, (await meta.Hook.Next()).Json["entry"]![0]!["changes"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"noSignature":true}""", "")]
    [InlineData(
        """{"wrongSignature":true}""",
        "sha256=0000000000000000000000000000000000000000000000000000000000000000"
    )]
    public async Task Comes_with_a_bad_signature(string mood, string signature)
    {
        await using var meta = await Mood(mood);

        Assert.Equal(signature, (await meta.Says(Ada, "hi")).Signature);
    }

    [Theory]
    [InlineData("""{"duplicates":2}""")]
    [InlineData("""{"disorder":-0.1}""")]
    [InlineData("""{"delayMs":-1}""")]
    [InlineData("""{"batchSize":1001}""")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task Is_not_in_a_mood_that_does_not_exist(string mood)
    {
        await using var meta = await Simulation.Start();

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await meta.Ask(HttpMethod.Put, "/simulator/api/webhooks", mood)).Status
        );
    }

    [Fact]
    public async Task Sends_any_webhook_that_is_written_by_hand()
    {
        await using var meta = await Simulation.Start();

        await meta.Ask(
            HttpMethod.Post,
            $"/simulator/api/numbers/{Id}/webhooks",
            """{"field":"account_update","value":{"event":"DISABLED_UPDATE"}}"""
        );

        var told = await meta.Hook.Next();
        Assert.Equal("account_update", (string?)told.Json["entry"]![0]!["changes"]![0]!["field"]);
        Assert.Equal("DISABLED_UPDATE", (string?)told.Value["event"]);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), told.Body);
        Assert.Equal($"sha256={Convert.ToHexStringLower(hash)}", told.Signature);
    }

    [Fact]
    public async Task A_seeded_fault_hits_the_same_sends_again()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));

        var once = await Run(3);
        var again = await Run(3);
        var other = await Run(4);

        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
        Assert.InRange(once.Count(mark => mark == 'x'), 5, 35);

        async Task<string> Run(int seed)
        {
            await meta.Ask(
                HttpMethod.Put,
                "/simulator/api/faults",
                $$"""{"seed":{{seed}},"items":[{"kind":"fail","code":131000,"probability":0.5}]}"""
            );
            var marks = new List<char>();

            for (var n = 0; n < 40; n++)
            {
                marks.Add((await meta.SendText(Ada, "x")).Status == HttpStatusCode.OK ? '.' : 'x');
            }

            return new string([.. marks]);
        }
    }

    [Fact]
    public async Task A_late_status_comes_later()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "lateStatus", ["delayMs"] = 60_000 });
        await meta.SendText(Ada, "x");

        meta.Pass(59_000);
        Assert.Equal("accepted", (string?)(await meta.Chat(Ada))[1]!["status"]);
        meta.Pass(1_100);
        Assert.Equal("sent", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task A_number_can_be_unknown_for_once()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "unknownNumber", ["times"] = 1 });

        await meta.SendText(Ada, "x");
        meta.Pass(100);

        Assert.Equal(131026, (int?)(await meta.Hook.Next()).Status!["errors"]![0]!["code"]);
    }

    [Theory]
    [InlineData(null, "sent")]
    [InlineData(132015, "failed")]
    public async Task A_held_message_goes_on_or_is_dropped(int? code, string end)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "held",
                ["delayMs"] = 60_000,
                ["code"] = code,
            }
        );

        var sent = await meta.Send(Body("template", JsonNode.Parse("""{"name":"promo","language":{"code":"en"}}""")!));
        meta.Pass(60_100);

        Assert.Equal("held_for_quality_assessment", (string?)sent.Json["messages"]![0]!["message_status"]);
        Assert.Equal(end, (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Other_calls_fail_too()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["code"] = 80007,
                ["type"] = "message_templates",
            }
        );

        Assert.Equal(80007, (await meta.Get("/simulator/graph/300000000000003/message_templates", Token)).Code);
        Assert.Equal(HttpStatusCode.OK, (await meta.Get($"/simulator/graph/{Id}", Token)).Status);
    }

    [Fact]
    public async Task Statuses_of_older_webhooks_bring_a_conversation()
    {
        await using var meta = await Simulation.Start(("Webhooks:Conversations", "true"));
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "x");
        meta.Pass(100);
        var sent = (await meta.Hook.Next()).Status!;
        meta.Pass(800);
        var delivered = (await meta.Hook.Next()).Status!;

        Assert.Equal("service", (string?)sent["conversation"]!["origin"]!["type"]);
        Assert.Equal((string?)sent["conversation"]!["id"], (string?)delivered["conversation"]!["id"]);
        Assert.NotNull(sent["conversation"]!["expiration_timestamp"]);
        Assert.Null(delivered["conversation"]!["expiration_timestamp"]);
    }

    private static string Text(Delivery delivery) => (string)delivery.Message!["text"]!["body"]!;

    private static async Task Write(Simulation meta, params string[] words)
    {
        foreach (var word in words)
        {
            await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = word });
        }
    }

    private static async Task<Simulation> Mood(string json)
    {
        var meta = await Simulation.Start();
        var answer = await meta.Ask(HttpMethod.Put, "/simulator/api/webhooks", json);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Json.ToJsonString());
        return meta;
    }
}
