using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>What the control API is asked by mistake; none of it may be a mistake of its own.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task The_log_has_nothing_after_the_largest_number()
    {
        await using var meta = await Simulation.Start();
        await meta.SendText(Ada, "hi");

        var answer = await meta.Get($"/simulator/api/log?after={long.MaxValue}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Json["items"]!.AsArray());
        Assert.Equal(1, (int)answer.Json["last"]!);
    }

    [Fact]
    public async Task The_tail_of_the_log_is_its_end()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));

        for (var n = 1; n <= 1_002; n++)
        {
            await meta.SendText(Ada, $"{n}");
        }

        var items = (await meta.Get("/simulator/api/log?tail=1001")).Json["items"]!.AsArray();

        Assert.Equal((1_001, "1002"), (items.Count, (string?)items[^1]!["text"]));
    }

    [Fact]
    public async Task A_crowd_needs_a_phone_to_count_from()
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(
            HttpMethod.Post,
            "/simulator/crowds",
            """{"people":1,"firstPhone":null,"script":[{"say":"x"}]}"""
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"\ud83d":1}""")]
    public async Task A_webhook_by_hand_is_text(string value)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(
            HttpMethod.Post,
            $"/simulator/api/numbers/{Id}/webhooks",
            $$"""{"field":"messages","value":{{value}}}"""
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task The_kind_of_a_file_is_ASCII()
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "media",
                ["mediaType"] = "document",
                ["mimeType"] = "é",
            }
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Theory]
    [InlineData("audio/mpeg", false)]
    [InlineData("audio/ogg; codecs=opus", true)]
    [InlineData(null, true)]
    public async Task Music_is_no_voice(string? mime, bool voice)
    {
        await using var meta = await Simulation.Start();
        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "media",
                ["mediaType"] = "audio",
                ["mimeType"] = mime,
            }
        );

        Assert.Equal(voice, (bool)(await meta.Hook.Next()).Message!["audio"]!["voice"]!);
    }
}
