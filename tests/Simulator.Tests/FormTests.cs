using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.FormPlay;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>WhatsApp Flows: made, published, and filled in on a phone.</summary>
public sealed class FormTests
{
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
}
