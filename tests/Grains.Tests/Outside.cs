using System.Collections.Concurrent;
using System.Net;
using System.Text;
using WhatsAppBot.Support;

namespace WhatsAppBot.Grains.Tests;

/// <summary>A server on loopback that flows call: keeps what it was asked, and answers the statuses it was given; then 200.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<int> statuses;
    private readonly Task serving;

    public Outside(params int[] statuses)
    {
        this.statuses = new(statuses);
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        serving = Serve();
    }

    public string Url { get; }

    /// <summary>What was asked: method, path and body.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers are given when this is done.</summary>
    public Task Open { get; init; } = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Serve()
    {
        while (true)
            _ = Answer(await listener.GetContextAsync());
    }

    private async Task Answer(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream, Encoding.UTF8);
        Asked.Enqueue($"{call.Request.HttpMethod} {call.Request.RawUrl} {await reader.ReadToEndAsync()}".TrimEnd());
        await Open;
        call.Response.StatusCode = statuses.TryDequeue(out var status) ? status : 200;
        await call.Response.OutputStream.WriteAsync("""{"fine":true}"""u8.ToArray());
        call.Response.Close();
    }
}
