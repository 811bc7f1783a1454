using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>WhatsApp Flows: made, published, filled in on a phone, and their endpoint.</summary>
public sealed class FormTests
{
    private const string Waba = "300000000000003";

    private const string Screens = """
        {"version":"7.0","screens":[{"id":"ASK","terminal":true,"layout":{"type":"SingleColumnLayout","children":[
          {"type":"TextInput","name":"age","label":"Age"},
          {"type":"Footer","label":"Send","on-click-action":{"name":"complete","payload":{"age":"${form.age}"}}}]}}]}
        """;

    [Fact]
    public async Task Is_made_filled_published_and_told_about()
    {
        await using var meta = await Start();
        var id = (string)
            (await Call(meta, "POST", $"{Waba}/flows", """{"name":"Booking","categories":["OTHER"]}""")).Json["id"]!;

        Assert.Equal(139002, (await Call(meta, "POST", $"{id}/publish")).Code);
        Assert.Empty((await Assets(meta, id, Screens)).Json["validation_errors"]!.AsArray());
        Assert.True((bool)(await Call(meta, "POST", $"{id}/publish")).Json["success"]!);

        var told = await meta.Hook.Next();
        Assert.Equal(
            ("flows", "PUBLISHED"),
            ((string?)told.Json["entry"]![0]!["changes"]![0]!["field"], (string?)told.Value["new_status"])
        );
        Assert.Equal(139001, (await Assets(meta, id, Screens)).Code);
        Assert.Equal(139004, (await Call(meta, "DELETE", id)).Code);
        Assert.Equal("PUBLISHED", (string?)(await Call(meta, "GET", $"{Waba}/flows")).Json["data"]![0]!["status"]);
        Assert.True((bool)(await Call(meta, "POST", $"{id}/deprecate")).Json["success"]!);
        Assert.Equal(139003, (await Call(meta, "POST", $"{id}/deprecate")).Code);
    }

    [Fact]
    public async Task Has_a_preview()
    {
        await using var meta = await Start();
        var id = await Published(meta, null);

        var preview = (await Call(meta, "GET", $"{id}?fields=id,preview.invalidate(false),json_version")).Json;

        Assert.Equal("7.0", (string?)preview["json_version"]);
        var (status, bytes) = await meta.Download((string)preview["preview"]!["preview_url"]!);
        Assert.Equal((HttpStatusCode.OK, Screens), (status, Encoding.UTF8.GetString(bytes)));
    }

    [Fact]
    public async Task Says_a_name_twice_and_is_shown_all_the_same()
    {
        await using var meta = await Start();
        var id = (string)
            (await Call(meta, "POST", $"{Waba}/flows", """{"name":"x","categories":["OTHER"]}""")).Json["id"]!;
        var screens = Screens.Replace(
            "{\"version\":\"7.0\",",
            """{"version":"6.0","version":"7.0","data_api_version":"\ud83d",""",
            StringComparison.Ordinal
        );
        await Call(meta, "POST", id, """{"endpoint_uri":"https://example.com/"}""");
        Assert.Empty((await Assets(meta, id, screens)).Json["validation_errors"]!.AsArray());

        var told = await Call(meta, "GET", $"{id}?fields=json_version,data_api_version");

        Assert.Equal((HttpStatusCode.OK, "7.0"), (told.Status, (string?)told.Json["json_version"]));
    }

    [Theory]
    [InlineData("not json", "INVALID_JSON")]
    [InlineData(
        """{"version":"9.0","screens":[{"id":"A","terminal":true,"layout":{"type":"SingleColumnLayout","children":[{}]}}]}""",
        "INVALID_PROPERTY_VALUE"
    )]
    [InlineData("""{"version":"7.0","screens":[]}""", "MISSING_REQUIRED_PROPERTY")]
    [InlineData(
        """{"version":"7.0","screens":[{"id":"A","layout":{"type":"SingleColumnLayout","children":[{}]}}]}""",
        "MISSING_TERMINAL_SCREEN"
    )]
    [InlineData(
        """{"version":"7.0","screens":[{"id":"A","terminal":true,"layout":{"type":"Grid","children":[{}]}}]}""",
        "INVALID_PROPERTY_VALUE"
    )]
    [InlineData("[]", "INVALID_PROPERTY_VALUE")]
    public async Task Tells_what_is_wrong_with_its_screens(string screens, string error)
    {
        await using var meta = await Start();
        var id = (string)
            (await Call(meta, "POST", $"{Waba}/flows", """{"name":"x","categories":["OTHER"]}""")).Json["id"]!;

        var answer = await Assets(meta, id, screens);

        Assert.Equal(error, (string?)answer.Json["validation_errors"]![0]!["error"]);
        Assert.Equal(139002, (await Call(meta, "POST", $"{id}/publish")).Code);
    }

