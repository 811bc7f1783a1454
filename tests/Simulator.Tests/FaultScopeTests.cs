using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Whom a fault is about, and who leaves it alone.</summary>
public sealed class FaultScopeTests
{
    [Theory]
    [InlineData("""{"kind":"fail","code":131000,"times":1}""")]
    [InlineData("""{"kind":"fail","code":131000,"times":1,"recipient":"*"}""")]
    public async Task Other_calls_do_not_use_up_what_is_meant_for_sends(string rule)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults((JsonObject)JsonNode.Parse(rule)!);

        Assert.Equal(HttpStatusCode.OK, (await meta.Get($"/simulator/graph/{Id}", Token)).Status);

        Assert.Equal(131000, (await meta.SendText(Ada, "hi")).Code);
        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "hi")).Status);
    }

    [Fact]
    public async Task Other_calls_do_not_use_up_a_rule_that_would_not_touch_them()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        await meta.Faults(new JsonObject { ["kind"] = "drop", ["times"] = 1 });

        await meta.Get($"/simulator/graph/{Id}", Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => meta.SendText(Ada, "hi"));
    }

    [Fact]
    public async Task Other_calls_use_up_what_names_their_edge()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(
            new JsonObject
            {
                ["kind"] = "fail",
                ["code"] = 80007,
                ["type"] = "message_templates",
                ["times"] = 1,
            }
        );

        Assert.Equal(80007, (await Templates()).Code);
        Assert.Equal(HttpStatusCode.OK, (await Templates()).Status);

        Task<Answer> Templates() => meta.Get("/simulator/graph/300000000000003/message_templates", Token);
    }

    [Fact]
    public async Task Everything_fails_when_nothing_else_is_said()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "fail", ["code"] = 190 });

        Assert.Equal(190, (await meta.Get($"/simulator/graph/{Id}", Token)).Code);
        Assert.Equal(190, (await meta.SendText(Ada, "hi")).Code);
    }

    [Fact]
    public async Task Somebody_is_found_by_phone_and_by_user_id()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        var userId = (string)(await meta.Says(Ada, "hi")).Message!["from_user_id"]!;

        foreach (var name in new[] { Ada, userId })
        {
            await meta.Faults(
                new JsonObject
                {
                    ["kind"] = "fail",
                    ["code"] = 131000,
                    ["recipient"] = name,
                }
            );

            Assert.Equal(131000, (await meta.SendText(Ada, "hi")).Code);
            Assert.Equal(131000, (await meta.Send(To(userId))).Code);
            Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Bob, "hi")).Status);
        }
    }

    [Fact]
    public async Task A_duplicate_can_be_a_matter_of_chance()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "duplicate", ["probability"] = 0 });

        await meta.Says(Ada, "one");
        await meta.Says(Ada, "two");

        Assert.Equal(0, meta.Hook.Waiting);
    }

    [Fact]
    public async Task A_duplicate_has_no_type()
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Faults(new JsonObject { ["kind"] = "duplicate", ["type"] = "text" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task The_seed_is_told_with_the_rules()
    {
        await using var meta = await Simulation.Start();

        await meta.Ask(HttpMethod.Put, "/simulator/api/faults", """{"seed":7,"items":[]}""");

        Assert.Equal(7, (int)(await meta.Get("/simulator/api/faults")).Json["seed"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_holds_goes_on_where_it_is_when_another_comes_and_it_is_kept(bool keep)
    {
        await using var meta = await Simulation.Start();
        var once = """{"kind":"fail","code":131000,"times":1}""";
        await Put("", once);
        Assert.Equal(131000, (await meta.SendText(Ada, "hi")).Code);

        var kept = await Put(keep ? "\"keep\":true," : "", $$"""{{once}},{"kind":"lateStatus","delayMs":5}""");

        Assert.Equal(2, kept.Json["items"]!.AsArray().Count);
        Assert.Equal(
            keep ? HttpStatusCode.OK : HttpStatusCode.InternalServerError,
            (await meta.SendText(Ada, "hi")).Status
        );

        Task<Answer> Put(string more, string items) =>
            meta.Ask(HttpMethod.Put, "/simulator/api/faults", $$"""{{{more}}"items":[{{items}}]}""");
    }

    private static JsonObject To(string userId) =>
        new()
        {
            ["messaging_product"] = "whatsapp",
            ["recipient"] = userId,
            ["type"] = "text",
            ["text"] = new JsonObject { ["body"] = "hi" },
        };
}
