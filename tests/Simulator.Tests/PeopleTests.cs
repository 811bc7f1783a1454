using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>What people do beside writing: block, delete, share cards and places.</summary>
public sealed class PeopleTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 131026)]
    public async Task Who_blocked_the_business_is_not_reached(bool fails, int? code)
    {
        await using var meta = await Simulation.Start(("BlockedFails", fails ? "true" : "false"));
        await meta.Says(Ada, "hi");
        await meta.Change(Ada, new JsonObject { ["blocked"] = true });
        await meta.SendText(Ada, "are you there?");

        meta.Pass(100);
        var first = (await meta.Hook.Next()).Status!;
        meta.Pass(10_000);

        Assert.Equal(code, (int?)first["errors"]?[0]!["code"]);
        Assert.Equal(code is null ? "sent" : "failed", (string?)(await meta.Chat(Ada))[1]!["status"]);
        await meta.Change(Ada, new JsonObject { ["blocked"] = false });
        Assert.Equal(code is null ? "delivered" : "failed", (string?)(await meta.Chat(Ada))[1]!["status"]);
    }

    [Fact]
    public async Task What_was_deleted_arrives_as_unsupported()
    {
        await using var meta = await Simulation.Start();
        var said = await meta.Says(Ada, "oops");

        await meta.Act(Ada, new JsonObject { ["type"] = "delete", ["to"] = said.Id });

        var message = (await meta.Hook.Next()).Message!;
        Assert.Equal(("unsupported", 131051), ((string?)message["type"], (int)message["errors"]![0]!["code"]!));
    }

    [Fact]
    public async Task Cards_are_shared_whole()
    {
        await using var meta = await Simulation.Start();
        var card =
            """{"name":{"formatted_name":"Bea Müller","first_name":"Bea"},"phones":[{"phone":"+49 170 1","type":"CELL"}]}""";

        await meta.Act(
            Ada,
            new JsonObject { ["type"] = "contacts", ["contacts"] = new JsonArray(JsonNode.Parse(card)) }
        );

        var message = (await meta.Hook.Next()).Message!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(card), message["contacts"]![0]));
        Assert.Equal("Bea Müller", (string?)(await meta.Chat(Ada))[0]!["text"]);
    }

    [Fact]
    public async Task A_place_answers_the_question_for_it()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        var asked = await meta.Send(
            Body(
                "interactive",
                JsonNode.Parse(
                    """{"type":"location_request_message","body":{"text":"Where?"},"action":{"name":"send_location"}}"""
                )!
            )
        );

        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "location",
                ["latitude"] = 1.5,
                ["longitude"] = 2.5,
                ["caption"] = "Café",
                ["address"] = "1 Road",
                ["to"] = asked.Wamid,
            }
        );

        var message = (await meta.Hook.Next()).Message!;
        Assert.Equal(
            (asked.Wamid, "Café", "1 Road"),
            (
                (string?)message["context"]!["id"],
                (string?)message["location"]!["name"],
                (string?)message["location"]!["address"]
            )
        );
    }

    [Theory]
    [InlineData("""{"type":"contacts"}""")]
    [InlineData("""{"type":"contacts","contacts":[]}""")]
    [InlineData("""{"type":"contacts","contacts":["x"]}""")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{}}]}""")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{"formatted_name":"\ud83d"}}]}""")]
    [InlineData("""{"type":"delete"}""")]
    [InlineData("""{"type":"delete","to":"wamid.x"}""")]
    [InlineData("""{"type":"flow"}""")]
    [InlineData("""{"type":"flow","to":"wamid.x","data":{}}""")]
    [InlineData("""{"type":"media","mediaType":"image","content":"not base64!"}""")]
    [InlineData("""{"type":"media","mediaType":"image","content":""}""")]
    [InlineData("""{"type":"media","mediaType":"image","to":"wamid.x"}""")]
    [InlineData("""{"type":"location","latitude":1,"longitude":1,"to":"wamid.x"}""")]
    public async Task What_makes_no_sense_is_refused_and_leaves_nothing(string act)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(HttpMethod.Post, $"/simulator/api/numbers/{Id}/phones/{Ada}/messages", act);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(await meta.Chat(Ada));
    }
}
