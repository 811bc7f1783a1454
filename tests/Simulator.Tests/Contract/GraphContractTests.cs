using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.WhatsApp;
using Simulation = WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Contract;

/// <summary>The platform's Graph client against the simulator, over real HTTP: two readings of one reference that must agree.</summary>
public sealed class GraphContractTests
{
    private const string Ada = Simulation.Ada;
    private static readonly GraphChannel Channel = new(Simulation.Id, Simulation.Token);

    public static TheoryData<string> Kinds => [.. Contents.Keys];

    private static Dictionary<string, Content> Contents { get; } =
        new()
        {
            ["text"] = new TextContent("Hello 😀 https://example.com", PreviewUrl: true),
            ["image"] = new MediaContent(MediaKind.Image, Link: "https://example.com/a.png", Caption: "c"),
            ["video"] = new MediaContent(MediaKind.Video, Id: "1", Caption: "c"),
            ["audio"] = new MediaContent(MediaKind.Audio, Id: "1", Voice: true),
            ["document"] = new MediaContent(MediaKind.Document, Id: "1", Caption: "c", FileName: "a.pdf"),
            ["sticker"] = new MediaContent(MediaKind.Sticker, Id: "1"),
            ["location"] = new LocationContent(1.5, -2.5, "Café", "1 Road"),
            ["contacts"] = new ContactsContent([new ContactCard("Bea Müller", ["+4917012345678"])]),
            ["buttons"] = new ButtonsContent(
                "Body",
                [new Button("yes", "Yes"), new Button("no", "No")],
                "Head",
                "Foot"
            ),
            ["list"] = new ListContent(
                "Body",
                "Open",
                [
                    new ListSection("One", [new ListRow("a", "A", "first")]),
                    new ListSection("Two", [new ListRow("b", "B")]),
                ]
            ),
            ["template"] = new TemplateContent(
                "promo",
                "en_US",
                JsonElement.Parse("""[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]""")
            ),
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_message_is_taken_and_every_status_understood(string kind)
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");

        var result = await Client(meta)
            .Send(Channel, new Recipient($"+{Ada}", null), Contents[kind], null, "a=1", Cancel);

        var sent = Assert.IsType<Sent>(result);
        Assert.Equal((Ada, false), (sent.WaId, sent.Held));
        meta.Pass(100);
        Assert.Equal((sent.Wamid, MessageStatus.Sent, "a=1"), Told(await meta.Hook.Next()));
        meta.Pass(700);
        Assert.Equal((sent.Wamid, MessageStatus.Delivered, "a=1"), Told(await meta.Hook.Next()));
        await meta.Reads(Ada);
        Assert.Equal((sent.Wamid, MessageStatus.Read, "a=1"), Told(await meta.Hook.Next()));
    }

    [Fact]
    public async Task A_reply_quotes_a_reaction_points_and_a_receipt_is_taken()
    {
        await using var meta = await Simulation.Start();
        var said = await meta.Says(Ada, "hi");
        var client = Client(meta);
        var to = new Recipient(Ada, null);

        Assert.IsType<Sent>(await client.Send(Channel, to, new TextContent("yes"), said.Id, "a", Cancel));
        Assert.IsType<Sent>(await client.Send(Channel, to, new ReactionContent(said.Id, "👍"), null, "b", Cancel));
        Assert.IsType<Sent>(await client.MarkRead(Channel, said.Id, typing: true, Cancel));

        var chat = await meta.Chat(Ada);
        Assert.Equal(
            ("read", said.Id, said.Id),
            ((string?)chat[0]!["status"], (string?)chat[1]!["contextId"], (string?)chat[2]!["contextId"])
        );
    }

