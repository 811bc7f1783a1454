using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class WebhookTests
{
    [Fact]
    public async Task Signs_the_exact_bytes_with_the_app_secret()
    {
        await using var meta = await Simulation.Start();

        var told = await meta.Says(Ada, "Grüße 😀 http://x/y");

        var right = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), told.Body);
        Assert.Equal($"sha256={Convert.ToHexStringLower(right)}", told.Signature);
        Assert.Equal("facebookexternalua", told.UserAgent);
    }

    [Fact]
    public async Task Escapes_as_Meta_does()
    {
        await using var meta = await Simulation.Start();

        var told = await meta.Says(Ada, "é😀 a/b \"q\" \\ \u0001\n<&'+>");

        Assert.Contains(
            """{"body":"\u00e9\ud83d\ude00 a\/b \"q\" \\ \u0001\n<&'+>"}""",
            told.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(told.Body, unit => unit >= 0x80);
    }

    [Fact]
    public async Task Wraps_a_message_in_Metas_envelope()
    {
        await using var meta = await Simulation.Start();

        await meta.Act(
            Ada,
            new JsonObject
            {
                ["name"] = "Ada",
                ["type"] = "text",
                ["text"] = "hi",
            }
        );
        var told = await meta.Hook.Next();

        var expected = JsonNode.Parse(
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"300000000000003","changes":[{"value":{
              "messaging_product":"whatsapp",
              "metadata":{"display_phone_number":"{{{Number}}}","phone_number_id":"{{{Id}}}"},
              "contacts":[{"profile":{"name":"Ada"},"wa_id":"{{{Ada}}}","user_id":"{{{told.Message![
                "from_user_id"
            ]}}}"}],
              "messages":[{"from":"{{{Ada}}}","from_user_id":"{{{told.Message["from_user_id"]}}}","id":"{{{told.Id}}}",
                "timestamp":"1793534400","type":"text","text":{"body":"hi"}}]},
              "field":"messages"}]}]}
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, told.Json), told.Text);
    }

    [Fact]
    public async Task Tries_again_after_growing_pauses_until_200_with_the_same_bytes()
    {
        await using var meta = await Simulation.Start(("Webhooks:RetryFirstMs", "1000"));
        meta.Hook.Answers(500, 404, 202);

        var first = await meta.Says(Ada, "hi");

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await meta.Logged(line => (int?)line["attempts"] == attempt);
            meta.Pass((1_000 << (attempt - 1)) - 1);
            Assert.Equal(0, meta.Hook.Waiting);
            meta.Pass(1);
            Assert.Equal(first.Body, (await meta.Hook.Next()).Body);
        }

        var lines = await meta.Logged(line => (string?)line["kind"] == "webhook", 4);
        Assert.Equal([500, 404, 202, 200], lines.Select(line => (int)line["statusCode"]!));
        var times = lines.Select(line => (DateTimeOffset)line["at"]!).ToList();
        Assert.Equal([1, 2, 4], times.Zip(times.Skip(1), (before, after) => (after - before).TotalSeconds));
    }

    [Fact]
    public async Task Goes_on_with_a_chat_while_an_earlier_webhook_waits_for_its_next_try()
    {
        await using var meta = await Simulation.Start();
        meta.Hook.Answers(503);
        await meta.Says(Ada, "one");

        var second = await meta.Says(Ada, "two");
        await meta.Logged(line => (int?)line["statusCode"] == 503);
        meta.Pass(1_000);

        var again = await meta.Hook.Next();
        Assert.Equal(
            ("two", "one"),
            ((string?)second.Message!["text"]!["body"], (string?)again.Message!["text"]!["body"])
        );
    }

    [Fact]
    public async Task Tries_again_when_nobody_listens()
    {
        await using var meta = await Simulation.Start();
        var url = meta.Hook.Url;
        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", """{"webhookUrl":"http://127.0.0.1:1/"}""");
        await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = "hi" });

        var line = (await meta.Logged(line => (string?)line["kind"] == "webhook"))[0];
        meta.Pass(1_000);
        await meta.Logged(line => (int?)line["attempts"] == 2);

        Assert.Null(line["statusCode"]);
        Assert.Equal("ConnectionError", (string?)line["problem"]);
        Assert.NotEqual("http://127.0.0.1:1/", url);
    }

    [Fact]
    public async Task Gives_up_waiting_for_an_answer_and_tries_again()
    {
        await using var meta = await Simulation.Start(("Webhooks:TimeoutMs", "3000"));
        meta.Hook.Gate = new TaskCompletionSource();
        await meta.Says(Ada, "hi");

        meta.Pass(3_000);
        var line = (await meta.Logged(line => (string?)line["kind"] == "webhook"))[0];
        meta.Hook.Gate.SetResult();
        meta.Pass(1_000);

        Assert.Equal("no answer in time", (string?)line["problem"]);
        Assert.Equal("text", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Posts_about_other_chats_while_one_is_not_answered()
    {
        await using var meta = await Simulation.Start();
        var gate = meta.Hook.Gate = new TaskCompletionSource();
        await meta.Says(Ada, "hi");
        meta.Hook.Gate = null;

        // a lane may be shared by chance, so of several people only one has to come through
        for (var person = 0; person < 8; person++)
        {
            await meta.Act($"49170000010{person}", new JsonObject { ["type"] = "text", ["text"] = "hi" });
        }

        Assert.Equal("text", (await meta.Hook.Next()).What);
        gate.SetResult();
    }

    [Fact]
    public async Task Puts_many_updates_into_one_post_when_batching_is_on()
    {
        await using var meta = await Simulation.Start(("Webhooks:BatchSize", "3"), ("Webhooks:Concurrency", "1"));
        meta.Hook.Gate = new TaskCompletionSource();
        await meta.Says(Ada, "first");

        for (var n = 0; n < 5; n++)
        {
            await meta.Act(n % 2 == 0 ? Ada : Bob, new JsonObject { ["type"] = "text", ["text"] = $"{n}" });
        }

        meta.Hook.Gate.SetResult();

        var sizes = (await meta.Hook.Next(2)).Select(told => ((JsonArray)told.Json["entry"]![0]!["changes"]!).Count);
        Assert.Equal([3, 2], sizes);
    }

    [Fact]
    public async Task Posts_nothing_for_a_number_without_an_address()
    {
        await using var meta = await Simulation.Start();
        await meta.Ask(HttpMethod.Put, "/simulator/api/numbers/42", """{"number":"15550000042"}""");

        var written = await meta.Ask(
            HttpMethod.Post,
            $"/simulator/api/numbers/42/phones/{Ada}/messages",
            """{"type":"text","text":"hi"}"""
        );
        await meta.Says(Ada, "marker");

        Assert.Equal(System.Net.HttpStatusCode.Accepted, written.Status);
        Assert.Equal(0, meta.Hook.Waiting);
    }
}
