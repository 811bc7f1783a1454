using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class SendingTests(SharedSimulation shared) : IClassFixture<SharedSimulation>
{
    private readonly Simulation meta = shared.Simulator;

    [Fact]
    public async Task Answers_a_send_as_Meta_does()
    {
        var answer = await meta.Send(Body("text", new JsonObject { ["body"] = "hi" }, "+49 (170) 000-0001"));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.ContentType));
        Assert.Equal("whatsapp", (string?)answer.Json["messaging_product"]);
        Assert.Equal("+49 (170) 000-0001", (string?)answer.Json["contacts"]![0]!["input"]);
        Assert.Equal(Ada, (string?)answer.Json["contacts"]![0]!["wa_id"]);
        Assert.Null(answer.Json["messages"]![0]!["message_status"]);
    }

    [Fact]
    public async Task Gives_ids_that_hold_the_persons_digits_and_are_never_the_same()
    {
        var first = (await meta.SendText(Ada, "1")).Wamid;
        var second = (await meta.SendText(Ada, "2")).Wamid;

        Assert.StartsWith("wamid.HBgM", first, StringComparison.Ordinal);
        Assert.Contains(Ada, Encoding.ASCII.GetString(Convert.FromBase64String(first[6..])), StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData($"v17.0/{Id}/messages")]
    [InlineData($"v25.0/{Id}/messages")]
    [InlineData($"v100.12/{Id}/messages")]
    [InlineData($"{Id}/messages")]
    public async Task Takes_any_version_and_none(string path)
    {
        var body = Body("text", new JsonObject { ["body"] = "hi" }).ToJsonString();

        Assert.Equal(HttpStatusCode.OK, (await meta.Send(body, Token, path)).Status);
    }

    [Fact]
    public async Task Says_that_a_template_was_accepted()
    {
        var answer = await meta.Send(Body("template", JsonNode.Parse("""{"name":"x","language":{"code":"en"}}""")!));

        Assert.Equal("accepted", (string?)answer.Json["messages"]![0]!["message_status"]);
    }

    [Fact]
    public async Task Sends_to_a_user_id_without_naming_a_phone()
    {
        var known = (string)(await meta.Change(Bob, []))!.Json["userId"]!;

        var answer = await meta.Send(
            $$$"""{"messaging_product":"whatsapp","recipient":"{{{known}}}","type":"text","text":{"body":"hi"}}"""
        );

        Assert.Equal(known, (string?)answer.Json["contacts"]![0]!["user_id"]);
        Assert.Null(answer.Json["contacts"]![0]!["wa_id"]);
        Assert.Equal("hi", (string?)(await meta.Chat(Bob))[^1]!["text"]);
    }

    [Fact]
    public async Task Prefers_the_phone_when_both_are_given()
    {
        var answer = await meta.Send(
            $$$"""{"messaging_product":"whatsapp","to":"{{{Ada}}}","recipient":"US.1","text":{"body":"no type is text"}}"""
        );

        Assert.Equal(Ada, (string?)answer.Json["contacts"]![0]!["wa_id"]);
    }

    [Fact]
    public async Task Reads_nested_objects_that_come_as_strings_and_a_null_context()
    {
        var answer = await meta.Send(
            $$$"""
            {"messaging_product":"whatsapp","to":"{{{Ada}}}","type":"interactive","context":null,
             "interactive":{"type":"button","body":{"text":"B"},
              "action":"{\"buttons\":[{\"type\":\"reply\",\"reply\":{\"id\":\"y\",\"title\":\"Yes\"}}]}"}}
            """
        );

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Yes", (string?)(await meta.Chat(Ada))[^1]!["buttons"]![0]!["title"]);
    }

    [Fact]
    public async Task Reads_a_form()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"/simulator/graph/{Id}/messages?access_token={Token}"
        );
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["messaging_product"] = "whatsapp",
                ["to"] = Ada,
                ["type"] = "text",
                ["text"] = """{"body":"from a form"}""",
            }
        );

        Assert.Equal(HttpStatusCode.OK, (await meta.Ask(request)).Status);
        Assert.Equal("from a form", (string?)(await meta.Chat(Ada))[^1]!["text"]);
    }

    [Theory]
    [InlineData("""{"type":"text","text":{"body":"See https://example.com","preview_url":true}}""")]
    [InlineData("""{"type":"image","image":{"id":"1013859600285441","caption":"…"}}""")]
    [InlineData("""{"type":"image","image":{"link":"https://x.y/a.png","caption":"…"}}""")]
    [InlineData("""{"type":"video","video":{"id":"1","caption":"…"}}""")]
    [InlineData("""{"type":"audio","audio":{"id":"1","voice":true}}""")]
    [InlineData("""{"type":"document","document":{"id":"1","caption":"…","filename":"invoice.pdf"}}""")]
    [InlineData("""{"type":"sticker","sticker":{"id":"1"}}""")]
    [InlineData("""{"type":"location","location":{"latitude":37.44,"longitude":-122.16,"name":"P","address":"A"}}""")]
    [InlineData("""{"type":"location","location":{"latitude":"37.44","longitude":"-122.16"}}""")]
    [InlineData(
        """{"type":"contacts","contacts":[{"name":{"formatted_name":"B J","first_name":"B"},"phones":[{"phone":"+1"}],"emails":[]}]}"""
    )]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.x","emoji":"👍🏽"}}""")]
    [InlineData("""{"type":"reaction","reaction":{"message_id":"wamid.x","emoji":""}}""")]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"H"},"body":{"text":"B"},"footer":{"text":"F"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"button","header":{"type":"image","image":{"link":"https://x.y/a"}},"body":{"text":"B"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}}]}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"list","header":{"type":"text","text":"H"},"body":{"text":"B"},"footer":{"text":"F"},"action":{"button":"Choose","sections":[{"title":"S1","rows":[{"id":"r1","title":"Row 1","description":"d"}]}]}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"cta_url","body":{"text":"B"},"action":{"name":"cta_url","parameters":{"display_text":"Open","url":"https://x.y"}}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"flow","body":{"text":"B"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"123","flow_cta":"Book","flow_token":"t-1","mode":"published","flow_action":"navigate","flow_action_payload":{"screen":"FIRST","data":{"k":"v"}}}}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"product","body":{"text":"B"},"action":{"catalog_id":"1","product_retailer_id":"SKU"}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"product_list","header":{"type":"text","text":"H"},"body":{"text":"B"},"action":{"catalog_id":"1","sections":[{"title":"S","product_items":[{"product_retailer_id":"SKU"}]}]}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"catalog_message","body":{"text":"B"},"action":{"name":"catalog_message","parameters":{"thumbnail_product_retailer_id":"SKU"}}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"location_request_message","body":{"text":"B"},"action":{"name":"send_location"}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"address_message","body":{"text":"B"},"action":{"name":"address_message","parameters":{"country":"IN"}}}}"""
    )]
    [InlineData(
        """{"type":"interactive","interactive":{"type":"request_contact_info","body":{"text":"B"},"action":{"name":"request_contact_info"}}}"""
    )]
    [InlineData(
        """{"type":"template","template":{"name":"seasonal","language":{"code":"en_US","policy":"deterministic"},"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"2871834006348767"}}]},{"type":"body","parameters":[{"type":"text","text":"Pablo"},{"type":"text","parameter_name":"order","text":"860198"},{"type":"currency","currency":{"fallback_value":"$100.99","code":"USD","amount_1000":100990}},{"type":"date_time","date_time":{"fallback_value":"February 25, 1977"}}]},{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"UNSUB"}]},{"type":"button","sub_type":"url","index":1,"parameters":[{"type":"text","text":"promo?c=1"}]},{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"25OFF"}]},{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1698562800000}}]},{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]},{"type":"body","parameters":[]},{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"p0"}]}]}]}]}}"""
    )]
    public async Task Takes_every_shape_of_the_reference(string content)
    {
        var body = (JsonObject)JsonNode.Parse(content)!;
        body["messaging_product"] = "whatsapp";
        body["recipient_type"] = "individual";
        body["to"] = $"+{Ada}";
        body["context"] = new JsonObject { ["message_id"] = "wamid.earlier" };

        var answer = await meta.Send(body);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Json.ToJsonString());
    }

    [Fact]
    public async Task Tells_the_fields_of_a_number_that_were_asked_for()
    {
        var answer = await meta.Get(
            $"/simulator/graph/v25.0/{Id}?fields=verified_name,display_phone_number,throughput",
            Token
        );

        Assert.Equal(
            $$$"""{"verified_name":"Shop","display_phone_number":"+{{{Number}}}","throughput":{"level":"STANDARD"},"id":"{{{Id}}}"}""",
            answer.Json.ToJsonString(
                new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        );
    }

    [Fact]
    public async Task Refuses_a_field_that_a_number_does_not_have()
    {
        var answer = await meta.Get($"/simulator/graph/v25.0/{Id}?fields=shoe_size", Token);

        Assert.Equal((HttpStatusCode.BadRequest, 100), (answer.Status, answer.Code));
        Assert.Contains("nonexisting field (shoe_size)", answer.Message, StringComparison.Ordinal);
    }
}
