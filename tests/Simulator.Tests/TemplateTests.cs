using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>A template's life: made, reviewed, sent, changed, deleted.</summary>
public sealed class TemplateTests
{
    private const string Waba = "300000000000003";
    private const string Edge = $"/simulator/graph/v25.0/{Waba}/message_templates";

    private const string Order = """
        {"name":"order","language":"en_US","category":"UTILITY","components":[
          {"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},
          {"type":"BODY","text":"Hello {{1}}, your order {{2}} is on its way to you.","example":{"body_text":[["Ana","7"]]}},
          {"type":"FOOTER","text":"Thanks"},
          {"type":"BUTTONS","buttons":[
            {"type":"QUICK_REPLY","text":"Stop"},
            {"type":"URL","text":"Track","url":"https://example.com/{{1}}","example":["https://example.com/1"]}]}]}
        """;

    [Fact]
    public async Task Is_made_reviewed_told_about_and_sent()
    {
        await using var meta = await Start();
        var made = await Make(meta, Order);
        Assert.Equal(("PENDING", "UTILITY"), ((string?)made.Json["status"], (string?)made.Json["category"]));
        Assert.Equal(132001, (await Send(meta)).Code);

        meta.Pass(2_000);
        var told = await meta.Hook.Next();
        var change = told.Json["entry"]![0]!["changes"]![0]!;
        Assert.Equal("message_template_status_update", (string?)change["field"]);
        Assert.Equal(
            ("APPROVED", "order"),
            ((string?)change["value"]!["event"], (string?)change["value"]!["message_template_name"])
        );
        Assert.Equal((string?)made.Json["id"], $"{(long)change["value"]!["message_template_id"]!}");

        var sent = await Send(meta);
        Assert.Equal("accepted", (string?)sent.Json["messages"]![0]!["message_status"]);
        var bubble = (await meta.Chat(Ada))[0]!;
        Assert.Equal("Hello Pablo, your order 86 is on its way to you.", (string?)bubble["text"]);
        Assert.Equal(["Stop", "Track"], bubble["buttons"]!.AsArray().Select(button => (string)button!["title"]!));
    }

    [Fact]
    public async Task Is_rejected_when_its_name_asks_for_it()
    {
        await using var meta = await Start();
        await Make(meta, Order.Replace("\"order\"", "\"reject_me\"", StringComparison.Ordinal));

        meta.Pass(2_000);

        var value = (await meta.Hook.Next()).Value;
        Assert.Equal(("REJECTED", "INVALID_FORMAT"), ((string?)value["event"], (string?)value["reason"]));
    }

    [Theory]
    [InlineData("PAUSED", 132015, 400)]
    [InlineData("DISABLED", 132016, 400)]
    [InlineData("REJECTED", 132001, 404)]
    public async Task Cannot_be_sent_in_another_state(string status, int code, int http)
    {
        await using var meta = await Start();
        var id = await Approved(meta, Order);
        await meta.Ask(HttpMethod.Put, $"/simulator/api/templates/{id}", $$"""{"status":"{{status}}"}""");

        var answer = await Send(meta);

        Assert.Equal((code, http), (answer.Code, (int)answer.Status));
        Assert.Equal(status, (string?)(await meta.Hook.Next()).Value["event"]);
    }

    [Theory]
    [InlineData("es", "Pablo", "86", "7", 404, 132001, "template name (order) does not exist in es")]
    [InlineData("en", "Pablo", "86", "7", 404, 132001, "template name (order) does not exist in en")]
    [InlineData(
        "en_US",
        "Pablo",
        null,
        "7",
        400,
        132000,
        "body: number of localizable_params (1) does not match the expected number of params (2)"
    )]
    [InlineData(
        "en_US",
        "Pablo",
        "86",
        null,
        400,
        131008,
        "buttons: Button at index 1 of type Url requires a parameter"
    )]
    public async Task Must_be_sent_as_it_was_made(
        string language,
        string first,
        string? second,
        string? suffix,
        int http,
        int code,
        string details
    )
    {
        await using var meta = await Start();
        await Approved(meta, Order);

        var answer = await meta.Send(Body("template", Message(language, [first, second], suffix, image: true)));

        Assert.Equal((http, code, details), ((int)answer.Status, answer.Code, answer.Details));
    }

    [Fact]
    public async Task Needs_the_file_of_its_header()
    {
        await using var meta = await Start();
        await Approved(meta, Order);

        var answer = await meta.Send(Body("template", Message("en_US", ["a", "b"], "7", image: false)));

        Assert.Equal(
            (132012, "header: Format mismatch, expected IMAGE, received UNKNOWN"),
            (answer.Code, answer.Details)
        );
    }

