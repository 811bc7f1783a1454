using System.Diagnostics;
using System.Net;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>A caller as it should be: told that there is too much to do, it comes again. A slow machine says so now and then, and nothing was done yet.</summary>
internal sealed class PatientCaller(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // below what a client waits for its answer
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (
                answer.StatusCode != HttpStatusCode.ServiceUnavailable
                || waited.Elapsed > Bound
                || !await IsBusy(answer, cancellationToken)
            )
                return answer;
            answer.Dispose();
            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task<bool> IsBusy(HttpResponseMessage answer, CancellationToken cancel)
    {
        // whoever called reads it once more
        await answer.Content.LoadIntoBufferAsync(cancel);
        var told = await answer.Content.ReadAsStringAsync(cancel);
        return told.Contains("urn:whatsappbot:problem:busy", StringComparison.Ordinal);
    }
}
