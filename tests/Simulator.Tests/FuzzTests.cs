using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>Whatever comes, the answer is Graph's or a problem, and never a 500. The seed is fixed: a run that fails fails again.</summary>
public sealed class FuzzTests
{
    private const string Waba = "300000000000003";

    private static readonly string[] Bodies =
    [
        """{"messaging_product":"whatsapp","to":"491700000001","type":"text","text":{"body":"x","preview_url":true},"context":{"message_id":"a"}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"interactive","interactive":{"type":"button","header":{"type":"image","image":{"id":"1"}},"body":{"text":"B"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Yes"}}]}}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"interactive","interactive":{"type":"list","body":{"text":"B"},"action":{"button":"C","sections":[{"title":"S","rows":[{"id":"r","title":"R","description":"d"}]}]}}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"interactive","interactive":{"type":"flow","body":{"text":"B"},"action":{"name":"flow","parameters":{"flow_id":"1","flow_cta":"B","flow_action_payload":{"screen":"A","data":{"k":"v"}}}}}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"interactive","interactive":{"type":"carousel","body":{"text":"B"},"action":{"cards":[{"card_index":0},{"card_index":1,"action":{"buttons":[{"quick_reply":{"id":"a","title":"b"}}]}}]}}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"template","template":{"name":"fuzz","language":{"code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"a"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"b"}]}]}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"contacts","contacts":[{"name":{"formatted_name":"A","first_name":"A"},"phones":[{"phone":"1"}]}]}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"location","location":{"latitude":1,"longitude":"2","name":"n"}}""",
        """{"messaging_product":"whatsapp","to":"491700000001","type":"reaction","reaction":{"message_id":"wamid.x","emoji":"👍"}}""",
        """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.x","typing_indicator":{"type":"text"}}""",
        """{"name":"x","language":"en","category":"UTILITY","components":[{"type":"HEADER","format":"TEXT","text":"H {{1}}","example":{"header_text":["a"]}},{"type":"BODY","text":"Hello {{1}} there you","example":{"body_text":[["a"]]}},{"type":"BUTTONS","buttons":[{"type":"URL","text":"a","url":"https://e.x/{{1}}","example":["a"]}]}]}""",
        """{"name":"f","categories":["OTHER"],"flow_json":"{\"version\":\"7.0\",\"screens\":[{\"id\":\"A\"}]}","publish":true}""",
        """{"messaging_product":"whatsapp","pin":"123456","cc":"1","phone_number":"5551234567","verified_name":"n","webhook_configuration":{"override_callback_uri":""}}""",
        """{"messaging_product":"whatsapp","about":"a","websites":["b"],"prompts":["c"],"commands":[{"command_name":"d","command_description":"e"}],"block_users":[{"user":"1"}]}""",
        """{"object":"whatsapp_business_account","callback_url":"x","verify_token":"y","fields":["messages"],"input_token":"z","file_type":"image/png","file_length":5}""",
    ];

    private static readonly string[] Paths =
    [
        $"{Id}/messages",
        Id,
        $"{Id}/media",
        $"{Id}/register",
        $"{Id}/request_code",
        $"{Id}/verify_code",
        $"{Id}/whatsapp_business_profile",
        $"{Id}/whatsapp_business_encryption",
        $"{Id}/conversational_automation",
        $"{Id}/block_users",
        Waba,
        $"{Waba}/message_templates",
        $"{Waba}/flows",
        $"{Waba}/subscribed_apps",
        $"{Waba}/phone_numbers",
        "500000000000001/subscriptions",
        "500000000000001/uploads",
        "debug_token",
        "attachments",
        "upload:1",
        "",
    ];

    private static readonly string[] Odd =
    [
        "null",
        "true",
        "0",
        "-1.5e300",
        "\"\"",
        "\"\\ud83d\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[null]",
        "[[{}]]",
        "{\"\":null}",
        "\"{\"",
        "\"[1,\"",
        "\"{\\\"a\\\":1}\"",
        "99999999999999999999",
        "{\"a\":1,\"a\":2}",
    ];

    [Fact]
    public async Task Nothing_that_comes_is_answered_with_a_500()
    {
        await using var meta = await Simulation.Start();
        await meta.Ask(
            HttpMethod.Post,
            $"/simulator/graph/{Waba}/message_templates",
            """{"name":"fuzz","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hello {{1}} there you","example":{"body_text":[["a"]]}},{"type":"BUTTONS","buttons":[{"type":"URL","text":"a","url":"https://e.x/{{1}}","example":["a"]}]}]}""",
            Token
        );
        meta.Pass(2_000);
        var chance = new Random(20261101);

        for (var n = 0; n < 6_000; n++)
        {
            var body = Spoil(chance, Bodies[chance.Next(Bodies.Length)]);
            var path = n % 3 == 0 ? $"{Id}/messages" : Paths[chance.Next(Paths.Length)];
            var method = chance.Next(10) switch
            {
                0 => HttpMethod.Get,
                1 => HttpMethod.Delete,
                _ => HttpMethod.Post,
            };
            await Holds(meta, method, $"/simulator/graph/v25.0/{path}{Query(chance)}", body);
        }
    }

