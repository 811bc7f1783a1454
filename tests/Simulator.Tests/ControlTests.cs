using System.Net;
using System.Text.Json.Nodes;
using static WhatsAppBot.Simulator.Tests.Simulation;

namespace WhatsAppBot.Simulator.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Lists_the_numbers_without_their_secrets()
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Get("/simulator/api/numbers");

        Assert.Equal((Id, Number, "Shop"), Names(answer.Json["items"]![0]!));
        Assert.DoesNotContain(Token, answer.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("appSecret", answer.Json.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Creates_a_number_and_then_changes_it()
    {
        await using var meta = await Simulation.Start();

        var created = await meta.Ask(
            HttpMethod.Put,
            "/simulator/api/numbers/42",
            """{"number":"15550000042","title":"A"}"""
        );
        var changed = await meta.Ask(HttpMethod.Put, "/simulator/api/numbers/42", """{"title":"B"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.Status, changed.Status));
        Assert.Equal(("42", "15550000042", "B"), Names(changed.Json));
    }

    [Theory]
    [InlineData("42", """{"title":"no number"}""")]
    [InlineData("42", """{"number":"+1555"}""")]
    [InlineData("42", """{"number":"15550000042","webhookUrl":"ftp://x","appSecret":"s"}""")]
    [InlineData("42", """{"number":"15550000042","webhookUrl":"http://127.0.0.1:1/"}""")]
    [InlineData("forty-two", """{"number":"15550000042"}""")]
    [InlineData("42", """{"number":15550000042}""")]
    [InlineData("42", "nonsense")]
    public async Task Refuses_a_number_that_makes_no_sense(string id, string body)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{id}", body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Theory]
    [InlineData("GET", "numbers/9/phones")]
    [InlineData("GET", $"numbers/9/phones/{Ada}/messages")]
    [InlineData("POST", $"numbers/9/phones/{Ada}/read")]
    [InlineData("GET", $"numbers/9/phones/{Ada}/events")]
    [InlineData("GET", "somewhere/else")]
    public async Task Does_not_find_what_is_not_there(string method, string path)
    {
        await using var meta = await Simulation.Start();

        var answer = await meta.Ask(new HttpMethod(method), $"/simulator/api/{path}", null);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Lists_the_phones_that_have_chatted_latest_first()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "first");
        meta.Pass(1_000);
        await meta.Says(Bob, "second");

        var phones = (JsonArray)(await meta.Get($"/simulator/api/numbers/{Id}/phones")).Json["items"]!;

        Assert.Equal(
            [(Bob, "second"), (Ada, "first")],
            phones.Select(phone => ((string?)phone!["phone"], (string?)phone["lastText"]))
        );
    }

    [Fact]
    public async Task Pages_through_a_chat()
    {
        await using var meta = await Simulation.Start();

        for (var n = 0; n < 201; n++)
        {
            await meta.SendText(Ada, $"{n}");
        }

        var first = await meta.Get($"/simulator/api/numbers/{Id}/phones/{Ada}/messages");
        var rest = await meta.Get($"/simulator/api/numbers/{Id}/phones/{Ada}/messages?after={first.Json["next"]}");

        Assert.Equal((200, 200L), (((JsonArray)first.Json["items"]!).Count, (long)first.Json["next"]!));
        Assert.Equal("200", (string?)Assert.Single((JsonArray)rest.Json["items"]!)!["text"]);
        Assert.Null(rest.Json["next"]);
    }

    [Fact]
    public async Task Keeps_the_latest_thousand_messages_of_a_chat()
    {
        await using var meta = await Simulation.Start();

        for (var n = 1; n <= 1_003; n++)
        {
            await meta.SendText(Ada, "x");
        }

        Assert.Equal(4, (long)(await meta.Chat(Ada))[0]!["n"]!);
    }

    [Fact]
    public async Task Forgets_the_oldest_messages_of_all_when_there_are_too_many()
    {
        await using var meta = await Simulation.Start(("MaxMessages", "3"));
        await meta.SendText(Ada, "1");
        await meta.SendText(Ada, "2");
        await meta.SendText(Bob, "3");
        await meta.SendText(Bob, "4");
        await meta.SendText(Bob, "5");

        Assert.Empty(await meta.Chat(Ada));
        Assert.Equal(["3", "4", "5"], (await meta.Chat(Bob)).Select(message => (string?)message!["text"]));
        Assert.Single((JsonArray)(await meta.Get($"/simulator/api/numbers/{Id}/phones")).Json["items"]!);
    }

    [Fact]
    public async Task Logs_sends_and_webhooks_in_order_with_all_that_a_test_asks_for()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.Logged(line => (string?)line["kind"] == "webhook");
        var sent = await meta.SendText(Ada, "hello", "c=1");
        meta.Pass(100);
        var lines = await meta.Logged(line => (string?)line["wamid"] == sent.Wamid, 2);

        Assert.Equal(
            ("request", 200, "text"),
            ((string?)lines[0]["kind"], (int)lines[0]["statusCode"]!, (string?)lines[0]["what"])
        );
        Assert.Equal(
            ("webhook", 200, "sent"),
            ((string?)lines[1]["kind"], (int)lines[1]["statusCode"]!, (string?)lines[1]["what"])
        );
        Assert.All(
            lines,
            line =>
                Assert.Equal(
                    (Number, Ada, "c=1"),
                    ((string?)line["number"], (string?)line["recipient"], (string?)line["callbackData"])
                )
        );
        Assert.Equal([2, 3], lines.Select(line => (long)line["n"]!));
        Assert.Contains("hello", (string)lines[0]["body"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_through_the_log_and_forgets_its_oldest_lines()
    {
        await using var meta = await Simulation.Start(("MaxLogLines", "3"), ("MaxLogBodies", "1"));

        for (var n = 1; n <= 5; n++)
        {
            await meta.SendText(Ada, $"{n}");
        }

        var page = await meta.Get("/simulator/api/log?limit=2");
        var rest = await meta.Get($"/simulator/api/log?after={page.Json["next"]}");

        Assert.Equal(["3", "4"], ((JsonArray)page.Json["items"]!).Select(line => (string?)line!["text"]));
        Assert.Equal("5", (string?)Assert.Single((JsonArray)rest.Json["items"]!)!["text"]);
        Assert.Null(page.Json["items"]![1]!["body"]);
        Assert.NotNull(rest.Json["items"]![0]!["body"]);
    }

    [Fact]
    public async Task Starts_anew_from_the_configuration()
    {
        await using var meta = await Simulation.Start();
        await meta.Says(Ada, "hi");
        await meta.SendText(Ada, "never told");
        await meta.Faults(new JsonObject { ["kind"] = "hang" });
        await meta.Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}", """{"title":"Changed"}""");

        await meta.Ask(HttpMethod.Post, "/simulator/api/reset", "");
        meta.Pass(10_000);
        await meta.Says(Bob, "marker");

        Assert.Empty(await meta.Chat(Ada));
        Assert.Equal("Shop", (string?)(await meta.Get("/simulator/api/numbers")).Json["items"]![0]!["title"]);
        Assert.Equal(HttpStatusCode.OK, (await meta.SendText(Bob, "no fault")).Status);
        Assert.Equal(0, meta.Hook.Waiting);
    }

    [Theory]
    [InlineData("http://localhost:5173", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:9", HttpStatusCode.OK)]
    [InlineData("http://[::1]:9", HttpStatusCode.OK)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Lets_only_pages_of_this_machine_in(string origin, HttpStatusCode expected)
    {
        await using var meta = await Simulation.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/simulator/api/numbers");
        request.Headers.Add("Origin", origin);

        using var answer = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(
            expected == HttpStatusCode.OK ? [origin] : [],
            answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : []
        );
    }

    [Theory]
    [InlineData("10.0.0.7:5090", HttpStatusCode.OK)]
    [InlineData("dev-box:5090", HttpStatusCode.OK)]
    [InlineData("rebound.example:5090", HttpStatusCode.Forbidden)]
    public async Task Lets_its_own_page_in_under_the_names_it_has(string host, HttpStatusCode expected)
    {
        await using var meta = await Simulation.Start(("Hosts:0", "dev-box"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/simulator/api/numbers");
        request.Headers.Add("Origin", $"http://{host}");
        request.Headers.Host = host;

        using var answer = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Lets_a_page_of_this_machine_ask_before_it_puts()
    {
        await using var meta = await Simulation.Start();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/simulator/api/numbers/42");
        request.Headers.Add("Origin", "http://localhost:5173");
        request.Headers.Add("Access-Control-Request-Method", "PUT");

        using var answer = await meta.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains(
            "PUT",
            answer.Headers.GetValues("Access-Control-Allow-Methods").Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Numbers:0:Number", "12", "Simulator:Numbers:0: number must be 8 to 15 digits")]
    [InlineData("Numbers:0:AppSecret", "", "Simulator:Numbers:0: appSecret is needed to sign what goes to webhookUrl")]
    [InlineData("Webhooks:BatchSize", "1001", "Simulator:Webhooks:BatchSize must be 1 to 1,000")]
    [InlineData("SentAfterMs", "-1", "Simulator: a delay must not be negative")]
    [InlineData(
        "Webhooks:TimeoutMs",
        "-5",
        "Simulator:Webhooks:TimeoutMs, RetryFirstMs and RetryMaxMs must be at least 1"
    )]
    [InlineData("Webhooks:GiveUpAfterHours", "-1", "Simulator:Webhooks:GiveUpAfterHours must be 0 to 100,000")]
    [InlineData("Webhooks:MaxWaiting", "0", "Simulator:Webhooks:MaxWaiting must be at least 1")]
    public async Task Does_not_start_with_settings_that_make_no_sense(string key, string value, string line)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            Simulation.Start((key, value))
        );

        Assert.Equal(line, refused.Message);
    }

    private static (string?, string?, string?) Names(JsonNode number) =>
        ((string?)number["phoneNumberId"], (string?)number["number"], (string?)number["title"]);
}