    [Fact]
    public async Task Must_not_grow_too_long_with_its_parameters()
    {
        await using var meta = await Start();
        await Approved(meta, Order);
        var half = new string('x', 600);

        var answer = await meta.Send(Body("template", Message("en_US", [half, half], "7", image: true)));

        Assert.Equal((HttpStatusCode.BadRequest, 132005), (answer.Status, answer.Code));
        Assert.Empty(await meta.Chat(Ada));
    }

    [Fact]
    public async Task Goes_to_a_phone_number_alone_when_it_carries_a_code()
    {
        await using var meta = await Start();
        await Approved(
            meta,
            """
            {"name":"code","language":"en_US","category":"AUTHENTICATION","components":[
              {"type":"BODY","add_security_recommendation":true},
              {"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy"}]}]}
            """
        );

        var answer = await meta.Send(
            """
            {"messaging_product":"whatsapp","recipient":"US.12345678901234567","type":"template",
             "template":{"name":"code","language":{"code":"en_US"}}}
            """
        );

        Assert.Equal((HttpStatusCode.BadRequest, 131062), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Exists_only_once_in_a_language()
    {
        await using var meta = await Start();
        await Make(meta, Order);

        Assert.Equal(2388024, (int?)(await Make(meta, Order)).Error!["error_subcode"]);
        Assert.Equal(
            HttpStatusCode.OK,
            (await Make(meta, Order.Replace("en_US", "es", StringComparison.Ordinal))).Status
        );
    }

    [Fact]
    public async Task Can_be_made_a_hundred_times_an_hour()
    {
        await using var meta = await Start();

        for (var n = 1; n <= 100; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Make(meta, Simple($"t{n}"))).Status);
        }

        Assert.Equal(80007, (await Make(meta, Simple("more"))).Code);
        meta.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.OK, (await Make(meta, Simple("more"))).Status);
    }

    [Fact]
    public async Task Is_listed_in_pages()
    {
        await using var meta = await Start();

        for (var n = 0; n < 6; n++)
        {
            await Make(meta, Simple($"t{n}"));
        }

        var names = new List<string>();
        var next = $"{Edge}?limit=3&fields=name,status";

        while (next is not null)
        {
            var page = (await meta.Get(next, Token)).Json;
            names.AddRange(page["data"]!.AsArray().Select(one => (string)one!["name"]!));
            Assert.All(page["data"]!.AsArray(), one => Assert.Equal(3, one!.AsObject().Count));
            next = (string?)page["paging"]!["next"];
        }

        Assert.Equal(["hello_world", "t0", "t1", "t2", "t3", "t4", "t5"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("name=order", 1)]
    [InlineData("status=PENDING", 1)]
    [InlineData("status=APPROVED", 1)]
    [InlineData("category=marketing", 0)]
    [InlineData("language=en_US", 2)]
    public async Task Is_found_by_what_it_is(string query, int count)
    {
        await using var meta = await Start();
        await Make(meta, Order);

        Assert.Equal(count, (await meta.Get($"{Edge}?{query}", Token)).Json["data"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("limit=x")]
    [InlineData("limit=0")]
    [InlineData("after=nonsense")]
    [InlineData("after=cGxhY2UgLTE=")]
    [InlineData("before=%00")]
    public async Task Is_not_listed_by_nonsense(string query)
    {
        await using var meta = await Start();

        var answer = await meta.Get($"{Edge}?{query}", Token);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Is_edited_once_a_day_and_reviewed_again()
    {
        await using var meta = await Start();
        var id = await Approved(meta, Order);
        const string edit = """{"components":[{"type":"BODY","text":"New words."}]}""";

        Assert.True((bool)(await meta.Ask(HttpMethod.Post, $"/simulator/graph/{id}", edit, Token)).Json["success"]!);
        Assert.Equal(100, (await meta.Ask(HttpMethod.Post, $"/simulator/graph/{id}", edit, Token)).Code);
        meta.Pass(2_000);
        Assert.Equal("APPROVED", (string?)(await meta.Hook.Next()).Value["event"]);
        Assert.Equal(100, (await meta.Ask(HttpMethod.Post, $"/simulator/graph/{id}", edit, Token)).Code);
        Assert.Equal(
            100,
            (await meta.Ask(HttpMethod.Post, $"/simulator/graph/{id}", """{"category":"MARKETING"}""", Token)).Code
        );
        meta.Time.Advance(TimeSpan.FromHours(25));
        Assert.True((bool)(await meta.Ask(HttpMethod.Post, $"/simulator/graph/{id}", edit, Token)).Json["success"]!);
    }

    [Fact]
    public async Task Is_deleted_in_all_languages_or_in_one()
    {
        await using var meta = await Start();
        var id = (string?)(await Make(meta, Order)).Json["id"];
        await Make(meta, Order.Replace("en_US", "es", StringComparison.Ordinal));
        await Make(meta, Order.Replace("en_US", "fr", StringComparison.Ordinal));

        await meta.Ask(HttpMethod.Delete, $"{Edge}?hsm_id={id}&name=order", null, Token);
        Assert.Equal(2, (await meta.Get($"{Edge}?name=order", Token)).Json["data"]!.AsArray().Count);
        await meta.Ask(HttpMethod.Delete, $"{Edge}?name=order", null, Token);
        Assert.Empty((await meta.Get($"{Edge}?name=order", Token)).Json["data"]!.AsArray());
        Assert.Equal(
            2593002,
            (int?)(await meta.Ask(HttpMethod.Delete, $"{Edge}?name=order", null, Token)).Error!["error_subcode"]
        );
    }

    [Fact]
    public async Task Takes_named_parameters_in_any_order()
    {
        await using var meta = await Start();
        await Approved(
            meta,
            """{"name":"named","language":"en","category":"MARKETING","parameter_format":"NAMED","components":[{"type":"BODY","text":"Dear {{first}} and {{second}}, hello to you both.","example":{"body_text_named_params":[]}}]}"""
        );

        var sent = await meta.Send(Body("template", Named("second", "first")));
        var wrong = await meta.Send(Body("template", Named("second", "third")));

        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Equal("Dear is first and is second, hello to you both.", (string?)(await meta.Chat(Ada))[0]!["text"]);
        Assert.Equal(100, wrong.Code);
    }

    [Fact]
    public async Task Tells_of_its_quality_and_category()
    {
        await using var meta = await Start();
        var id = await Approved(meta, Order);

        await meta.Ask(HttpMethod.Put, $"/simulator/api/templates/{id}", """{"quality":"RED"}""");
        var quality = await meta.Hook.Next();
        await meta.Ask(HttpMethod.Put, $"/simulator/api/templates/{id}", """{"category":"MARKETING"}""");
        var category = await meta.Hook.Next();

        Assert.Equal(
            ("UNKNOWN", "RED"),
            ((string?)quality.Value["previous_quality_score"], (string?)quality.Value["new_quality_score"])
        );
        Assert.Equal(
            ("UTILITY", "MARKETING"),
            ((string?)category.Value["previous_category"], (string?)category.Value["new_category"])
        );
    }

    [Fact]
    public async Task The_sample_is_for_test_numbers_only()
    {
        await using var meta = await Start();
        var sample = Body("template", JsonNode.Parse("""{"name":"hello_world","language":{"code":"en_US"}}""")!);

        Assert.Equal(131058, (await meta.Send(sample)).Code);
        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", $$"""{"allowedRecipients":["{{Ada}}"]}""");
        Assert.Equal(HttpStatusCode.OK, (await meta.Send(sample)).Status);
    }

    private static Task<Simulation> Start() => Simulation.Start(("Numbers:0:TakesUnknown", "false"));

    private static Task<Answer> Make(Simulation meta, string json) => meta.Ask(HttpMethod.Post, Edge, json, Token);

    private static async Task<string> Approved(Simulation meta, string json)
    {
        var id = (string)(await Make(meta, json)).Json["id"]!;
        meta.Pass(2_000);
        Assert.Equal("APPROVED", (string?)(await meta.Hook.Next()).Value["event"]);
        return id;
    }

    private static Task<Answer> Send(Simulation meta) =>
        meta.Send(Body("template", Message("en_US", ["Pablo", "86"], "7", image: true)));

    private static JsonObject Message(string language, string?[] words, string? suffix, bool image)
    {
        var components = new JsonArray(
            new JsonObject
            {
                ["type"] = "body",
                ["parameters"] = new JsonArray([
                    .. words.OfType<string>().Select(word => new JsonObject { ["type"] = "text", ["text"] = word }),
                ]),
            }
        );

        if (image)
        {
            components.Add(
                JsonNode.Parse(
                    """{"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com/a.png"}}]}"""
                )
            );
        }

        if (suffix is not null)
        {
            components.Add(
                JsonNode.Parse(
                    $$"""{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"{{suffix}}"}]}"""
                )
            );
        }

        return new JsonObject
        {
            ["name"] = "order",
            ["language"] = new JsonObject { ["code"] = language },
            ["components"] = components,
        };
    }

    private static JsonObject Named(params string[] names) =>
        new JsonObject
        {
            ["name"] = "named",
            ["language"] = new JsonObject { ["code"] = "en" },
            ["components"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "body",
                    ["parameters"] = new JsonArray([
                        .. names.Select(name => new JsonObject
                        {
                            ["type"] = "text",
                            ["parameter_name"] = name,
                            ["text"] = $"is {name}",
                        }),
                    ]),
                }
            ),
        };

    private static string Simple(string name) =>
        $$"""{"name":"{{name}}","language":"en","category":"MARKETING","components":[{"type":"BODY","text":"Hello there."}]}""";
}
