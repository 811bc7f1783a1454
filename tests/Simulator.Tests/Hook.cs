using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace WhatsAppBot.Simulator.Tests;

/// <summary>One webhook as it arrived.</summary>
internal sealed record Delivery(byte[] Body, string Signature, string UserAgent)
{
    public string Text => Encoding.UTF8.GetString(Body);
    public JsonObject Json => (JsonObject)JsonNode.Parse(Body)!;
    public JsonObject Value => (JsonObject)Json["entry"]![0]!["changes"]![0]!["value"]!;
    public JsonObject? Status => (JsonObject?)Value["statuses"]?[0];
    public JsonObject? Message => (JsonObject?)Value["messages"]?[0];
    public string What => (string?)Status?["status"] ?? (string)Message!["type"]!;
    public string Id => (string)(Status ?? Message)!["id"]!;
}

/// <summary>A webhook receiver on a free loopback port: keeps what comes and answers as told.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentQueue<int> answers = new();
    private WebApplication? app;

    public string Url { get; private set; } = "";

    /// <summary>Holds every answer back until it is completed.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public static async Task<Hook> Start()
    {
        var hook = new Hook();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        hook.app = builder.Build();
        hook.app.MapPost("/hook", hook.Take);
        hook.app.MapGet("/hook", hook.Echo);
        await hook.app.StartAsync(TestContext.Current.CancellationToken);
        hook.Url = $"{hook.app.Urls.Single()}/hook";
        return hook;
    }

    /// <summary>The next POSTs get these answers, those after 200.</summary>
    public void Answers(params int[] statuses) => Array.ForEach(statuses, answers.Enqueue);

    public async Task<Delivery> Next() =>
        await deliveries
            .Reader.ReadAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(Eventually.Bound, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<Delivery>> Next(int count)
    {
        var taken = new List<Delivery>();

        while (taken.Count < count)
        {
            taken.Add(await Next());
        }

        return taken;
    }

    /// <summary>What has arrived and was not asked for yet.</summary>
    public int Waiting => deliveries.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();

        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>What Meta must know before an address is taken.</summary>
    public string? VerifyToken { get; set; }

    private IResult Echo(HttpRequest request) =>
        request.Query["hub.mode"] == "subscribe" && request.Query["hub.verify_token"] == VerifyToken
            ? Results.Text(request.Query["hub.challenge"])
            : Results.StatusCode(403);

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        deliveries.Writer.TryWrite(
            new(
                body.ToArray(),
                context.Request.Headers["X-Hub-Signature-256"].ToString(),
                context.Request.Headers.UserAgent.ToString()
            )
        );

        if (Gate is { } gate)
        {
            await gate.Task;
        }

        context.Response.StatusCode = answers.TryDequeue(out var status) ? status : 200;
    }
}
