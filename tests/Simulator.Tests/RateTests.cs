using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Meta's limits, each of them switched on for the number.</summary>
public sealed class RateTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(1_000)]
    public async Task A_number_sends_so_many_in_a_second(int most)
    {
        await using var meta = await Limited($$"""{"messagesPerSecond":{{most}}}""");

        for (var n = 0; n < most; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
        }

        var answer = await meta.SendText(Ada, "x");
        Assert.Equal(
            (HttpStatusCode.BadRequest, 130429, "(#130429) Rate limit hit"),
            (answer.Status, answer.Code, answer.Message)
        );
        meta.Pass(1_000);
        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
    }

    [Fact]
    public async Task What_comes_in_counts_too()
    {
        await using var meta = await Limited("""{"messagesPerSecond":2}""");
        await meta.Says(Ada, "one");
        await meta.Says(Ada, "two");

        Assert.Equal(130429, (await meta.SendText(Ada, "x")).Code);
    }

    [Fact]
    public async Task One_person_hears_forty_five_at_once_and_then_one_every_six_seconds()
    {
        await using var meta = await Limited("""{"pairLimit":true}""");

        for (var n = 0; n < 45; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
        }

        Assert.Equal(131056, (await meta.SendText(Ada, "x")).Code);
        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Bob, "x")).Status);
        meta.Pass(5_900);
        Assert.Equal(131056, (await meta.SendText(Ada, "x")).Code);
        meta.Pass(200);
        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
        Assert.Equal(131056, (await meta.SendText(Ada, "x")).Code);
    }

    [Fact]
    public async Task A_day_has_so_many_people_outside_their_window()
    {
        await using var meta = await Limited("""{"dailyPeople":2}""");
        await meta.Hook.Next();
        await meta.Says("491700000009", "hi");

        Assert.Equal(HttpStatusCode.OK, (await Template(Ada)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Template(Bob)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Template(Ada)).Status);
        Assert.Equal(131048, (await Template("491700000003")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Template("491700000009")).Status);
        meta.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.OK, (await Template("491700000003")).Status);

        Task<Answer> Template(string to) =>
            meta.Send(Body("template", JsonNode.Parse("""{"name":"promo","language":{"code":"en"}}""")!, to));
    }

    [Fact]
    public async Task A_test_number_writes_to_its_own_people_only()
    {
        await using var meta = await Limited($$"""{"allowedRecipients":["{{Ada}}"]}""");

        var answer = await meta.SendText(Bob, "x");

        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
        Assert.Equal((HttpStatusCode.BadRequest, 131030), (answer.Status, answer.Code));
        Assert.Equal(
            "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.",
            answer.Details
        );
    }

    [Theory]
    [InlineData("""{"messagesPerSecond":0,"dailyPeople":0,"allowedRecipients":[],"pairLimit":false}""")]
    public async Task Limits_can_be_taken_away(string wish)
    {
        await using var meta = await Limited(
            $$"""{"messagesPerSecond":1,"pairLimit":true,"allowedRecipients":["{{Bob}}"]}"""
        );

        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", wish);

        for (var n = 0; n < 50; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Ada, "x")).Status);
        }
    }

    [Fact]
    public async Task An_upgrade_and_a_new_tier_are_told()
    {
        await using var meta = await Limited("""{"messagesPerSecond":80}""");

        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", """{"messagesPerSecond":1000}""");
        var upgrade = await meta.Hook.Next();
        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", """{"dailyPeople":2000}""");
        var tier = await meta.Hook.Next();

        Assert.Equal("THROUGHPUT_UPGRADE", (string?)upgrade.Value["event"]);
        Assert.Equal("phone_number_quality_update", (string?)upgrade.Json["entry"]![0]!["changes"]![0]!["field"]);
        Assert.Equal("TIER_2K", (string?)tier.Value["max_daily_conversations_per_business"]);
        Assert.NotNull(tier.Json["entry"]![0]!["time"]);
        var number = (await meta.Get($"/simulator/graph/{Id}?fields=throughput", Token)).Json;
        Assert.Equal("HIGH", (string?)number["throughput"]!["level"]);
    }

    private static async Task<Simulation> Limited(string wish)
    {
        var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        var answer = await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", wish);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Json.ToJsonString());
        return meta;
    }
}