    [Fact]
    public async Task The_control_API_holds_as_well()
    {
        await using var meta = await Simulation.Start();
        await meta.SendText(Ada, "x");
        string[] bodies =
        [
            """{"type":"text","text":"x","to":"y","choice":"z","name":"n"}""",
            """{"type":"raw","message":{"type":"text","text":{"body":"x"}}}""",
            """{"type":"contacts","contacts":[{"name":{"formatted_name":"x"}}],"data":{"a":1}}""",
            """{"type":"media","mediaType":"image","content":"aGk=","mimeType":"image/png","filename":"x"}""",
            """{"people":1,"perSecond":1,"script":[{"say":"x"}],"patienceMs":5}""",
            """{"items":[{"kind":"fail","code":1,"probability":0.5,"times":3}],"seed":3}""",
            """{"number":"15550000001","quality":"RED","messagesPerSecond":5,"allowedRecipients":["491700000001"]}""",
            """{"delayMs":0,"duplicates":0.5,"batchSize":3}""",
            """{"token":"x","expiresInMs":5,"scopes":["a"]}""",
            """{"field":"messages","value":{}}""",
            """{"name":"x","online":false,"reading":"never","blocked":true}""",
        ];
        string[] paths =
        [
            $"numbers/{Id}",
            $"numbers/{Id}/phones/{Ada}",
            $"numbers/{Id}/phones/{Ada}/messages",
            $"numbers/{Id}/phones/{Ada}/forms",
            $"numbers/{Id}/webhooks",
            "faults",
            "webhooks",
            "tokens",
            "crowds",
            "templates/1",
            "forms/1",
        ];
        var chance = new Random(7);

        for (var n = 0; n < 3_000; n++)
        {
            var body = Spoil(chance, bodies[chance.Next(bodies.Length)]);
            var method = chance.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Post;
            await Holds(meta, method, $"/simulator/api/{paths[chance.Next(paths.Length)]}", body);
        }
    }

    private static async Task Holds(Simulation meta, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");

        if (method != HttpMethod.Get)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var answer = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(
            (int)answer.StatusCode < 500 || answer.StatusCode == HttpStatusCode.NotImplemented,
            $"{method} {path}\n{body}\n{answer.StatusCode} {text}"
        );

        if (!answer.IsSuccessStatusCode && path.StartsWith("/simulator/graph", StringComparison.Ordinal))
        {
            Assert.True((int)JsonNode.Parse(text)!["error"]!["code"]! > 0, $"{method} {path}\n{body}\n{text}");
        }
    }

    private static string Query(Random chance) =>
        chance.Next(6) switch
        {
            0 => "?fields=" + Uri.EscapeDataString("name,a{b(c"),
            1 => "?limit=-1&after=x",
            2 => "?name=%ff%00&hsm_id=",
            3 => "?code_method=&language=&pin=%F0%9F%98%80",
            _ => "",
        };

    /// <summary>One value of the JSON becomes something odd, or a piece of the text is torn out or doubled.</summary>
    private static string Spoil(Random chance, string json)
    {
        if (chance.Next(8) == 0)
        {
            var (from, to) = (chance.Next(json.Length), chance.Next(json.Length));
            return from < to ? json.Remove(from, to - from) : json.Insert(from, json[to..from]);
        }

        var root = JsonNode.Parse(json)!;
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(root, places);

        for (var hits = chance.Next(1, 3); hits > 0; hits--)
        {
            var (parent, key) = places[chance.Next(places.Count)];

            if (key is string name)
            {
                parent[name] = JsonValue.Create($"<<{chance.Next(Odd.Length)}>>");
            }
            else
            {
                parent[(int)key] = JsonValue.Create($"<<{chance.Next(Odd.Length)}>>");
            }
        }

        var text = root.ToJsonString();

        for (var at = 0; at < Odd.Length; at++)
        {
            text = text.Replace($"\"\\u003C\\u003C{at}\\u003E\\u003E\"", Odd[at], StringComparison.Ordinal);
        }

        return text;
    }

    private static void Collect(JsonNode? node, List<(JsonNode, object)> places)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members)
                {
                    places.Add((members, member.Key));
                    Collect(member.Value, places);
                }

                break;
            case JsonArray items:
                foreach (var (at, item) in items.Index())
                {
                    places.Add((items, at));
                    Collect(item, places);
                }

                break;
        }
    }
}