    [Fact]
    public async Task Somebody_without_a_phone_is_reached_by_user_id()
    {
        await using var meta = await Simulation.Start();
        await meta.Change(Ada, new JsonObject { ["usernameOnly"] = true });
        var arrived = Arrived(await meta.Says(Ada, "hi"));
        Assert.Null(arrived.Sender.Phone);

        var sent = Assert.IsType<Sent>(
            await Client(meta)
                .Send(Channel, new Recipient(null, arrived.Sender.Bsuid), new TextContent("x"), null, "a", Cancel)
        );

        Assert.Null(sent.WaId);
        Assert.Equal("x", (string?)(await meta.Chat(Ada))[1]!["text"]);
    }

    [Theory]
    [InlineData(131056, LaterScope.Recipient)]
    [InlineData(130429, LaterScope.Number)]
    [InlineData(131057, LaterScope.Number)]
    [InlineData(80007, LaterScope.Account)]
    [InlineData(131016, LaterScope.Recipient)]
    public async Task A_limit_is_waited_for(int code, LaterScope scope)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "fail", ["code"] = code });

        var later = Assert.IsType<TryLater>(await Send(meta));

        Assert.Equal((code, scope), (later.Error.Code, later.Scope));
    }

    [Theory]
    [InlineData(190, RefusalScope.Token)]
    [InlineData(131031, RefusalScope.Number)]
    [InlineData(133010, RefusalScope.Number)]
    [InlineData(132001, RefusalScope.Content)]
    [InlineData(132015, RefusalScope.Content)]
    [InlineData(131026, RefusalScope.Recipient)]
    [InlineData(131030, RefusalScope.Recipient)]
    public async Task A_refusal_reaches_as_far_as_Meta_means_it(int code, RefusalScope scope)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "fail", ["code"] = code });

        var refused = Assert.IsType<Refused>(await Send(meta));

        Assert.Equal((code, scope), (refused.Error.Code, refused.Scope));
    }

    [Fact]
    public async Task An_ended_token_stops_the_number()
    {
        await using var meta = await Simulation.Start();
        await meta.Ask(HttpMethod.Post, "/simulator/api/tokens", """{"token":"old","expiresInMs":0}""");

        var refused = Assert.IsType<Refused>(
            await Client(meta)
                .Send(
                    new GraphChannel(Simulation.Id, "old"),
                    new Recipient(Ada, null),
                    new TextContent("x"),
                    null,
                    "a",
                    Cancel
                )
        );

        Assert.Equal((190, RefusalScope.Token), (refused.Error.Code, refused.Scope));
    }

    [Theory]
    [InlineData("""{"kind":"drop"}""")]
    [InlineData("""{"kind":"fail","bare":true,"httpStatus":502}""")]
    [InlineData("""{"kind":"hang"}""")]
    public async Task What_nobody_can_know_is_unknown(string fault)
    {
        await using var meta = await Simulation.Start();
        await meta.Faults((JsonObject)JsonNode.Parse(fault)!);

        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var told = Client(meta, clock).Send(Channel, new Recipient(Ada, null), new TextContent("x"), null, "a", Cancel);
        if (fault.Contains("hang", StringComparison.Ordinal))
        {
            await meta.Logged(line => (string?)line["problem"] == "never answered");
            clock.Advance(TimeSpan.FromMinutes(1));
        }
        var result = await told;

        // a 502 without Graph's body may come from before or from behind the door
        Assert.True(result is Unknown or TryLater, $"{result}");
        Assert.Equal(fault.Contains("bare", StringComparison.Ordinal) ? 0 : 1, (await meta.Chat(Ada)).Count);
    }

    [Fact]
    public async Task A_dropped_answer_is_mended_by_a_status()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Faults(new JsonObject { ["kind"] = "drop" });

        Assert.IsType<Unknown>(await Send(meta));
        meta.Pass(100);

        Assert.Equal(
            (MessageStatus.Sent, "a"),
            Told(await meta.Hook.Next()) is var (_, status, data) ? (status, data) : default
        );
    }

    [Fact]
    public async Task A_closed_window_is_told_afterwards()
    {
        await using var meta = await Simulation.Start();

        Assert.IsType<Sent>(await Send(meta));
        meta.Pass(100);

        var status = Assert.IsType<StatusArrived>(Assert.Single(Parse(await meta.Hook.Next())));
        Assert.Equal((MessageStatus.Failed, 131047), (status.Status, status.Error?.Code));
    }

    [Fact]
    public async Task A_held_message_is_known_as_held()
    {
        await using var meta = await Simulation.Start();
        await meta.Faults(new JsonObject { ["kind"] = "held", ["delayMs"] = 1000 });

        Assert.True(Assert.IsType<Sent>(await Send(meta, Contents["template"])).Held);
    }

    [Theory]
    [InlineData("""{"type":"text","text":"Grüße 😀 a/b"}""", "text")]
    [InlineData("""{"type":"location","latitude":1.5,"longitude":2.5,"caption":"x"}""", "location")]
    [InlineData("""{"type":"media","mediaType":"image","caption":"x"}""", "image")]
    [InlineData("""{"type":"media","mediaType":"audio"}""", "audio")]
    [InlineData("""{"type":"media","mediaType":"sticker"}""", "sticker")]
    [InlineData(
        """{"type":"contacts","contacts":[{"name":{"formatted_name":"Bea","first_name":"Bea"}}]}""",
        "contacts"
    )]
    public async Task What_a_person_sends_is_understood(string act, string kind)
    {
        await using var meta = await Simulation.Start();
        await meta.Act(Ada, (JsonObject)JsonNode.Parse(act)!);
        var delivery = await meta.Hook.Next();

        Assert.True(WebhookSignature.Matches(delivery.Body, delivery.Signature, [Simulation.Secret]));
        var arrived = Arrived(delivery);
        Assert.Equal((kind, Ada), (arrived.Message.Content.Kind, arrived.Sender.Phone));
    }

    [Fact]
    public async Task What_a_person_taps_is_understood()
    {
        await using var meta = await Simulation.Start(("Numbers:0:Statuses", "none"));
        await meta.Says(Ada, "hi");
        var buttons = Assert.IsType<Sent>(await Send(meta, Contents["buttons"]));
        var list = Assert.IsType<Sent>(await Send(meta, Contents["list"]));

        await Tap(buttons.Wamid, "no");
        var button = Arrived(await meta.Hook.Next());
        await Tap(list.Wamid, "b");
        var row = Arrived(await meta.Hook.Next());

        Assert.Equal(
            ("no", buttons.Wamid),
            (Assert.IsType<ReplyContent>(button.Message.Content).Id, button.Message.Context?.Wamid)
        );
        Assert.Equal(
            ("b", list.Wamid),
            (Assert.IsType<ReplyContent>(row.Message.Content).Id, row.Message.Context?.Wamid)
        );

        Task Tap(string to, string choice) =>
            meta.Act(
                Ada,
                new JsonObject
                {
                    ["type"] = "reply",
                    ["to"] = to,
                    ["choice"] = choice,
                }
            );
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<SendResult> Send(Simulation meta, Content? content = null) =>
        Client(meta).Send(Channel, new Recipient(Ada, null), content ?? new TextContent("x"), null, "a", Cancel);

    private static GraphClient Client(Simulation meta, TimeProvider? clock = null) =>
        new(
            meta.Http,
            new GraphOptions { BaseUrl = new Uri(meta.Http.BaseAddress!, "/simulator/graph") },
            NullLogger<GraphClient>.Instance,
            clock
        );

    private static IReadOnlyList<WebhookEvent> Parse(Simulator.Tests.Delivery delivery) =>
        (WebhookParser.Parse(delivery.Body) ?? throw new InvalidOperationException("no JSON")).Events;

    private static (string, MessageStatus, string?) Told(Simulator.Tests.Delivery delivery)
    {
        var status = Assert.IsType<StatusArrived>(Assert.Single(Parse(delivery)));
        return (status.Wamid, status.Status, status.CallbackData);
    }

    private static MessageArrived Arrived(Simulator.Tests.Delivery delivery) =>
        Assert.IsType<MessageArrived>(Assert.Single(Parse(delivery)));
}
