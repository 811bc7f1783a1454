using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows.Tests;

/// <summary>The data of any node: each type takes from it what it knows.</summary>
internal sealed partial class Chance
{
    private JsonObject Data(string[] ids, bool isFirst) =>
        new()
        {
            ["kind"] = isFirst
                ? One(["keyword", "default"])
                : One(["keyword", "default", "button", "referral", "firstMessage", "api"]),
            ["keywords"] = new JsonArray("go", "yes"),
            ["match"] = One(["word", "exact", "startsWith", "contains", "regex"]),
            ["text"] = Safe(),
            ["options"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 11)).Select(_ => (JsonNode)Safe())]),
            ["answer"] = One(["text", "number", "date", "email", "phone", "url", "location", "media", "any", "regex"]),
            ["pattern"] = "[a-z]+",
            ["saveAs"] = One(["a", "b.c", "x.0", "x[1].y", "..", "a.b.c.d", "vars.q"]),
            ["invalidText"] = Safe(),
            ["maxAttempts"] = random.Next(3),
            ["timeoutSeconds"] = random.Next(1, 100),
            ["seconds"] = random.Next(1, 31_536_000),
            ["rules"] = new JsonArray(
                new JsonObject
                {
                    ["value"] = One(["input", "a", "contact.tags", "x[0]"]),
                    ["operator"] = One([.. Operators.All.Keys]),
                    ["argument"] = One(["1", "a,b", "09:00-17:00", "2026-01-01", ""]),
                }
            ),
            ["targetNodeId"] = random.Next(9) == 0 ? "nowhere" : One(ids),
            ["key"] = One(["a", "a.b", "x.0", "x", "b[2]"]),
            ["value"] = One(["a | plus: 1", "'z'", "input", "1"]),
            ["valueType"] = One(["text", "number", "boolean", "json", "expression"]),
            ["queue"] = Safe(),
            ["reason"] = Safe(),
            ["branches"] = One<JsonNode?>([
                null,
                new JsonArray(
                    new JsonObject
                    {
                        ["id"] = "a",
                        ["weight"] = random.Next(1, 5),
                        ["expression"] = "a > 1",
                    },
                    new JsonObject { ["id"] = "opt-0", ["expression"] = "x contains 1" }
                ),
            ]),
            ["url"] = One(["https://a.example/{{ input | url_encode }}", "{{ a }}", "http://b.example"]),
            ["method"] = One(["get", "POST", "put"]),
            ["headers"] = new JsonObject { ["X-A"] = Safe(), ["Content-Type"] = "application/json" },
            ["body"] = Safe(),
            ["assignTo"] = One(["a", "x", "r.s"]),
            ["retries"] = random.Next(3),
            ["name"] = Safe(),
            ["language"] = One(["de", "{{ input }}"]),
            ["fields"] = new JsonObject { ["age"] = Safe(), ["a"] = null },
            ["addTags"] = new JsonArray(Safe(), "vip"),
            ["removeTags"] = new JsonArray(Safe()),
            ["optOut"] = One<bool?>([null, true, false]),
            ["mediaType"] = One(["image", "video", "audio", "document", "sticker"]),
            ["id"] = One(["", "77"]),
            ["caption"] = Safe(),
            ["filename"] = Safe(),
            ["latitude"] = One(["1.5", "{{ a }}"]),
            ["longitude"] = One<JsonNode>([2, "{{ x }}"]),
            ["request"] = random.Next(2) == 0,
            ["flowId"] = One(["flow", "sub", "sub", "gone"]),
            ["screen"] = One([null, "A"]),
            ["payload"] = new JsonObject { ["a"] = Safe() },
            ["inputs"] = new JsonObject { ["a"] = Safe(), ["x"] = new JsonArray("{{ x }}") },
            ["returns"] = One<JsonNode?>([null, new JsonObject { ["a"] = "x", ["b.c"] = "a" }]),
            ["useTemplate"] = random.Next(3) == 0,
            ["templateName"] = "some_template",
            ["templateParameters"] = new JsonArray(
                Safe(),
                new JsonObject
                {
                    ["component"] = "header",
                    ["type"] = One(["image", "location", "text"]),
                    ["value"] = Safe(),
                },
                new JsonObject
                {
                    ["component"] = "body",
                    ["type"] = One(["currency", "date_time"]),
                    ["value"] = Safe(),
                },
                new JsonObject
                {
                    ["component"] = "button",
                    ["subType"] = One(["url", "quick_reply", "copy_code", "flow"]),
                    ["index"] = random.Next(3),
                    ["value"] = Safe(),
                }
            ),
            ["fallbackTemplate"] = One<JsonNode?>([null, "some_template"]),
        };
}
