using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Silo;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Tests;

[assembly: AssemblyFixture(typeof(Site))]

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Web and silo in one process over a database of its own, reached by real HTTP; nobody answers as Meta.</summary>
public sealed class Site : IAsyncLifetime
{
    private const string Secret = "demo-app-secret";

    private TestDatabase? place;
    private WebApplication? app;
    private int count;

    /// <summary>With the demo on, so that this machine is signed in.</summary>
    internal HttpClient Http { get; private set; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        place = await TestDatabase.Create(Migrate);
        app = await Start(place.ConnectionString, demo: true);
        Http = ClientOf(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        if (place is not null)
            await place.DisposeAsync();
    }

    internal static Task Migrate(string connectionString) => Migrations.Apply(connectionString);

    internal static HttpClient ClientOf(WebApplication app) =>
        new(new PatientCaller(new SocketsHttpHandler())) { BaseAddress = new Uri(app.Urls.First()) };

    /// <summary>A host of its own over a migrated database.</summary>
    internal static async Task<WebApplication> Start(
        string connectionString,
        bool demo,
        CapturedLog? log = null,
        string graph = "http://127.0.0.1:9"
    )
    {
        var database = $"{connectionString};Timeout=60;Command Timeout=120";
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "WhatsAppBot.WebApi" }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Demo:Enabled"] = demo ? "true" : "false",
                ["WhatsApp:GraphBaseUrl"] = graph,
            }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            // more than any host logs by itself
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
            builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        }
        builder.Services.AddStorage(database);
        builder.AddSilo(database);
        builder.AddWebApi();
        var app = builder.Build();
        await app
            .Services.GetRequiredService<Seeds>()
            .Plant(
                new Seed(
                    "demo",
                    "Demo",
                    "demo",
                    Secret,
                    "demo-verify-token",
                    "token",
                    "111",
                    "15550000001",
                    "One",
                    false,
                    1000,
                    []
                ),
                CancellationToken.None
            );
        app.MapWebApi();
        await app.StartAsync();
        return app;
    }

    /// <summary>A word that no other call gave.</summary>
    internal string Fresh(string start) => $"{start}{Interlocked.Increment(ref count)}";

    internal async Task<string> Ask(string sql)
    {
        await using var command = (place ?? throw new InvalidOperationException("not started")).Source.CreateCommand(
            sql
        );
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await row.ReadAsync(Cancel))
            rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(row.GetValue)));
        return string.Join(' ', rows);
    }

    internal static string Sign(byte[] body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body))}";

    internal static HttpRequestMessage Delivery(string body, string? signature = "right", string connection = "demo")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/whatsapp/{connection}")
        {
            Content = new ByteArrayContent(bytes),
        };
        if (signature is not null)
            request.Headers.Add("X-Hub-Signature-256", signature == "right" ? Sign(bytes) : signature);
        return request;
    }

    /// <summary>Delivers as Meta does: again while it is told that there is no time for it now.</summary>
    internal async Task<HttpResponseMessage> Deliver(string body)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await Http.SendAsync(Delivery(body), Cancel);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || waited.Elapsed > Eventually.Bound)
                return answer;
            answer.Dispose();
            await Task.Delay(100, Cancel);
        }
    }

    /// <summary>A delivery with these messages, each of a phone of its own.</summary>
    internal static string Body(params (string Number, string Wamid, string Type)[] messages) =>
        JsonSerializer.Serialize(
            new
            {
                @object = "whatsapp_business_account",
                entry = messages.Select(one => new
                {
                    id = "waba",
                    changes = new[]
                    {
                        new
                        {
                            field = "messages",
                            value = new
                            {
                                messaging_product = "whatsapp",
                                metadata = new { display_phone_number = "15550000001", phone_number_id = one.Number },
                                contacts = new[] { new { wa_id = PhoneOf(one.Wamid), profile = new { name = "Ada" } } },
                                messages = new[]
                                {
                                    new Dictionary<string, object>
                                    {
                                        ["from"] = PhoneOf(one.Wamid),
                                        ["id"] = one.Wamid,
                                        ["timestamp"] = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}",
                                        ["type"] = one.Type,
                                        [one.Type] = new { body = "hello" },
                                    },
                                },
                            },
                        },
                    },
                }),
            }
        );

    internal static string PhoneOf(string wamid) => $"49151{uint.Parse(wamid[1..]):0000000}";

    /// <summary>A conversation in which a contact has just written one message.</summary>
    internal async Task<long> Conversation()
    {
        var wamid = Fresh("w");
        using var answer = await Deliver(Body(("111", wamid, "text")));
        answer.EnsureSuccessStatusCode();
        var sql = $"select conversation_id from messages where wamid = '{wamid}'";
        await Eventually.True(async () => await Ask(sql) != "", "the message is in its conversation", Cancel);
        return long.Parse(await Ask(sql));
    }

    /// <summary>The answer is a problem of our own, and this one.</summary>
    internal static async Task Problem(HttpResponseMessage answer, int status, string? type = null)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var told = problem.GetProperty("type").GetString();
        Assert.StartsWith("urn:whatsappbot:problem:", told);
        if (type is not null)
            Assert.Equal($"urn:whatsappbot:problem:{type}", told);
    }
}
