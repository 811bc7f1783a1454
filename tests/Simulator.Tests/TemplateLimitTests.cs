using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>How long a template may grow, what becomes of a deleted one, and where its links lead.</summary>
public sealed class TemplateLimitTests
{
    private const string Edge = "/simulator/graph/v25.0/300000000000003/message_templates";

    [Theory]
    [InlineData("", 32_768)]
    [InlineData(""",{"type":"FOOTER","text":"Thanks"}""", 1_024)]
    public async Task A_body_alone_may_be_long(string rest, int most)
    {
        await using var meta = await Start();
        await Approved(
            meta,
            """{"type":"BODY","text":"Hello {{1}} there, dear.","example":{"body_text":[["Ana"]]}}""" + rest
        );
        var room = most - "Hello  there, dear.".Length;

        Assert.Equal(132005, (await Send(meta, Parameters("body", new string('x', room + 1)))).Code);
        Assert.Equal(HttpStatusCode.OK, (await Send(meta, Parameters("body", new string('x', room)))).Status);
    }

    [Fact]
    public async Task A_header_has_sixty_letters_with_its_parameter()
    {
        await using var meta = await Start();
        await Approved(
            meta,
            """{"type":"HEADER","format":"TEXT","text":"Dear {{1}}","example":{"header_text":["Ana"]}},{"type":"BODY","text":"Hello."}"""
        );

        Assert.Equal(132005, (await Send(meta, Parameters("header", new string('x', 56)))).Code);
        Assert.Equal(HttpStatusCode.OK, (await Send(meta, Parameters("header", new string('x', 55)))).Status);
    }

    [Fact]
    public async Task A_deleted_template_is_reviewed_no_more()
    {
        await using var meta = await Start();
        await Make(meta, """{"type":"BODY","text":"Hello."}""");

        await meta.Ask(HttpMethod.Delete, $"{Edge}?name=t", null, Token);
        meta.Pass(10_000);
        await meta.Says(Ada, "marker");

        Assert.Equal(0, meta.Hook.Waiting);
    }

    [Fact]
    public async Task Each_link_leads_where_it_should()
    {
        await using var meta = await Start();
        await Approved(
            meta,
            """
            {"type":"BODY","text":"Hello."},
            {"type":"BUTTONS","buttons":[
              {"type":"URL","text":"Shop","url":"https://example.com/shop"},
              {"type":"URL","text":"Track","url":"https://example.com/{{1}}","example":["https://example.com/1"]}]}
            """
        );

        await Send(
            meta,
            """{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"order/7"}]}"""
        );

        var bubble = (await meta.Chat(Ada))[0]!;
        Assert.Equal(
            ["https://example.com/shop", "https://example.com/order/7"],
            bubble["buttons"]!.AsArray().Select(button => (string?)button!["url"])
        );
        Assert.Equal("https://example.com/shop", (string?)bubble["url"]);
    }

    private static Task<Simulation> Start() =>
        Simulation.Start(("Numbers:0:TakesUnknown", "false"), ("Numbers:0:Statuses", "none"));

    private static Task<Answer> Make(Simulation meta, string components) =>
        meta.Ask(
            HttpMethod.Post,
            Edge,
            $$"""{"name":"t","language":"en","category":"MARKETING","components":[{{components}}]}""",
            Token
        );

    private static async Task Approved(Simulation meta, string components)
    {
        var made = await Make(meta, components);
        Assert.True(made.Status == HttpStatusCode.OK, made.Json.ToJsonString());
        meta.Pass(2_000);
        Assert.Equal("APPROVED", (string?)(await meta.Hook.Next()).Value["event"]);
    }

    private static string Parameters(string type, string text) =>
        $$"""{"type":"{{type}}","parameters":[{"type":"text","text":"{{text}}"}]}""";

    private static Task<Answer> Send(Simulation meta, string component) =>
        meta.Send(
            Body(
                "template",
                JsonNode.Parse($$"""{"name":"t","language":{"code":"en"},"components":[{{component}}]}""")!
            )
        );
}