    [Theory]
    [InlineData("""{"categories":["OTHER"]}""", "(#100) The parameter name is required.")]
    [InlineData("""{"name":"x"}""", "(#100) The parameter categories is required.")]
    [InlineData("""{"name":"x","categories":["FUN"]}""", null)]
    [InlineData(
        """{"name":"x","categories":["OTHER"],"endpoint_uri":"ftp://x"}""",
        "(#100) Param endpoint_uri is not a valid URL."
    )]
    [InlineData(
        """{"name":"x","categories":["OTHER"],"clone_flow_id":"7"}""",
        "(#100) Param clone_flow_id is not a flow of this account."
    )]
    public async Task Is_refused_when_something_is_wrong(string json, string? words)
    {
        await using var meta = await Start();

        var answer = await Call(meta, "POST", $"{Waba}/flows", json);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
        Assert.Equal(words ?? answer.Message, answer.Message);
    }

    [Fact]
    public async Task Is_answered_by_a_person()
    {
        await using var meta = await Start();
        var id = await Published(meta, null);
        var sent = await Send(meta, id);
        Assert.True(sent.Status == HttpStatusCode.OK, sent.Json.ToJsonString());

        await meta.Act(
            Ada,
            new JsonObject
            {
                ["type"] = "flow",
                ["to"] = sent.Wamid,
                ["data"] = new JsonObject { ["age"] = "32" },
            }
        );

        var message = (await meta.Hook.Next()).Message!;
        var reply = message["interactive"]!["nfm_reply"]!;
        Assert.Equal(
            (sent.Wamid, "flow", "Sent"),
            ((string?)message["context"]!["id"], (string?)reply["name"], (string?)reply["body"])
        );
        Assert.Equal("""{"age":"32","flow_token":"t-1"}""", (string?)reply["response_json"]);
    }

    [Theory]
    [InlineData("BLOCKED", 132068)]
    [InlineData("THROTTLED", 132069)]
    [InlineData("DEPRECATED", 131009)]
    public async Task Cannot_be_sent_in_another_state(string status, int code)
    {
        await using var meta = await Start();
        var id = await Published(meta, null);
        await meta.Ask(HttpMethod.Put, $"/simulator/api/forms/{id}", $$"""{"status":"{{status}}"}""");

        Assert.Equal(code, (await Send(meta, id)).Code);
    }

