using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>What Meta refuses when a template is made, each with its subcode.</summary>
public sealed class TemplateRuleTests
{
    private const string Order = """
        {"name":"order","language":"en_US","category":"UTILITY","components":[
          {"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},
          {"type":"BODY","text":"Hello {{1}}, your order {{2}} is on its way to you.","example":{"body_text":[["Ana","7"]]}},
          {"type":"FOOTER","text":"Thanks"},
          {"type":"BUTTONS","buttons":[
            {"type":"QUICK_REPLY","text":"Stop"},
            {"type":"URL","text":"Track","url":"https://example.com/{{1}}","example":["https://example.com/1"]}]}]}
        """;

    [Theory]
    [InlineData("name", "\"Bad Name\"", null)]
    [InlineData("category", "\"OTHER\"", null)]
    [InlineData("language", "\"english\"", null)]
    [InlineData("parameter_format", "\"BOTH\"", null)]
    [InlineData("components", """[{"type":"FOOTER","text":"x"}]""", 2388072)]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"{{1}} is here, hello to you","example":{"body_text":[["a"]]}}]""",
        2388299
    )]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"hello to you {{1}}","example":{"body_text":[["a"]]}}]""",
        2388299
    )]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"a {{1}} {{2}} b c d e f","example":{"body_text":[["a"]]}}]""",
        2388072
    )]
    [InlineData("components", """[{"type":"BODY","text":"a {{1}} b","example":{"body_text":[["a"]]}}]""", null, true)]
    [InlineData("components", """[{"type":"BODY","text":"a {{1}},","example":{"body_text":[["a"]]}}]""", 2388293)]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"one {{2}} two three four","example":{"body_text":[["a"]]}}]""",
        2388072
    )]
    [InlineData("components", """[{"type":"BODY","text":"one {{1}} two three"}]""", 2388072)]
    [InlineData("components", """[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"x"}]""", 2388047)]
    [InlineData("components", """[{"type":"HEADER","format":"SONG"},{"type":"BODY","text":"x"}]""", 2388047)]
    [InlineData("components", """[{"type":"BODY","text":"x"},{"type":"FOOTER","text":"hi {{1}} there"}]""", 2388073)]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"x"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"a"},{"type":"PHONE_NUMBER","text":"b","phone_number":"+1555"},{"type":"QUICK_REPLY","text":"c"}]}]""",
        2388081
    )]
    [InlineData(
        "components",
        """[{"type":"BODY","text":"x"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"abcdefghijklmnopqrstuvwxyz"}]}]""",
        2388040
    )]
    public async Task Is_refused_as_Meta_refuses_it(string member, string value, int? subcode, bool taken = false)
    {
        await using var meta = await Start();
        var json = (JsonObject)JsonNode.Parse(Order)!;
        json[member] = JsonNode.Parse(value);

        var answer = await Make(meta, json.ToJsonString());

        Assert.Equal(
            taken ? (200, 0, null) : (400, 100, subcode),
            ((int)answer.Status, answer.Code, (int?)answer.Error?["error_subcode"])
        );

        if (subcode is not null)
        {
            Assert.Equal("Invalid parameter", answer.Message);
            Assert.NotEqual("", (string?)answer.Error!["error_user_msg"] ?? "");
        }
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task Has_a_body_of_at_most_1024_code_points(int length, bool right)
    {
        await using var meta = await Start();
        var body = string.Concat(Enumerable.Repeat("\U0001F600", length));

        var answer = await Make(
            meta,
            $$"""{"name":"x","language":"en","category":"MARKETING","components":[{"type":"BODY","text":"{{body}}"}]}"""
        );

        Assert.Equal(right ? 0 : 2388040, (int?)answer.Error?["error_subcode"] ?? 0);
    }

    private static Task<Simulation> Start() => Simulation.Start(("Numbers:0:TakesUnknown", "false"));

    private static Task<Answer> Make(Simulation meta, string json) =>
        meta.Ask(HttpMethod.Post, "/simulator/graph/v25.0/300000000000003/message_templates", json, Simulation.Token);
}
