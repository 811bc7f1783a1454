using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Small flows, and the calls that most tests of flows make.</summary>
internal static class FlowDocuments
{
    public const string All = "/api/v1/workspaces/demo/flows";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Started by the API: asks for a name and greets.</summary>
    public static JsonObject Greeting(string ask = "Your name?", string greet = "Hi {{ name }}") =>
        Line(
            Node("start", "trigger", new { kind = "api" }),
            Node("ask", "ask", new { text = ask, saveAs = "name" }),
            Node("greet", "message", new { text = greet })
        );

    /// <summary>The nodes one after the other.</summary>
    public static JsonObject Line(params JsonObject[] nodes) =>
        new()
        {
            ["schemaVersion"] = 1,
            ["nodes"] = new JsonArray([.. nodes]),
            ["edges"] = new JsonArray([
                .. nodes
                    .Zip(nodes.Skip(1))
                    .Select(pair =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["id"] = $"{pair.First["id"]}-{pair.Second["id"]}",
                                ["source"] = pair.First["id"]?.DeepClone(),
                                ["target"] = pair.Second["id"]?.DeepClone(),
                            }
                    ),
            ]),
        };

    public static JsonObject Node(string id, string type, object data) =>
        new()
        {
            ["id"] = id,
            ["type"] = type,
            ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 },
            ["data"] = JsonSerializer.SerializeToNode(data),
        };

    extension(Site site)
    {
        /// <summary>A new draft of the document; its id.</summary>
        public async Task<string> Draft(JsonObject? document, string? name = null)
        {
            using var answer = await site.Http.PostAsJsonAsync(
                All,
                new { name = name ?? site.Fresh("Flow "), document },
                Cancel
            );
            return (await answer.Json()).GetProperty("id").GetString() ?? "";
        }

        /// <summary>A published flow; its id.</summary>
        public async Task<string> Live(JsonObject document, string? name = null)
        {
            var flow = await site.Draft(document, name);
            await site.Publish(flow);
            return flow;
        }

        public async Task<JsonElement> Publish(string flow, string inside = "finish")
        {
            using var answer = await site.Http.PostAsJsonAsync($"{All}/{flow}/publish", new { inside }, Cancel);
            return await answer.Json();
        }

        /// <summary>Saves the draft over whatever it is.</summary>
        public async Task Save(string flow, JsonObject document)
        {
            using var answer = await site.Put(flow, document.ToJsonString(), "*");
            answer.EnsureSuccessStatusCode();
        }

        public async Task<HttpResponseMessage> Put(string flow, string document, string? match)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"{All}/{flow}/draft")
            {
                Content = new StringContent(document, Encoding.UTF8, "application/json"),
            };
            if (match is not null)
                request.Headers.TryAddWithoutValidation("If-Match", match);
            return await site.Http.SendAsync(request, Cancel);
        }

        public async Task<JsonElement> Get(string path)
        {
            using var answer = await site.Http.GetAsync(path, Cancel);
            return await answer.Json();
        }

        /// <summary>Starts the flow for somebody who has just written, or for the phone given.</summary>
        public async Task<JsonElement> Run(string flow, string? phone = null)
        {
            object contact = phone is null ? new { conversationId = await site.Conversation() } : new { phone };
            using var answer = await site.Http.PostAsJsonAsync($"{All}/{flow}/start", new { contact }, Cancel);
            return await answer.Json();
        }
    }

    extension(HttpResponseMessage answer)
    {
        /// <summary>The body of an answer that is no refusal.</summary>
        public async Task<JsonElement> Json()
        {
            var body = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {body}");
            return JsonElement.Parse(body);
        }
    }

    /// <summary>The answer is this problem; its whole body.</summary>
    public static async Task<JsonElement> Refused(this HttpResponseMessage answer, int status, string type)
    {
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        await Site.Problem(answer, status, type);
        return JsonElement.Parse(body);
    }

    /// <summary>The texts at a path of every item.</summary>
    public static IReadOnlyList<string?> Texts(this JsonElement list, string name) =>
        [.. list.EnumerateArray().Select(item => item.GetProperty(name).GetString())];
}
