using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>Something that was posted to a webhook.</summary>
internal sealed record Posted(string Kind, string Id, string Signature, string Body)
{
    /// <summary>When it came, in milliseconds of this machine.</summary>
    public long At { get; } = Environment.TickCount64;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Phone =>
        Json.TryGetProperty("conversation", out var conversation)
            ? conversation.GetProperty("contact").GetProperty("phone").GetString()
            : null;
}

/// <summary>A receiver on loopback with a webhook of its own: keeps what is posted, and answers what it is told to.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private readonly TestSilo silo;
    private readonly HttpListener listener = new();
    private readonly Task serving;

    private Ear(TestSilo silo)
    {
        this.silo = silo;
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        serving = Serve();
    }

    public string Url { get; }

    public string Webhook { get; } = Token.NewId("hook_");

    /// <summary>All that was posted, in the order in which it came, also what was refused.</summary>
    public ConcurrentQueue<Posted> Posts { get; } = new();

    /// <summary>What is answered: a status and its headers.</summary>
    public Func<Posted, (int Status, string? RetryAfter)> Answer { get; set; } = _ => (200, null);

    /// <summary>Answers are given when this is done.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    public static async Task<Ear> Of(TestSilo silo, IReadOnlyList<string>? kinds = null, string? url = null)
    {
        var ear = new Ear(silo);
        var added = await silo.Service<Webhooks>()
            .Add(
                "ours",
                ear.Webhook,
                url ?? ear.Url,
                "",
                kinds ?? HookKinds.All,
                "whsec_test",
                new Actor("u1", "Ada"),
                TestContext.Current.CancellationToken
            );
        Assert.True(added);
        return ear;
    }

    /// <summary>What was posted of this phone's conversation.</summary>
    public IReadOnlyList<Posted> Of(string phone) => [.. Posts.Where(one => one.Phone == phone)];

    public async ValueTask DisposeAsync()
    {
        await silo.Service<Webhooks>().Remove("ours", Webhook, new Actor("u1", "Ada"), CancellationToken.None);
        listener.Close();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Serve()
    {
        while (true)
            _ = Take(await listener.GetContextAsync());
    }

    private async Task Take(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
        var posted = new Posted(
            call.Request.Headers["WhatsAppBot-Event"] ?? "",
            call.Request.Headers["WhatsAppBot-Event-Id"] ?? "",
            call.Request.Headers["WhatsAppBot-Signature"] ?? "",
            await reader.ReadToEndAsync()
        );
        Posts.Enqueue(posted);
        await Open;
        var (status, retryAfter) = Answer(posted);
        call.Response.StatusCode = status;
        if (retryAfter is not null)
            call.Response.Headers["Retry-After"] = retryAfter;
        if (status is 302)
            call.Response.Headers["Location"] = "/elsewhere";
        await call.Response.OutputStream.WriteAsync("heard"u8.ToArray());
        call.Response.Close();
    }
}
