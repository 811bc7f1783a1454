using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>What came of one POST: the other side's status, or why there was none.</summary>
internal sealed record Posted(int? StatusCode, string? Problem)
{
    public bool Taken => StatusCode == 200;
}

/// <summary>Posts one envelope as Meta does.</summary>
internal sealed class WebhookPost(Later later, IOptions<SimulatorOptions> options) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // a client of our own: whatever the host puts around its clients (retries, tracing headers) Meta would not send
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private readonly TimeSpan patience = TimeSpan.FromMilliseconds(options.Value.Webhooks.TimeoutMs);

    public async Task<Posted> Post(string url, Envelope envelope)
    {
        using var tooLong = new CancellationTokenSource(patience, later.Time);
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(envelope.Body) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", envelope.Signature);
        request.Headers.TryAddWithoutValidation("User-Agent", "facebookexternalua");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");

        try
        {
            using var answer = await client.SendAsync(request, tooLong.Token);
            return new Posted((int)answer.StatusCode, null);
        }
        catch (OperationCanceledException)
        {
            return new Posted(null, "no answer in time");
        }
        catch (HttpRequestException failure)
        {
            return new Posted(null, failure.HttpRequestError.ToString());
        }
    }

    public void Dispose() => client.Dispose();
}
