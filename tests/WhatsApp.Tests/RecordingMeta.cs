using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WhatsAppBot.WhatsApp.Tests;

/// <summary>Stands where the network would be: keeps what was asked and answers what it was told to.</summary>
internal sealed class RecordingMeta(HttpStatusCode status, string answer) : HttpMessageHandler
{
    public const string Accepted = """{"messages":[{"id":"wamid.OUT1"}]}""";

    public List<(HttpMethod Method, Uri Uri, string? Authorization, string? ContentType, string Body)> Asked { get; } =
    [];

    public TimeSpan? RetryAfter { get; init; }

    public static RecordingMeta Accepting() => new(HttpStatusCode.OK, Accepted);

    public GraphClient Client(ILogger<GraphClient>? log = null) =>
        new(
            new HttpClient(this),
            new GraphOptions { BaseUrl = new Uri("http://meta.example/base/") },
            log ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<GraphClient>.Instance
        );

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Asked.Add(
            (
                request.Method,
                request.RequestUri!,
                request.Headers.Authorization?.ToString(),
                request.Content!.Headers.ContentType?.ToString(),
                await request.Content.ReadAsStringAsync(cancellationToken)
            )
        );
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(answer, Encoding.UTF8, "application/json"),
        };
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = new(wait);
        return response;
    }
}
