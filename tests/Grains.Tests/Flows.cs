using System.Text.Json.Nodes;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Tests;

/// <summary>The flows of the tests: each begins with the word of its name.</summary>
internal static class Flows
{
    public static IReadOnlyList<SeedFlow> All { get; } =
    [
        Flow("ping", Message("a", "pong")),
        Flow("clock", Message("a", "{{ now | date: '%z' }}")),
        Flow("say", Message("a", "heard {{ input }}")),
        Flow("twice", Message("a", "one"), Message("b", "two")),
        Flow("wait", Node("a", "delay", """{"seconds":3600}"""), Message("b", "an hour later")),
        Flow("help", Node("a", "handoff", """{"queue":"sales","message":"One moment"}"""), Message("b", "back again")),
        Flow("outer", Node("a", "subflow", """{"flowId":"inner"}"""), Message("b", "outer is done")),
        Flow("inner", Node("a", "ask", """{"text":"inner?"}"""), Message("b", "inner is done")),
        Flow(
            "call",
            Node(
                "a",
                "api",
                """{"url":"{{ input | remove: 'call ' }}","method":"POST","body":"{\"a\":1}","assignTo":"reply"}"""
            ),
            Message("b", "{{ reply.status }} {{ reply.fine }}")
        ),
        Flow(
            "rename",
            Node(
                "a",
                "contact",
                """{"name":"{{ input | remove: 'rename ' }}","addTags":["renamed"],"fields":{"age":36}}"""
            ),
            Message("b", "now {{ contact.name }}")
        ),
        Flow("stop", Node("a", "contact", """{"optOut":true}""")),
        Flow("quiz", Node("a", "ask", """{"text":"ready?"}"""), Message("b", "well done")),
        Flow("whoami", Message("a", "you are {{ contact.name }}, {{ contact.age }}, {{ contact.tags }}")),
        Flow("fails", Message("a", "one"), Node("b", "ask", """{"text":"two?"}""")),
        Edged(Flow("mended", Message("a", "one"), Node("b", "ask", """{"text":"two?"}"""), Message("c", "sorry"))),
    ];

    /// <summary>The error of the first node leads to the last, and nothing else does.</summary>
    private static SeedFlow Edged(SeedFlow flow)
    {
        var document = JsonNode.Parse(flow.Document)!;
        var edge = document["edges"]![2]!;
        edge["source"] = "a";
        edge["sourceHandle"] = "error";
        return flow with { Document = document.ToJsonString() };
    }

    public static SeedFlow Flow(string word, params JsonObject[] nodes)
    {
        var trigger = Node("t", "trigger", $$"""{"kind":"keyword","match":"startsWith","keywords":["{{word}}"]}""");
        JsonObject[] all = [trigger, .. nodes];
        var edges = all.Zip(all.Skip(1))
            .Select(pair => new JsonObject
            {
                ["id"] = $"{pair.First["id"]}-{pair.Second["id"]}",
                ["source"] = (string?)pair.First["id"],
                ["target"] = (string?)pair.Second["id"],
            });
        var document = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["nodes"] = new JsonArray([.. all]),
            ["edges"] = new JsonArray([.. edges]),
        };
        return new SeedFlow(word, word, document.ToJsonString());
    }

    public static JsonObject Message(string id, string text) =>
        Node(id, "message", new JsonObject { ["text"] = text }.ToJsonString());

    public static JsonObject Node(string id, string type, string data) =>
        new()
        {
            ["id"] = id,
            ["type"] = type,
            ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 },
            ["data"] = JsonNode.Parse(data),
        };
}
