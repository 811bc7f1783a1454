using System.Net.Http.Headers;
using System.Text;
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
        MaxResponseContentBufferSize = 1 << 20,
    };
    private readonly TimeSpan patience = TimeSpan.FromMilliseconds(options.Value.Webhooks.TimeoutMs);

    public async Task<Posted> Post(string url, Envelope envelope)
    {
        using var tooLong = new CancellationTokenSource(patience, later.Time);
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(envelope.Body) { Headers = { ContentType = Json } },
        };

        if (envelope.Signature.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", envelope.Signature);
            request.Headers.TryAddWithoutValidation("X-Hub-Signature", envelope.OldSignature);
        }

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

    /// <summary>Asks for something small; status and text, or nothing when there was no answer.</summary>
    public async Task<(int? Status, string Body)> Get(string url, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);

        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            var room = new byte[256];
            var length = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, limit.Token);
            return ((int)answer.StatusCode, Encoding.UTF8.GetString(room, 0, length));
        }
        catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException or IOException)
        {
            return (null, "");
        }
    }

    /// <summary>Asks a form's endpoint; status and text, or nothing when there was no answer in ten seconds.</summary>
    public async Task<(int? Status, string Body)> Ask(
        string url,
        byte[] body,
        string signature,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);

        try
        {
            using var answer = await client.SendAsync(request, limit.Token);
            // as bytes: the answer is base64, and the charset that it claims may be one that nobody knows
            return (
                (int)answer.StatusCode,
                Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(limit.Token))
            );
        }
        catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException or IOException)
        {
            return (null, "");
        }
    }

    public void Dispose() => client.Dispose();
}
