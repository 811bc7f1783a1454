using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class RefusalTests(SharedSimulation shared) : IClassFixture<SharedSimulation>
{
    private const string Value = "(#131009) Parameter value is not valid";
    private const string Invalid = "(#100) Invalid parameter";
    private readonly Simulation meta = shared.Simulator;

    [Fact]
    public async Task Wants_a_token()
    {
        var answer = await meta.Send("{}", token: null);

        Assert.Equal((HttpStatusCode.BadRequest, 104), (answer.Status, answer.Code));
        Assert.Equal("An access token is required to request this resource.", answer.Message);
    }

    [Fact]
    public async Task Wants_the_right_token()
    {
        var answer = await meta.Send("{}", token: "wrong");

        Assert.Equal((HttpStatusCode.Unauthorized, 190), (answer.Status, answer.Code));
        Assert.Equal("Invalid OAuth access token - Cannot parse access token", answer.Message);
        Assert.Equal("OAuthException", (string?)answer.Error!["type"]);
        Assert.Matches("^A[A-Za-z0-9_-]{22}$", (string)answer.Error["fbtrace_id"]!);
    }

    [Fact]
    public async Task Hides_a_number_from_the_token_of_another()
    {
        await meta.Ask(
            HttpMethod.Put,
            "/simulator/api/numbers/77",
            """{"number":"15550000077","accessToken":"other"}"""
        );

        var answer = await meta.Send("{}", token: "other");

        Assert.Equal((100, 33), (answer.Code, (int?)answer.Error!["error_subcode"]));
    }

    [Theory]
    [InlineData("POST", "v25.0/999/messages", "post")]
    [InlineData("GET", "v25.0/999", "get")]
    [InlineData("POST", "999/nothing/here", "post")]
    public async Task Does_not_know_an_unknown_object(string method, string path, string verb)
    {
        var answer = await meta.Ask(
            new HttpMethod(method),
            $"/simulator/graph/{path}",
            method == "GET" ? null : "{}",
            Token
        );

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
        Assert.Equal(33, (int?)answer.Error!["error_subcode"]);
        Assert.Equal("GraphMethodException", (string?)answer.Error["type"]);
        Assert.Equal(
            $"Unsupported {verb} request. Object with ID '999' does not exist, cannot be loaded due to missing permissions, "
                + "or does not support this operation. Please read the Graph API documentation at "
                + "https://developers.facebook.com/docs/graph-api",
            answer.Message
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"messaging_product":"whatsapp","to":"491700000001","text":{"body":"\ud83d"}}""")]
    [InlineData(
        """{"messaging_product":"whatsapp","to":"491700000001","biz_opaque_callback_data":"\ud83d","text":{"body":"x"}}"""
    )]
    public async Task Refuses_what_is_not_an_object_of_JSON_and_text(string body)
    {
        var answer = await meta.Send(body);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("v1.0%0A")]
    [InlineData("v٢.٠")]
    [InlineData("v25")]
    [InlineData("vv1.0")]
    public async Task Takes_what_only_looks_like_a_version_for_an_object(string version)
    {
        var answer = await meta.Send("{}", Token, $"{version}/{Id}/messages");

        Assert.Equal(
            (HttpStatusCode.BadRequest, 100, 33),
            (answer.Status, answer.Code, (int?)answer.Error!["error_subcode"])
        );
    }

    [Fact]
    public async Task Refuses_bytes_that_are_no_text()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"/simulator/graph/{Id}/messages?access_token={Token}"
        );
        request.Content = new ByteArrayContent([
            .. """{"messaging_product":"whatsapp","to":"491700000001","text":{"body":"x"""u8,
            0xff,
            .. "\"}}"u8,
        ]);

        Assert.Equal(100, (await meta.Ask(request)).Code);
    }

    [Fact]
    public async Task Refuses_a_body_that_is_far_too_large_before_it_comes()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient("127.0.0.1", meta.Http.BaseAddress!.Port);
        await using var wire = client.GetStream();
        await wire.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /simulator/graph/{Id}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Token}\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"
            ),
            cancel
        );
        using var lines = new StreamReader(wire);

        Assert.Equal("HTTP/1.1 400 Bad Request", await lines.ReadLineAsync(cancel));
        Assert.Contains("(#100) Invalid parameter", await lines.ReadToEndAsync(cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messaging_product", null, "(#100) The parameter messaging_product is required.")]
    [InlineData("messaging_product", "\"sms\"", "(#100) Param messaging_product must be one of {WHATSAPP}.")]
    [InlineData("to", null, "(#100) The parameter to is required.")]
    [InlineData("text", null, "(#100) The parameter text is required.")]
    [InlineData("text", "\"hi\"", "(#100) Param text must be a JSON object.")]
    [InlineData("text", "{}", "(#100) The parameter text['body'] is required.")]
    [InlineData("text", """{"body":""}""", "(#100) The parameter text['body'] is required.")]
    [InlineData("text", """{"body":[]}""", "(#100) Param text['body'] must be a string.")]
    [InlineData("text", """{"body":"x","preview_url":5}""", "(#100) Param text['preview_url'] must be a boolean.")]
    [InlineData("context", "{}", "(#100) The parameter context['message_id'] is required.")]
    [InlineData(
        "recipient_type",
        "\"group\"",
        "(#100) Param recipient_type must be one of {INDIVIDUAL} - got \"group\"."
    )]
    public async Task Names_the_parameter_that_is_wrong(string member, string? value, string message)
    {
        var body = Body("text", new JsonObject { ["body"] = "hi" });
        body.Remove(member);

        if (value is not null)
        {
            body[member] = JsonNode.Parse(value);
        }

        var answer = await meta.Send(body);

        Assert.Equal((HttpStatusCode.BadRequest, 100, message), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task Refuses_a_type_that_is_none()
    {
        var answer = await meta.Send(Body("poll", new JsonObject()));

        Assert.StartsWith(
            "(#100) Param type must be one of {AUDIO, CONTACTS, ",
            answer.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Refuses_to_send_to_the_business_itself()
    {
        var answer = await meta.SendText($"+{Number}", "hi");

        Assert.Equal((HttpStatusCode.BadRequest, 131021), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Refuses_a_recipient_that_is_no_number()
    {
        var answer = await meta.SendText("ada@example.com", "hi");

        Assert.Equal((100, Invalid), (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("audio", """{"id":"1","caption":"x"}""", "(#100) Unexpected key \"caption\" on param \"audio\".")]
    [InlineData("sticker", """{"id":"1","caption":"x"}""", "(#100) Unexpected key \"caption\" on param \"sticker\".")]
    [InlineData("image", """{"id":"1","filename":"x"}""", "(#100) Unexpected key \"filename\" on param \"image\".")]
    [InlineData("image", "{}", "(#100) The parameter image['id'] is required.")]
    [InlineData("image", """{"link":"ftp://x"}""", "(#100) Param image['link'] is not a valid URL.")]
    [InlineData("location", """{"latitude":1}""", "(#100) The parameter location['longitude'] is required.")]
    [InlineData(
        "location",
        """{"latitude":91,"longitude":1}""",
        "(#100) Param location['latitude'] must be a number between -90 and 90."
    )]
    [InlineData(
        "location",
        """{"latitude":"NaN","longitude":1}""",
        "(#100) Param location['latitude'] must be a number between -90 and 90."
    )]
    [InlineData("reaction", """{"message_id":"m"}""", "(#100) The parameter reaction['emoji'] is required.")]
    [InlineData(
        "reaction",
        """{"message_id":"m","emoji":"👍👍"}""",
        "(#100) Param reaction['emoji'] must be a single emoji."
    )]
    [InlineData("contacts", """[{"phones":[]}]""", "(#100) The parameter contacts[0]['name'] is required.")]
    [InlineData(
        "contacts",
        """[{"name":{"formatted_name":"x"}}]""",
        "(#100) The parameter contacts[0]['name']['first_name'] is required."
    )]
    [InlineData(
        "interactive",
        """{"type":"button","action":{"buttons":[]}}""",
        "(#100) The parameter interactive['body']['text'] is required."
    )]
    [InlineData(
        "interactive",
        """{"type":"button","body":{"text":"b"}}""",
        "(#100) The parameter interactive['action'] is required."
    )]
    [InlineData(
        "interactive",
        """{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a"}}]}}""",
        "(#100) The parameter interactive['action']['buttons'][0]['reply']['title'] is required."
    )]
    [InlineData(
        "interactive",
        """{"type":"list","body":{"text":"b"},"action":{"button":"x","sections":[{"title":"s","rows":[{"id":"a","title":"a"}]},{"rows":[{"id":"b","title":"b"}]}]}}""",
        "(#100) The parameter interactive['action']['sections'][1]['title'] is required."
    )]
    [InlineData("template", """{"name":"x"}""", "(#100) The parameter template['language'] is required.")]
    [InlineData(
        "template",
        """{"name":"x","language":{}}""",
        "(#100) The parameter template['language']['code'] is required."
    )]
    public async Task Names_the_place_in_the_content_that_is_wrong(string type, string content, string message)
    {
        var answer = await meta.Send(Body(type, JsonNode.Parse(content)!));

        Assert.Equal((HttpStatusCode.BadRequest, 100, message), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData(
        """{"type":"button","body":{"text":"b"},"action":{"buttons":[]}}""",
        "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3"
    )]
    [InlineData(
        """{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":""}}]}}""",
        "Button title length invalid. Min length: 1, Max length: 20"
    )]
    [InlineData(
        """{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"Yes"}},{"type":"reply","reply":{"id":"b","title":"YES"}}]}}""",
        "Buttons titles must be unique"
    )]
    [InlineData(
        """{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"Yes"}},{"type":"reply","reply":{"id":"a","title":"No"}}]}}""",
        "Buttons ids must be unique"
    )]
    [InlineData(
        """{"type":"list","body":{"text":"b"},"action":{"button":"x","sections":[{"rows":[{"id":"a","title":"a"},{"id":"a","title":"b"}]}]}}""",
        "Row ids must be unique"
    )]
    [InlineData(
        """{"type":"list","header":{"type":"image","image":{"id":"1"}},"body":{"text":"b"},"action":{"button":"x","sections":[{"rows":[{"id":"a","title":"a"}]}]}}""",
        "Header type 'image' is not supported for list. Supported types: text"
    )]
    [InlineData(
        """{"type":"button","body":{"text":""},"action":{"buttons":[]}}""",
        "Body text length invalid. Min length: 1, Max length: 1024"
    )]
    [InlineData("""{"type":"dance","body":{"text":"b"},"action":{}}""", "Interactive type 'dance' is not supported")]
    public async Task Explains_a_value_that_is_wrong(string interactive, string details)
    {
        var answer = await meta.Send(Body("interactive", JsonNode.Parse(interactive)!));

        Assert.Equal((HttpStatusCode.BadRequest, 131009, Value), (answer.Status, answer.Code, answer.Message));
        Assert.Equal(
            (details, "whatsapp"),
            (answer.Details, (string?)answer.Error!["error_data"]!["messaging_product"])
        );
    }

    [Theory]
    [InlineData("a\nb", "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")]
    [InlineData("a\tb", "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")]
    [InlineData("a     b", "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")]
    [InlineData("", "Parameter 'text' is mandatory for component parameter type 'text'")]
    public async Task Refuses_an_untidy_template_parameter(string text, string details)
    {
        var answer = await meta.Send(Body("template", Template(text)));

        Assert.Equal((100, Invalid, details), (answer.Code, answer.Message, answer.Details));
    }

    [Fact]
    public async Task Takes_four_spaces_in_a_template_parameter() =>
        Assert.Equal(HttpStatusCode.OK, (await meta.Send(Body("template", Template("a    b")))).Status);

    [Fact]
    public async Task Answers_errors_in_ASCII_with_escaped_slashes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/simulator/graph/{Id}/messages");
        request.Headers.Authorization = new("Bearer", Token);
        request.Content = new StringContent(
            Body("pöll/x", new JsonObject()).ToJsonString(),
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(
            """p\u00f6ll\/x""",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    private static JsonObject Template(string text) =>
        new()
        {
            ["name"] = "x",
            ["language"] = new JsonObject { ["code"] = "en" },
            ["components"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "body",
                    ["parameters"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
                }
            ),
        };
}
