using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>The 24 hours after somebody wrote: who has them, what they cost, and who is who.</summary>
public sealed class WindowTests
{
    private const string Stranger = "US.12345678901234567";

    [Theory]
    [InlineData(23, "sent")]
    [InlineData(25, "failed")]
    public async Task A_window_stays_open_when_the_chat_is_forgotten(int hours, string status)
    {
        await using var meta = await Simulation.Start(("MaxMessages", "1"));
        await meta.Says(Ada, "hi");
        await meta.Says(Bob, "and so is the first chat");
        Assert.Empty(await meta.Chat(Ada));

        meta.Time.Advance(TimeSpan.FromHours(hours));
        await meta.SendText(Ada, "hello");
        meta.Pass(100);

        Assert.Equal(status, (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Who_is_known_by_a_user_id_is_found_when_the_chat_is_forgotten()
    {
        await using var meta = await Simulation.Start(("MaxMessages", "1"));
        var userId = (string)(await meta.Says(Ada, "hi")).Message!["from_user_id"]!;
        await meta.Says(Bob, "and so is the first chat");

        await meta.Send(To(userId));
        meta.Pass(100);

        var told = await meta.Hook.Next();
        Assert.Equal(("sent", Ada), (told.What, (string?)told.Status!["recipient_id"]));
    }

    [Fact]
    public void Windows_are_forgotten_when_they_close()
    {
        var time = new FakeTimeProvider();
        var windows = new OpenWindows(new Later(time));
        windows.Keep("US.1", new OpenWindow(Ada, time.GetUtcNow()));
        time.Advance(TimeSpan.FromHours(12));
        windows.Keep("US.1", new OpenWindow(Ada, time.GetUtcNow()));
        time.Advance(TimeSpan.FromHours(13));

        windows.Keep("US.2", new OpenWindow(Bob, time.GetUtcNow()));

        Assert.NotNull(windows.Find("US.1"));
        time.Advance(TimeSpan.FromHours(12));
        Assert.Null(windows.Find("US.1"));
    }

    [Theory]
    [InlineData("true", "sent")]
    [InlineData("false", "failed")]
    public async Task A_stranger_with_a_user_id_is_trusted_when_the_number_says_so(string trust, string status)
    {
        await using var meta = await Simulation.Start(("Numbers:0:TrustUnseen", trust));

        await meta.Send(To(Stranger));
        meta.Pass(100);

        var told = await meta.Hook.Next();
        Assert.Equal((status, Stranger), (told.What, (string?)told.Status!["recipient_user_id"]));
    }

    [Fact]
    public async Task Trust_does_not_make_a_template_cheaper()
    {
        await using var meta = await Simulation.Start(
            ("Numbers:0:TrustUnseen", "true"),
            ("Numbers:0:TakesUnknown", "false")
        );
        await meta.Ask(
            HttpMethod.Post,
            "/simulator/graph/300000000000003/message_templates",
            """{"name":"u","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Your order is here."}]}""",
            Token
        );
        meta.Pass(2_000);
        await meta.Hook.Next();

        Assert.True(await Billed());
        await meta.Says(Ada, "hi");
        Assert.False(await Billed());

        async Task<bool> Billed()
        {
            var sent = await meta.Send(Body("template", JsonNode.Parse("""{"name":"u","language":{"code":"en"}}""")!));
            Assert.True(sent.Status == HttpStatusCode.OK, sent.Json.ToJsonString());
            meta.Pass(800);
            var told = await meta.Hook.Next(2);
            return (bool)told[0].Status!["pricing"]!["billable"]!;
        }
    }

    [Fact]
    public async Task One_person_has_one_limit_under_both_names()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"), ("Numbers:0:PairLimit", "true"));
        var userId = (string)(await meta.Says(Ada, "hi")).Message!["from_user_id"]!;

        for (var n = 0; n < 45; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await meta.Send(n % 2 == 0 ? To(Ada) : To(userId))).Status);
        }

        Assert.Equal(131056, (await meta.Send(To(userId))).Code);
        Assert.Equal(131056, (await meta.Send(To(Ada))).Code);
    }

    [Fact]
    public async Task One_person_counts_once_a_day_under_both_names_and_not_at_all_in_a_window()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"), ("Numbers:0:DailyPeople", "1"));
        var open = (string)(await meta.Says(Bob, "hi")).Message!["from_user_id"]!;
        var userId = Chat.UserIdOf(Ada, "300000000000003");

        Assert.Equal(HttpStatusCode.OK, (await meta.Send(Template(open))).Status);
        Assert.Equal(HttpStatusCode.OK, (await meta.Send(Template(Ada))).Status);
        Assert.Equal(HttpStatusCode.OK, (await meta.Send(Template(userId))).Status);
        Assert.Equal(131048, (await meta.Send(Template("491700000003"))).Code);
    }

    [Fact]
    public async Task A_test_number_writes_to_its_own_people_by_their_user_ids_too()
    {
        await using var meta = await Simulation.Start(
            ("Numbers:0:Statuses", "none"),
            ("Numbers:0:AllowedRecipients:0", Ada)
        );

        Assert.Equal(HttpStatusCode.OK, (await meta.Send(To(Chat.UserIdOf(Ada, "300000000000003")))).Status);
        Assert.Equal(131030, (await meta.Send(To(Chat.UserIdOf(Bob, "300000000000003")))).Code);
    }

    [Fact]
    public async Task The_chat_of_a_number_that_is_none_is_forgotten_too()
    {
        await using var meta = await Simulation.Start(("MaxMessages", "1"), ("Numbers:0:Statuses", "none"));
        await meta.SendText("4917", "nobody");

        await meta.SendText(Bob, "hi");

        Assert.Single((JsonArray)(await meta.Get($"/simulator/api/numbers/{Id}/phones")).Json["items"]!);
    }

    private static JsonObject To(string who) => Whom(Body("text", new JsonObject { ["body"] = "hi" }), who);

    private static JsonObject Template(string who) =>
        Whom(Body("template", JsonNode.Parse("""{"name":"promo","language":{"code":"en"}}""")!), who);

    private static JsonObject Whom(JsonObject body, string who)
    {
        if (who.StartsWith("US.", StringComparison.Ordinal))
        {
            body.Remove("to");
            body["recipient"] = who;
        }
        else
        {
            body["to"] = who;
        }

        return body;
    }
}
