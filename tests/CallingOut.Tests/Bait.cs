using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace WhatsAppBot.CallingOut.Tests;

/// <summary>A real server on loopback that counts who connects, keeps what was asked, and answers as it was told to.</summary>
internal sealed class Bait : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> behave;
    private readonly Task serving;
    private int connections;

    private readonly X509Certificate2? certificate;

    public Bait(Func<string, Stream, CancellationToken, Task> behave, X509Certificate2? certificate = null)
    {
        this.behave = behave;
        this.certificate = certificate;
        listener.Start();
        serving = Serve();
    }

    public Bait(params string[] responses)
        : this(Taking(responses)) { }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => connections;

    /// <summary>The requests as they came: head and body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Http(string status, string body = "", params string[] headers) =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}";

    public static byte[] Http(byte[] body, params string[] headers) =>
        [
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"
            ),
            .. body,
        ];

    public static string Redirect(int status, string to) => Http($"{status} Moved", "", $"Location: {to}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private static Func<string, Stream, CancellationToken, Task> Taking(string[] responses)
    {
        var left = new ConcurrentQueue<string>(responses);
        return (_, stream, cancel) =>
            stream
                .WriteAsync(
                    Encoding.UTF8.GetBytes(left.TryDequeue(out var next) ? next : Http("500 Too often")),
                    cancel
                )
                .AsTask();
    }

    private async Task Serve()
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = Task.Run(() => Talk(socket), stop.Token);
        }
    }

    private async Task Talk(Socket socket)
    {
        await using var plain = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await using Stream stream = certificate is null ? plain : await Secret(plain, certificate);
            if (await Read(stream) is not { } request)
                return;
            Requests.Enqueue(request);
            await behave(request, stream, stop.Token);
            // the end is told before the connection goes, so that nothing unread resets it
            if (socket.Connected)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone)
            when (gone is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // the other side had enough
        }
    }

    private static async Task<Stream> Secret(Stream plain, X509Certificate2 certificate)
    {
        var secret = new SslStream(plain);
        // offline: it is the caller that must not fetch issuers, and it does not hide behind us
        await secret.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            }
        );
        return secret;
    }

    private async Task<string?> Read(Stream stream)
    {
        var text = "";
        var buffer = new byte[4096];
        while (true)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && text.Length - end - 4 >= Length(text[..end]))
                return text;
            var read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
                return null;
            text += Encoding.Latin1.GetString(buffer, 0, read);
        }
    }

    private static int Length(string head) =>
        head.Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line[15..], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();
}
