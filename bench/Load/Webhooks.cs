using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.Load;

/// <summary>Stands for Meta: posts signed webhooks, one message each, and again when they are not taken.</summary>
internal sealed class Webhooks(string url, string secret, string phoneNumberId, People people) : IDisposable
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 });
    private readonly string run = Guid.NewGuid().ToString("N");
    private long number;
    private long refused;

    public long Refused => Volatile.Read(ref refused);

    /// <summary>Posts until cancelled: as fast as answers allow, or at a rate.</summary>
    public Task Run(int concurrency, double rate, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var slot = 0L;
        return Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(Work, CancellationToken.None)));

        async Task Work()
        {
            while (!cancel.IsCancellationRequested)
            {
                if (rate > 0)
                {
                    var due =
                        TimeSpan.FromSeconds(Interlocked.Increment(ref slot) / rate)
                        - Stopwatch.GetElapsedTime(started);
                    if (due > TimeSpan.FromMilliseconds(1))
                        await Task.Delay(due, CancellationToken.None);
                }

                try
                {
                    await Post(await people.Next(cancel));
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private async Task Post(int index)
    {
        var body = Encoding.UTF8.GetBytes(Body(index));
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body));
        for (var tries = 0; tries < 20; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
            using var answer = await http.SendAsync(request, CancellationToken.None);
            if (answer.IsSuccessStatusCode)
                return;

            Interlocked.Increment(ref refused);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private string Body(int index)
    {
        var phone = Phones.Of(index);
        var id = Interlocked.Increment(ref number);
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"{{{phoneNumberId}}}"},"contacts":[{"profile":{"name":"Contact {{{index}}}"},"wa_id":"{{{phone}}}"}],"messages":[{"from":"{{{phone}}}","id":"wamid.{{{run}}}{{{id}}}","timestamp":"{{{at}}}","type":"text","text":{"body":"ping"}}]}}]}]}
            """
        );
    }

    public void Dispose() => http.Dispose();
}