    [Fact]
    public async Task Asks_its_endpoint_for_screens_encrypted()
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);

        desk.Answers("""{"screen":"ASK","data":{"greeting":"hello"}}""");
        var first = await Ask(meta, wamid, "INIT", new JsonObject());
        desk.Answers(
            """{"screen":"SUCCESS","data":{"extension_message_response":{"params":{"flow_token":"t-1","booked":"yes"}}}}"""
        );
        var last = await Ask(meta, wamid, "data_exchange", new JsonObject { ["age"] = "32" });

        Assert.Equal(("ASK", "hello"), ((string?)first.Json["screen"], (string?)first.Json["data"]!["greeting"]));
        Assert.Equal(
            ("INIT", "t-1", "3.0"),
            ((string?)desk.Asked[0]["action"], (string?)desk.Asked[0]["flow_token"], (string?)desk.Asked[0]["version"])
        );
        Assert.Equal("32", (string?)desk.Asked[1]["data"]!["age"]);
        Assert.Equal("SUCCESS", (string?)last.Json["screen"]);
        Assert.Equal(
            """{"flow_token":"t-1","booked":"yes"}""",
            (string?)(await meta.Hook.Next()).Message!["interactive"]!["nfm_reply"]!["response_json"]
        );
    }

    [Theory]
    [InlineData("""{"screen":"ASK","data":{},"data":{}}""")]
    [InlineData("""{"screen":"ASK","data":{"a":"\ud83d"}}""")]
    public async Task Says_so_when_its_endpoint_answers_what_is_no_text(string words)
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.Answers(words);

        var answer = await Ask(meta, wamid, "INIT", new JsonObject());

        Assert.Equal(424, (int)answer.Status);
        Assert.Contains("not valid Unicode", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_notice_of_the_charset_that_its_endpoint_claims()
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.ContentType = "text/plain; charset=bogus";
        desk.Answers("""{"screen":"ASK","data":{}}""");

        Assert.Equal("ASK", (string?)(await Ask(meta, wamid, "INIT", new JsonObject())).Json["screen"]);
    }

    [Theory]
    [InlineData(421)]
    [InlineData(427)]
    [InlineData(432)]
    [InlineData(500)]
    public async Task Says_so_when_its_endpoint_fails(int status)
    {
        await using var meta = await Start();
        await using var desk = await FormDesk.Start(Secret);
        var wamid = await Opened(meta, desk);
        desk.Fails(status);

        var answer = await Ask(meta, wamid, "INIT", new JsonObject());

        Assert.Equal(424, (int)answer.Status);
        Assert.Contains($"{status}", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    private static Task<Simulation> Start() =>
        Simulation.Start(("Numbers:0:TakesUnknown", "false"), ("Numbers:0:Statuses", "none"));

    private static Task<Answer> Call(Simulation meta, string method, string path, string? json = null) =>
        meta.Ask(new HttpMethod(method), $"/simulator/graph/v25.0/{path}", json, Token);

    private static async Task<Answer> Assets(Simulation meta, string id, string screens)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(screens))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        using var form = new MultipartFormDataContent
        {
            { new StringContent("flow.json"), "name" },
            { new StringContent("FLOW_JSON"), "asset_type" },
            { file, "file", "flow.json" },
        };
        return await meta.Post($"/simulator/graph/v25.0/{id}/assets", form);
    }

    private static async Task<string> Published(Simulation meta, string? endpoint)
    {
        var wish = new JsonObject
        {
            ["name"] = "Booking",
            ["categories"] = new JsonArray("OTHER"),
            ["endpoint_uri"] = endpoint,
            ["flow_json"] = Screens,
            ["publish"] = true,
        };
        var answer = await Call(meta, "POST", $"{Waba}/flows", wish.ToJsonString());
        await meta.Hook.Next();
        return (string)answer.Json["id"]!;
    }

    private static async Task<string> Opened(Simulation meta, FormDesk desk)
    {
        var id = await Published(meta, desk.Url);
        await Call(
            meta,
            "POST",
            $"{Id}/whatsapp_business_encryption",
            new JsonObject { ["business_public_key"] = desk.PublicKey }.ToJsonString()
        );
        return (await Send(meta, id)).Wamid;
    }

    private static Task<Answer> Send(Simulation meta, string id) =>
        meta.Send(
            Body(
                "interactive",
                JsonNode.Parse(
                    $$$$"""
                    {"type":"flow","body":{"text":"Please fill in"},"action":{"name":"flow","parameters":
                      {"flow_message_version":"3","flow_id":"{{{{id}}}}","flow_cta":"Book","flow_token":"t-1","flow_action":"data_exchange"}}}
                    """
                )!
            )
        );

    private static Task<Answer> Ask(Simulation meta, string wamid, string action, JsonObject data) =>
        meta.Ask(
            HttpMethod.Post,
            $"/simulator/api/numbers/{Id}/phones/{Ada}/forms",
            new JsonObject
            {
                ["to"] = wamid,
                ["action"] = action,
                ["screen"] = "ASK",
                ["data"] = data,
            }.ToJsonString()
        );
}
