using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.EndToEnd;

/// <summary>Channels and templates of the product against the simulated Cloud API: two readings of Meta's reference, over real HTTP.</summary>
public sealed class ChannelTests
{
    private const string Home = "/api/v1/workspaces/demo";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_template_is_approved_and_a_connection_checks_and_rotates_its_secrets()
    {
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, "channels")).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string> { ["Data__Folder"] = data, ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            Cancel,
            null,
            "--local"
        );
        var http = node.Client;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-key");

        // handed in, judged by the simulator, and heard of by its webhook
        var made = await Post(
            http,
            "/templates",
            """
            {"name":"order_left","language":"en_US","category":"UTILITY","components":[
              {"type":"BODY","text":"Hi {{1}}, order {{2}} has left.","example":{"body_text":[["Ana","A-1"]]}}]}
            """,
            HttpStatusCode.Created
        );
        var id = made.GetProperty("id").GetString();
        Assert.Equal(["1", "2"], made.GetProperty("variables").EnumerateArray().Select(name => name.GetString()));
        await Eventually.True(
            async () => (await Get(http, $"/templates/{id}")).GetProperty("status").GetString() == "APPROVED",
            "the template is approved",
            Cancel
        );
        var shown = await Post(http, $"/templates/{id}/preview", """{"values":{"1":"Luz","2":"B-7"}}""");
        Assert.Equal("Hi Luz, order B-7 has left.", shown.GetProperty("picture").GetProperty("body").GetString());

        // Meta's own refusal, in its own words
        var twice = await http.PostAsync(
            $"{Home}/templates",
            Json(
                """
                {"name":"order_left","language":"en_US","category":"UTILITY","components":[{"type":"BODY","text":"Hi there."}]}
                """
            ),
            Cancel
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Contains("refused-by-whatsapp", await twice.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // the self-check asks Meta and finds what is right
        var lines = await Check(http);
        Assert.Equal("ok", lines["token"]);
        Assert.Equal("ok", lines["account"]);
        Assert.Equal("ok", lines["subscription"]);
        Assert.Equal("ok", lines["number-100000000000001"]);

        // secrets go in and do not come out
        var connection = (await Get(http, "/connections")).GetProperty("items")[0];
        Assert.Equal("••••cret", connection.GetProperty("appSecret").GetString());
        Assert.DoesNotContain("demo-app-secret", connection.GetRawText(), StringComparison.Ordinal);

        Assert.Equal(0, await node.Terminate(Cancel));
    }

    private static async Task<Dictionary<string, string?>> Check(HttpClient http) =>
        (await Get(http, "/connections/demo/check"))
            .GetProperty("lines")
            .EnumerateArray()
            .ToDictionary(
                line => line.GetProperty("id").GetString() ?? "",
                line => line.GetProperty("state").GetString()
            );

    private static async Task<JsonElement> Get(HttpClient http, string path) =>
        await http.GetFromJsonAsync<JsonElement>(Home + path, Cancel);

    private static async Task<JsonElement> Post(
        HttpClient http,
        string path,
        string body,
        HttpStatusCode status = HttpStatusCode.OK
    )
    {
        using var answer = await http.PostAsync(Home + path, Json(body), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static StringContent Json(string body) => new(body, MediaTypeHeaderValue.Parse("application/json"));
}
