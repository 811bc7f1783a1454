using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class PhoneTests
{
    private const string Choices =
        """{"type":"button","body":{"text":"B"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes!"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}""";

    private const string Menu =
        """{"type":"list","body":{"text":"B"},"action":{"button":"Choose","sections":[{"title":"S","rows":[{"id":"r1","title":"Row 1","description":"d1"},{"id":"r2","title":"Row 2"}]}]}}""";

    [Fact]
    public async Task Taps_a_button_with_the_words_of_the_stored_message()
    {
        await using var meta = await Simulation.Start();
        var sent = await meta.Send(Body("interactive", JsonNode.Parse(Choices)!));

        await meta.Act(Ada, Tap(sent.Wamid, "yes"));

        var message = (await meta.Hook.Next()).Message!;
        Assert.Equal(
            """{"type":"button_reply","button_reply":{"id":"yes","title":"Yes!"}}""",
            message["interactive"]!.ToJsonString()
        );
        Assert.Equal((Number, sent.Wamid), ((string?)message["context"]!["from"], (string?)message["context"]!["id"]));
    }

    [Fact]
    public async Task Taps_a_list_row_with_its_description()
    {
        await using var meta = await Simulation.Start();
        var sent = await meta.Send(Body("interactive", JsonNode.Parse(Menu)!));

        await meta.Act(Ada, Tap(sent.Wamid, "r1"));
        await meta.Act(Ada, Tap(sent.Wamid, "r2"));

        Assert.Equal(
            [
                """{"type":"list_reply","list_reply":{"id":"r1","title":"Row 1","description":"d1"}}""",
                """{"type":"list_reply","list_reply":{"id":"r2","title":"Row 2"}}""",
            ],
            (await meta.Hook.Next(2)).Select(told => told.Message!["interactive"]!.ToJsonString())
        );
    }

    [Fact]
    public async Task Taps_a_templates_quick_reply_as_a_button()
    {
        await using var meta = await Simulation.Start();
        var template = JsonNode.Parse(
            """{"name":"x","language":{"code":"en"},"components":[{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"STOP"}]}]}"""
        )!;
        var sent = await meta.Send(Body("template", template));

        await meta.Act(Ada, Tap(sent.Wamid, "STOP"));

        var message = (await meta.Hook.Next()).Message!;
        Assert.Equal(("button", "STOP"), ((string?)message["type"], (string?)message["button"]!["payload"]));
    }

    [Fact]
    public async Task Sends_a_place()
    {
        await using var meta = await Simulation.Start();

        await meta.Act(Ada, (JsonObject)JsonNode.Parse("""{"type":"location","latitude":52.5,"longitude":13.4}""")!);

        Assert.Equal(
            """{"latitude":52.5,"longitude":13.4}""",
            (await meta.Hook.Next()).Message!["location"]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData("image", "image/png")]
    [InlineData("video", "video/mp4")]
    [InlineData("audio", "audio/ogg; codecs=opus")]
    [InlineData("document", "application/pdf")]
    [InlineData("sticker", "image/webp")]
    public async Task Sends_a_file(string kind, string mime)
    {
        await using var meta = await Simulation.Start();

        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "media",
                ["mediaType"] = kind,
                ["caption"] = "look",
            }
        );

        var file = (await meta.Hook.Next()).Message![kind]!;
        Assert.Equal(mime, (string?)file["mime_type"]);
        Assert.Matches("^[0-9]{16}$", (string)file["id"]!);
        Assert.Equal(32, Convert.FromBase64String((string)file["sha256"]!).Length);
        Assert.Equal(kind is "image" or "video" or "document" ? "look" : null, (string?)file["caption"]);
    }

    [Fact]
    public async Task Reacts_and_takes_the_reaction_away()
    {
        await using var meta = await Simulation.Start();
        var hi = await meta.Says(Ada, "hi");

        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "reaction",
                ["to"] = hi.Id,
                ["emoji"] = "❤️",
            }
        );
        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "reaction",
                ["to"] = hi.Id,
                ["emoji"] = "",
            }
        );

        var reactions = (await meta.Hook.Next(2)).Select(told => told.Message!["reaction"]!).ToList();
        Assert.All(reactions, reaction => Assert.Equal(hi.Id, (string?)reaction["message_id"]));
        Assert.Equal(["❤️", null], reactions.Select(reaction => (string?)reaction["emoji"]));
    }

    [Fact]
    public async Task Sends_whatever_it_is_told_and_fills_in_what_is_missing()
    {
        await using var meta = await Simulation.Start();

        await meta.Act(
            Ada,
            (JsonObject)JsonNode.Parse("""{"type":"raw","message":{"type":"poll","poll":{"q":1},"timestamp":"7"}}""")!
        );

        var message = (await meta.Hook.Next()).Message!;
        Assert.Equal(
            ("poll", "7", Ada),
            ((string?)message["type"], (string?)message["timestamp"], (string?)message["from"])
        );
        Assert.StartsWith("wamid.", (string)message["id"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_tells_the_phone_of_somebody_who_hides_it()
    {
        await using var meta = await Simulation.Start();
        await meta.Change(Ada, new JsonObject { ["usernameOnly"] = true });
        var hi = await meta.Says(Ada, "hi");
        var userId = (string)hi.Message!["from_user_id"]!;
        await meta.Send($$$"""{"messaging_product":"whatsapp","recipient":"{{{userId}}}","text":{"body":"hello"}}""");
        meta.Pass(800);
        await meta.Reads(Ada);

        Delivery[] told = [hi, .. await meta.Hook.Next(3)];

        Assert.All(told, delivery => Assert.DoesNotContain(Ada, Unpacked(delivery), StringComparison.Ordinal));
        Assert.All(told, delivery => Assert.Equal(userId, (string?)delivery.Value["contacts"]![0]!["user_id"]));
        Assert.Matches("^US\\.[0-9]{17}$", userId);
        Assert.NotNull(hi.Value["contacts"]![0]!["profile"]!["username"]);
    }

    [Fact]
    public async Task Shows_its_ticks_once_the_business_has_taken_and_read_the_message()
    {
        await using var meta = await Simulation.Start();
        meta.Hook.Gate = new TaskCompletionSource();
        var hi = await meta.Says(Ada, "hi");
        Assert.Equal("sent", (string?)(await meta.Chat(Ada))[0]!["status"]);

        meta.Hook.Gate.SetResult();
        await meta.Logged(line => (int?)line["statusCode"] == 200);
        Assert.Equal("delivered", (string?)(await meta.Chat(Ada))[0]!["status"]);
        var receipt = await meta.Send(Receipt(hi.Id));

        Assert.Equal("""{"success":true}""", receipt.Json.ToJsonString());
        Assert.Equal("read", (string?)(await meta.Chat(Ada))[0]!["status"]);
    }

    [Fact]
    public async Task Takes_a_read_receipt_for_all_that_was_written_before()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "1");
        var second = await meta.Says(Ada, "2");
        await meta.Says(Ada, "3");
        await meta.Logged(line => (int?)line["statusCode"] == 200, 3);

        await meta.Send(Receipt(second.Id));

        Assert.Equal(
            ["read", "read", "delivered"],
            (await meta.Chat(Ada)).Select(message => (string?)message!["status"])
        );
    }

    [Fact]
    public async Task Refuses_a_read_receipt_for_an_unknown_message()
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Send(Receipt("wamid.nobody"));

        Assert.Equal((100, 33), (answer.Code, (int?)answer.Error!["error_subcode"]));
    }

    [Fact]
    public async Task Refuses_a_read_receipt_for_the_businesss_own_message()
    {
        await using var meta = await Simulation.Start();
        var sent = await meta.SendText(Ada, "hello");

        var answer = await meta.Send(Receipt(sent.Wamid));

        Assert.Equal((100, null), (answer.Code, (int?)answer.Error!["error_subcode"]));
    }

    [Theory]
    [InlineData("1234567")]
    [InlineData("1234567890123456")]
    [InlineData("+491700000001")]
    [InlineData("49170000000a")]
    [InlineData("٤٩١٧٠٠٠٠٠٠")]
    public async Task Refuses_a_phone_that_is_none(string phone)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Act(Uri.EscapeDataString(phone), new JsonObject { ["type"] = "text", ["text"] = "hi" });

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"dance"}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","text":5}""")]
    [InlineData("""{"type":"text","text":"hi","to":"wamid.nobody"}""")]
    [InlineData("""{"type":"reply","to":"wamid.nobody","choice":"a"}""")]
    [InlineData("""{"type":"location","latitude":91,"longitude":0}""")]
    [InlineData("""{"type":"location","latitude":1}""")]
    [InlineData("""{"type":"media","mediaType":"hologram"}""")]
    [InlineData("""{"type":"reaction","to":"wamid.nobody","emoji":"x"}""")]
    [InlineData("""{"type":"raw"}""")]
    [InlineData("""{"type":"raw","message":[]}""")]
    [InlineData("""{"type":"raw","message":{"type":"\ud83d"}}""")]
    [InlineData("""{"type":"raw","message":{"text":{"\ud83d":1}}}""")]
    [InlineData("""{"type":"raw","message":{"a":1,"a":2}}""")]
    [InlineData("""{"type":"raw","message":{"a":[{"b":1,"b":2}]}}""")]
    [InlineData("""{"type":"text","text":"\ud83d"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Refuses_an_act_that_makes_no_sense(string body)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(HttpMethod.Post, $"/simulator/api/numbers/{Id}/phones/{Ada}/messages", body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal("/problems/bad-input", (string?)answer.Json["type"]);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    public async Task Refuses_a_tap_on_what_is_not_there(string choice)
    {
        await using var meta = await Simulation.Start();
        var sent = await meta.Send(Body("interactive", JsonNode.Parse(Choices)!));

        Assert.Equal(HttpStatusCode.BadRequest, (await meta.Act(Ada, Tap(sent.Wamid, choice))).Status);
    }

    [Fact]
    public async Task Refuses_a_tap_on_a_message_that_never_reached_the_phone()
    {
        await using var meta = await Simulation.Start();
        var sent = await meta.Send(Body("interactive", JsonNode.Parse(Choices)!));
        meta.Pass(100);

        Assert.Equal(HttpStatusCode.BadRequest, (await meta.Act(Ada, Tap(sent.Wamid, "yes"))).Status);
    }

    [Theory]
    [InlineData(4096, HttpStatusCode.Accepted)]
    [InlineData(4097, HttpStatusCode.BadRequest)]
    public async Task Writes_at_most_4096_characters(int length, HttpStatusCode expected)
    {
        await using var meta = await Simulation.Start();
        var text = string.Concat(Enumerable.Repeat("😀", length));

        Assert.Equal(expected, (await meta.Act(Ada, new JsonObject { ["type"] = "text", ["text"] = text })).Status);
    }

    private static JsonObject Tap(string wamid, string choice) =>
        new()
        {
            ["type"] = "reply",
            ["to"] = wamid,
            ["choice"] = choice,
        };

    private static JsonObject Receipt(string wamid) =>
        new()
        {
            ["messaging_product"] = "whatsapp",
            ["status"] = "read",
            ["message_id"] = wamid,
        };

    // the id of a message holds digits too, inside of its base64
    private static string Unpacked(Delivery delivery) =>
        delivery.Text + System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(delivery.Id["wamid.".Length..]));
}
