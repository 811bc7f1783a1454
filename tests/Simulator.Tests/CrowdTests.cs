using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class CrowdTests
{
    [Fact]
    public async Task Everybody_says_their_line_with_a_number_of_their_own()
    {
        await using var meta = await Simulation.Start();

        var crowd = await Send(
            meta,
            """{"people":5,"perSecond":10000,"firstPhone":"4915200000000","script":[{"say":"I am {n}"}]}"""
        );

        var heard = await meta.Hook.Next(5);
        Assert.Equal(HttpStatusCode.Accepted, crowd.Status);
        Assert.Equal(
            [
                "4915200000000 I am 1",
                "4915200000001 I am 2",
                "4915200000002 I am 3",
                "4915200000003 I am 4",
                "4915200000004 I am 5",
            ],
            heard.Select(one => $"{one.Message!["from"]} {one.Message["text"]!["body"]}").Order(StringComparer.Ordinal)
        );
        var view = await Ended(meta, crowd);
        Assert.Equal(
            (5, 5, 0, 5),
            ((int)view["arrived"]!, (int)view["done"]!, (int)view["gaveUp"]!, (int)view["said"]!)
        );
    }

    [Fact]
    public async Task Somebody_waits_for_buttons_and_taps_one()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        var crowd = await Send(
            meta,
            """{"people":1,"script":[{"say":"hi"},{"hear":"choose"},{"tap":"2"},{"hear":""},{"tap":"No"}]}"""
        );
        await meta.Hook.Next();

        await meta.Send(Buttons("something else"));
        await meta.Send(Buttons("please choose"));
        var second = await meta.Hook.Next();
        await meta.Send(Buttons("again"));
        var third = await meta.Hook.Next();

        Assert.Equal("no", (string?)second.Message!["interactive"]!["button_reply"]!["id"]);
        Assert.Equal("no", (string?)third.Message!["interactive"]!["button_reply"]!["id"]);
        var view = await Ended(meta, crowd);
        Assert.Equal((1, 3), ((int)view["done"]!, (int)view["heard"]!));
    }

    [Fact]
    public async Task Somebody_who_hears_nothing_gives_up()
    {
        await using var meta = await Simulation.Start();
        var crowd = await Send(meta, """{"people":1,"patienceMs":1000,"script":[{"say":"hi"},{"hear":""}]}""");
        await meta.Hook.Next();

        var view = await Ended(meta, crowd, () => meta.Pass(1_000));

        Assert.Equal(
            (0, 1, "step 1: heard nothing in time"),
            ((int)view["done"]!, (int)view["gaveUp"]!, (string?)view["problem"])
        );
    }

    [Fact]
    public async Task Nobody_hears_what_is_not_delivered()
    {
        await using var meta = await Simulation.Start();
        var crowd = await Send(meta, """{"people":1,"script":[{"say":"hi"},{"hear":""},{"tap":"1"}]}""");
        await meta.Hook.Next();

        await meta.Faults(new JsonObject { ["kind"] = "failLater", ["code"] = 131049 });
        await meta.Send(Buttons("lost"));
        await meta.Faults();
        var sent = await meta.Send(Buttons("choose"));

        Assert.Equal(sent.Wamid, (string?)(await meta.Hook.Next()).Message!["context"]!["id"]);
        Assert.Equal(1, (int)(await Ended(meta, crowd))["heard"]!);
    }

    [Fact]
    public async Task People_arrive_one_after_the_other()
    {
        await using var meta = await Simulation.Start();
        var crowd = await Send(meta, """{"people":3,"perSecond":1,"script":[{"say":"hi"}]}""");
        await meta.Hook.Next();
        Assert.Equal(1, (int)(await View(meta, crowd))["arrived"]!);

        var view = await Ended(meta, crowd, () => meta.Pass(1_000));

        Assert.Equal(3, (int)view["done"]!);
    }

    [Fact]
    public async Task A_crowd_can_be_sent_home()
    {
        await using var meta = await Simulation.Start();
        var crowd = await Send(meta, """{"people":100,"perSecond":1,"script":[{"say":"hi"}]}""");
        await meta.Hook.Next();

        await meta.Ask(HttpMethod.Delete, $"/simulator/crowds/{(string)crowd.Json["id"]!}", null);

        Assert.False((bool)(await View(meta, crowd))["running"]!);
    }

    [Theory]
    [InlineData("""{"people":0,"script":[{"say":"x"}]}""")]
    [InlineData("""{"people":100001,"script":[{"say":"x"}]}""")]
    [InlineData("""{"people":1}""")]
    [InlineData("""{"people":1,"script":[]}""")]
    [InlineData("""{"people":1,"script":[null]}""")]
    [InlineData("""{"people":1,"script":[{}]}""")]
    [InlineData("""{"people":1,"script":[{"say":"x","tap":"1"}]}""")]
    [InlineData("""{"people":1,"script":[{"say":"x"}],"perSecond":0}""")]
    [InlineData("""{"people":2,"script":[{"say":"x"}],"firstPhone":"999999999999999"}""")]
    [InlineData("""{"people":1,"script":[{"say":"x"}],"firstPhone":"abc"}""")]
    [InlineData("""{"people":1,"script":[{"send":"song"}]}""")]
    [InlineData("[]")]
    public async Task A_crowd_that_makes_no_sense_is_not_sent(string wish)
    {
        await using var meta = await Simulation.Start();

        var answer = await Send(meta, wish);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Ten_crowds_at_once_are_enough()
    {
        await using var meta = await Simulation.Start();
        const string wish = """{"people":2,"perSecond":0.001,"script":[{"say":"hi"}]}""";

        for (var n = 0; n < 10; n++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await Send(meta, wish)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send(meta, wish)).Status);
        await meta.Ask(HttpMethod.Post, "/simulator/api/reset", "");
        Assert.Equal(HttpStatusCode.Accepted, (await Send(meta, wish)).Status);
    }

    private static Task<Answer> Send(Simulation meta, string wish) =>
        meta.Ask(HttpMethod.Post, "/simulator/crowds", wish);

    private static async Task<JsonNode> View(Simulation meta, Answer crowd) =>
        (await meta.Get($"/simulator/crowds/{(string)crowd.Json["id"]!}")).Json;

    private static async Task<JsonNode> Ended(Simulation meta, Answer crowd, Action? pass = null)
    {
        JsonNode view = new JsonObject();
        await Eventually.True(
            async () =>
            {
                pass?.Invoke();
                view = await View(meta, crowd);
                return !(bool)view["running"]!;
            },
            "the crowd ends",
            TestContext.Current.CancellationToken
        );
        return view;
    }

    private static JsonObject Buttons(string words) =>
        Body(
            "interactive",
            JsonNode.Parse(
                $$$"""
                {"type":"button","body":{"text":"{{{words}}}"},"action":{"buttons":[
                  {"type":"reply","reply":{"id":"yes","title":"Yes"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}
                """
            )!,
            "4915200000000"
        );
}
