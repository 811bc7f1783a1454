using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class LadderTests
{
    [Fact]
    public async Task Tells_sent_after_its_delay_and_not_before()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        var wamid = (await meta.SendText(Ada, "hello")).Wamid;

        meta.Pass(99);
        Assert.Equal(0, meta.Hook.Waiting);
        Assert.Equal("accepted", (string?)(await meta.Chat(Ada))[1]!["status"]);
        meta.Pass(1);

        var told = await meta.Hook.Next();
        Assert.Equal(("sent", wamid), (told.What, told.Id));
    }

    [Fact]
    public async Task Climbs_sent_delivered_read_in_order()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello");

        meta.Pass(800);
        await meta.Reads(Ada);

        Assert.Equal(["sent", "delivered", "read"], (await meta.Hook.Next(3)).Select(told => told.What));
    }

    [Fact]
    public async Task Keeps_the_order_of_a_chat_while_the_other_side_is_slow()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        meta.Hook.Gate = new TaskCompletionSource();
        var first = (await meta.SendText(Ada, "1")).Wamid;
        meta.Pass(1);
        var second = (await meta.SendText(Ada, "2")).Wamid;
        meta.Pass(800);

        await meta.Hook.Next();
        Assert.Equal(0, meta.Hook.Waiting);
        meta.Hook.Gate.SetResult();

        var rest = await meta.Hook.Next(3);
        Assert.Equal(
            [("sent", second), ("delivered", first), ("delivered", second)],
            rest.Select(told => (told.What, told.Id))
        );
    }

    [Fact]
    public async Task Echoes_the_callback_data_in_every_status()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello", "c=7;r=912");
        meta.Pass(800);
        await meta.Reads(Ada);

        var told = await meta.Hook.Next(3);

        Assert.All(told, status => Assert.Equal("c=7;r=912", (string?)status.Status!["biz_opaque_callback_data"]));
    }

    [Fact]
    public async Task Prices_sent_and_delivered_but_not_read()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello");
        meta.Pass(800);
        await meta.Reads(Ada);

        var priced = (await meta.Hook.Next(3)).Select(told => told.Status!["pricing"] is not null);

        Assert.Equal([true, true, false], priced);
    }

    [Fact]
    public async Task Tells_of_free_answers_and_billed_templates()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello");
        meta.Pass(100);
        var text = await meta.Hook.Next();
        await meta.Send(Body("template", JsonNode.Parse("""{"name":"promo","language":{"code":"en_US"}}""")!, Bob));
        meta.Pass(100);

        var template = await meta.Hook.Next();

        Assert.Equal("free_customer_service", (string?)text.Status!["pricing"]!["type"]);
        Assert.Equal("regular", (string?)template.Status!["pricing"]!["type"]);
        Assert.Equal("PMP", (string?)template.Status!["pricing"]!["pricing_model"]);
        Assert.Null(template.Status!["conversation"]);
    }

    [Fact]
    public async Task Leaves_an_offline_phone_at_sent_until_it_is_back()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Change(Ada, new JsonObject { ["online"] = false });
        await meta.SendText(Ada, "hello");
        meta.Pass(60_000);
        Assert.Equal("sent", (await meta.Hook.Next()).What);
        Assert.Equal("sent", (string?)(await meta.Chat(Ada))[1]!["status"]);

        await meta.Change(Ada, new JsonObject { ["online"] = true });

        Assert.Equal("delivered", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Never_tells_of_reading_when_the_person_does_not_want_it()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Change(Ada, new JsonObject { ["reading"] = "never" });
        await meta.SendText(Ada, "hello");
        meta.Pass(800);
        await meta.Reads(Ada);

        Assert.Equal("delivered", (string?)(await meta.Chat(Ada))[1]!["status"]);
    }

    [Fact]
    public async Task Reads_by_itself_when_it_is_told_to()
    {
        await using var meta = await Simulation.Start(("ReadAfterMs", "500"));
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "hello");
        meta.Pass(800);
        await meta.Hook.Next(2);

        meta.Pass(499);
        Assert.Equal("delivered", (string?)(await meta.Chat(Ada))[1]!["status"]);
        meta.Pass(1);

        Assert.Equal("read", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Tells_only_sent_about_a_reaction()
    {
        await using var meta = await Simulation.Start();
        var hi = await meta.Says(Ada, "hi");
        await meta.Send(Body("reaction", new JsonObject { ["message_id"] = hi.Id, ["emoji"] = "👍" }));
        meta.Pass(5_000);
        await meta.Reads(Ada);

        Assert.Equal("sent", (await meta.Hook.Next()).What);
        Assert.Equal("sent", (string?)(await meta.Chat(Ada))[1]!["status"]);
    }

    [Fact]
    public async Task Tells_no_status_at_all_for_a_number_that_wants_none()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        await meta.SendText(Ada, "hello");
        meta.Pass(60_000);

        await meta.Says(Bob, "marker");

        Assert.Equal(0, meta.Hook.Waiting);
        Assert.Equal("accepted", (string?)(await meta.Chat(Ada))[0]!["status"]);
    }

    [Fact]
    public async Task Fails_a_message_to_somebody_who_is_not_on_WhatsApp()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Change(Ada, new JsonObject { ["onWhatsApp"] = false });

        var sent = await meta.SendText(Ada, "hello", "c=1");
        meta.Pass(100);

        var told = await meta.Hook.Next();
        Assert.Equal(("failed", sent.Wamid), (told.What, told.Id));
        Assert.Equal(131026, (int)told.Status!["errors"]![0]!["code"]!);
        Assert.Equal("Message undeliverable", (string?)told.Status["errors"]![0]!["title"]);
        Assert.Equal("c=1", (string?)told.Status["biz_opaque_callback_data"]);
        Assert.Null(told.Status["pricing"]);
        Assert.Null(told.Value["contacts"]);
    }

    [Fact]
    public async Task Fails_a_free_form_message_to_somebody_who_never_wrote()
    {
        await using var meta = await Simulation.Start();

        await meta.SendText(Ada, "hello");
        meta.Pass(100);

        var error = (await meta.Hook.Next()).Status!["errors"]![0]!;
        Assert.Equal(131047, (int)error["code"]!);
        Assert.Equal("Re-engagement message", (string?)error["title"]);
        Assert.Equal(
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
            (string?)error["error_data"]!["details"]
        );
    }

    [Theory]
    [InlineData(24 * 60 * 60 - 1, "sent")]
    [InlineData(24 * 60 * 60, "failed")]
    public async Task Closes_the_window_24_hours_after_the_last_message(int seconds, string outcome)
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        meta.Time.Advance(TimeSpan.FromSeconds(seconds));

        await meta.SendText(Ada, "hello");
        meta.Pass(100);

        Assert.Equal(outcome, (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Lets_a_template_through_a_closed_window()
    {
        await using var meta = await Simulation.Start();

        await meta.Send(Body("template", JsonNode.Parse("""{"name":"promo","language":{"code":"en_US"}}""")!));
        meta.Pass(100);

        Assert.Equal("sent", (await meta.Hook.Next()).What);
    }

    [Fact]
    public async Task Trusts_a_conversation_it_has_not_seen_when_the_number_says_so()
    {
        await using var meta = await Simulation.Start(("Numbers:0:TrustUnseen", "true"));

        await meta.SendText(Ada, "hello");
        meta.Pass(100);

        Assert.Equal("sent", (await meta.Hook.Next()).What);
    }
}
