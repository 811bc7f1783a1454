using System.Net;

namespace WhatsAppBot.WhatsApp;

/// <summary>The connections to Meta: enough for 1,000 sends a second at 300 ms each.</summary>
public static class GraphHttp
{
    /// <summary>
    /// A client for <see cref="GraphClient"/>. Put no retrying handler before it: only <see cref="GraphClient"/> knows what was provably
    /// not accepted.
    /// </summary>
    public static HttpClient CreateClient() => new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    public static SocketsHttpHandler CreateHandler() =>
        new()
        {
            // 1,000/s × 0.3 s = 300 calls under way; the rest is room for slow ones
            MaxConnectionsPerServer = 1024,
            // so that a change in the name service is noticed
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // shorter than the usual keep-alive of servers: a send on a connection that is just being closed ends as unknown
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
}
