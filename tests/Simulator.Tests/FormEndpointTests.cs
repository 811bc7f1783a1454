using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.FormPlay;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>What a form's endpoint is asked, and what becomes of its answers.</summary>
public sealed class FormEndpointTests
{
    [Fact]
    public async Task Asks_its_endpoint_for_screens_encrypted()
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);

        desk.Answers("""{"screen":"ASK","data":{"greeting":"hello"}}""");
        var first = await Ask(meta, wamid, "INIT", new JsonObject());
        desk.Answers(
            """{"screen":"SUCCESS","data":{"extension_message_response":{"params":{"flow_token":"t-1","booked":"yes"}}}}"""
        );
        var last = await Ask(meta, wamid, "data_exchange", new JsonObject { ["age"] = "32" });

        Assert.Equal(("ASK", "hello"), ((string?)first.Json["screen"], (string?)first.Json["data"]!["greeting"]));
        Assert.Equal(
            ("INIT", "t-1", "3.0"),
            ((string?)desk.Asked[0]["action"], (string?)desk.Asked[0]["flow_token"], (string?)desk.Asked[0]["version"])
        );
        Assert.Equal("32", (string?)desk.Asked[1]["data"]!["age"]);
        Assert.Equal("SUCCESS", (string?)last.Json["screen"]);
        Assert.Equal(
            """{"flow_token":"t-1","booked":"yes"}""",
            (string?)(await meta.Hook.Next()).Message!["interactive"]!["nfm_reply"]!["response_json"]
        );
    }

    [Theory]
    [InlineData("""{"screen":"ASK","data":{},"data":{}}""")]
    [InlineData("""{"screen":"ASK","data":{"a":"\ud83d"}}""")]
    public async Task Says_so_when_its_endpoint_answers_what_is_no_text(string words)
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.Answers(words);

        var answer = await Ask(meta, wamid, "INIT", new JsonObject());

        Assert.Equal(424, (int)answer.Status);
        Assert.Contains("not valid Unicode", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_notice_of_the_charset_that_its_endpoint_claims()
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.ContentType = "text/plain; charset=bogus";
        desk.Answers("""{"screen":"ASK","data":{}}""");

        Assert.Equal("ASK", (string?)(await Ask(meta, wamid, "INIT", new JsonObject())).Json["screen"]);
    }

    [Theory]
    [InlineData(421)]
    [InlineData(427)]
    [InlineData(432)]
    [InlineData(500)]
    public async Task Says_so_when_its_endpoint_fails(int status)
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.Fails(status);

        var answer = await Ask(meta, wamid, "INIT", new JsonObject());

        Assert.Equal(424, (int)answer.Status);
        Assert.Contains($"{status}", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }
}
