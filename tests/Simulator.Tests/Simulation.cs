using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>An answer of the simulator.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode Json, string ContentType)
{
    public JsonNode? Error => Json["error"];
    public int Code => (int?)Error?["code"] ?? 0;
    public string Message => (string?)Error?["message"] ?? "";
    public string Details => (string?)Error?["error_data"]?["details"] ?? "";
    public string Wamid => (string)Json["messages"]![0]!["id"]!;
}

/// <summary>The simulator behind real HTTP on a free port, with a clock of ours and one business number.</summary>
internal sealed class Simulation : IAsyncDisposable
{
    public const string Id = "100000000000001";
    public const string Number = "15550000001";
    public const string Token = "good-token";
    public const string Secret = "It's a Secret to Everybody";
    public const string Ada = "491700000001";
    public const string Bob = "491700000002";

    private readonly WebApplication app;

    private Simulation(WebApplication app, Hook hook, FakeTimeProvider time)
    {
        (this.app, Hook, Time) = (app, hook, time);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public Hook Hook { get; }
    public FakeTimeProvider Time { get; }
    public HttpClient Http { get; }
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Simulation> Start(params (string Key, string Value)[] settings)
    {
        var hook = await Hook.Start();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Simulator:Numbers:0:PhoneNumberId"] = Id,
                ["Simulator:Numbers:0:Number"] = Number,
                ["Simulator:Numbers:0:Title"] = "Shop",
                ["Simulator:Numbers:0:WabaId"] = "300000000000003",
                ["Simulator:Numbers:0:AppSecret"] = Secret,
                ["Simulator:Numbers:0:AccessToken"] = Token,
                ["Simulator:Numbers:0:WebhookUrl"] = hook.Url,
                ["Simulator:Numbers:0:TakesUnknown"] = "true",
            }
        );
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"Simulator:{setting.Key}", (string?)setting.Value))
        );
        builder.Services.AddKeyedSingleton<TimeProvider>(SimulatorHosting.ClockKey, time);
        builder.Services.AddSimulator(builder.Configuration);
        var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync(Cancel);
        return new Simulation(app, hook, time);
    }

    /// <summary>Posts a body to the number's messages, as the platform would.</summary>
    public Task<Answer> Send(string json, string? token = Token, string path = $"v25.0/{Id}/messages") =>
        Ask(HttpMethod.Post, $"/simulator/graph/{path}", json, token);

    public Task<Answer> Send(JsonObject json) => Send(json.ToJsonString());

    public Task<Answer> SendText(string to, string text, string? callbackData = null)
    {
        var body = Body("text", new JsonObject { ["body"] = text }, to);

        if (callbackData is not null)
        {
            body["biz_opaque_callback_data"] = callbackData;
        }

        return Send(body);
    }

    public static JsonObject Body(string type, JsonNode content, string to = Ada) =>
        new()
        {
            ["messaging_product"] = "whatsapp",
            ["to"] = to,
            ["type"] = type,
            [type] = content,
        };

    /// <summary>Somebody writes, and the webhook about it has arrived.</summary>
    public async Task<Delivery> Says(string phone, string text)
    {
        await Act(phone, new JsonObject { ["type"] = "text", ["text"] = text });
        return await Hook.Next();
    }

    public Task<Answer> Act(string phone, JsonObject act) =>
        Ask(HttpMethod.Post, $"/simulator/api/numbers/{Id}/phones/{phone}/messages", act.ToJsonString());

    public Task<Answer> Change(string phone, JsonObject wish) =>
        Ask(HttpMethod.Put, $"/simulator/api/numbers/{Id}/phones/{phone}", wish.ToJsonString());

    public Task<Answer> Reads(string phone) =>
        Ask(HttpMethod.Post, $"/simulator/api/numbers/{Id}/phones/{phone}/read", "");

    public async Task<JsonArray> Chat(string phone) =>
        (JsonArray)(await Get($"/simulator/api/numbers/{Id}/phones/{phone}/messages")).Json["items"]!;

    public async Task<JsonArray> Log() => (JsonArray)(await Get("/simulator/api/log")).Json["items"]!;

    public Task<Answer> Faults(params JsonObject[] rules) =>
        Ask(
            HttpMethod.Put,
            "/simulator/api/faults",
            new JsonObject { ["items"] = new JsonArray([.. rules]) }.ToJsonString()
        );

    public Task<Answer> Get(string path, string? token = null) => Ask(HttpMethod.Get, path, null, token);

    public async Task<Answer> Ask(HttpMethod method, string path, string? json, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Ask(request);
    }

    public async Task<Answer> Ask(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return new Answer(
            response.StatusCode,
            text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!,
            response.Content.Headers.ContentType?.MediaType ?? ""
        );
    }

    public void Pass(int milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits until the log has so many lines that fit.</summary>
    public async Task<IReadOnlyList<JsonNode>> Logged(Func<JsonNode, bool> fits, int count = 1)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();

        while (true)
        {
            var lines = (await Log()).Where(line => fits(line!)).Select(line => line!).ToList();

            if (lines.Count >= count)
            {
                return lines;
            }

            Assert.True(patience.Elapsed < Eventually.Bound, $"the log has {lines.Count} of {count} lines");
            await Task.Delay(10, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
        await Hook.DisposeAsync();
    }
}

/// <summary>A simulator that all tests of a class may share, because none leaves anything behind that another minds.</summary>
public sealed class SharedSimulation : IAsyncLifetime
{
    private Simulation? simulation;

    internal Simulation Simulator => simulation ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => simulation = await Simulation.Start();

    public ValueTask DisposeAsync() => simulation?.DisposeAsync() ?? ValueTask.CompletedTask;
}
