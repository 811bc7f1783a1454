using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WhatsAppBot.CallingOut;

/// <summary>
/// Makes calls to addresses that strangers chose, without reaching what is private, waiting for ever or reading without end. It sends nothing
/// twice: whoever asks decides what may be repeated.
/// </summary>
public sealed class HttpCaller : IDisposable
{
    /// <summary>What a call gets that asks for no time of its own.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(15);

    /// <summary>What no call gets more than.</summary>
    public static readonly TimeSpan LongestLimit = TimeSpan.FromSeconds(30);

    private const int MostRedirects = 3;

    private readonly HttpMessageInvoker http;
    private readonly TimeProvider clock;

    /// <param name="privateHosts">
    /// Hosts that may be called although their addresses are private: <c>host</c> or <c>host:port</c>.
    /// </param>
    public HttpCaller(IEnumerable<string> privateHosts, TimeProvider clock)
        : this(privateHosts, clock, Dns.GetHostAddressesAsync, CheckedConnect.Dial) { }

    internal HttpCaller(
        IEnumerable<string> privateHosts,
        TimeProvider clock,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        Func<IPEndPoint, CancellationToken, Task<Stream>> dial
    )
    {
        this.clock = clock;
        http = new HttpMessageInvoker(Handler(new CheckedConnect(new PrivateHosts(privateHosts), resolve, dial)));
    }

    /// <summary>Makes the call, whatever becomes of it. Only <paramref name="cancel"/> makes it throw.</summary>
    public async Task<CallEnd> Make(OutCall call, CancellationToken cancel)
    {
        if (Step.First(call) is not { } step)
            return new CallEnd.Failed(CallWords.Invalid);

        using var limit = new CancellationTokenSource(Limit(call.TimeLimit), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await Follow(step, call.FollowsRedirects, either.Token);
        }
        catch (Exception trouble) when (!cancel.IsCancellationRequested && Word(trouble) is { } word)
        {
            return new CallEnd.Failed(limit.IsCancellationRequested ? CallWords.Timeout : word);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<CallEnd> Follow(Step first, bool onward, CancellationToken cancel)
    {
        var step = first;
        for (var redirects = 0; ; redirects++)
        {
            using var message = step.Message();
            using var response = await http.SendAsync(message, cancel);
            var (redirected, next) = step.After(response);
            if (!redirected || !onward)
                return await Answer.Read(response, cancel);
            if (next is null || redirects == MostRedirects)
                return new CallEnd.Failed(CallWords.Refused);
            step = next;
        }
    }

    private static TimeSpan Limit(TimeSpan? asked) =>
        asked is not { } span || span <= TimeSpan.Zero ? UsualLimit
        : span > LongestLimit ? LongestLimit
        : span;

    /// <summary>Null: no end that a call can have, but a fault of ours.</summary>
    private static string? Word(Exception trouble)
    {
        for (var cause = trouble; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressRefusedException:
                    return CallWords.Refused;
                case TooLargeException:
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return CallWords.TooLarge;
                case OperationCanceledException or TimeoutException:
                    return CallWords.Timeout;
            }
        }
        return trouble is HttpRequestException or IOException or InvalidDataException or AuthenticationException
            ? CallWords.Unreachable
            : null;
    }

    private static SocketsHttpHandler Handler(CheckedConnect connect) =>
        new()
        {
            ConnectCallback = connect.Connect,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            Credentials = null,
            AutomaticDecompression =
                DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
            // a connection serves one request: none goes to an address that was checked for an earlier one
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            // strangers do not learn the ids of our traces
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    // a certificate names addresses from where to fetch others: nobody would check those
                    DisableCertificateDownloads = true,
                    RevocationMode = X509RevocationMode.NoCheck,
                    ApplicationPolicy = { new Oid("1.3.6.1.5.5.7.3.1") },
                },
            },
        };
}
