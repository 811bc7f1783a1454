using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WhatsAppBot.WhatsApp.Tests;

/// <summary>A real socket on loopback that reads requests as they are and then does what it was told to.</summary>
internal sealed class LoopbackMeta : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Socket, CancellationToken, Task> behave;
    private readonly Task serving;
    private int requests;

    private LoopbackMeta(Func<Socket, CancellationToken, Task> behave)
    {
        this.behave = behave;
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        serving = Serve();
    }

    public Uri Url { get; }

    public int Requests => requests;

    public TaskCompletionSource FirstRequest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static LoopbackMeta Answering(string response) =>
        new((socket, cancel) => socket.SendAsync(Encoding.ASCII.GetBytes(response), cancel).AsTask());

    public static LoopbackMeta Resetting() =>
        new(
            (socket, _) =>
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
                return Task.CompletedTask;
            }
        );

    public static LoopbackMeta Silent() => new((_, cancel) => Task.Delay(Timeout.Infinite, cancel));

    public static string Http(string status, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nContent-Type: text/html\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync(stop.Token);
            if (!await ReadRequest(socket))
                continue;

            Interlocked.Increment(ref requests);
            FirstRequest.TrySetResult();
            await behave(socket, stop.Token);
        }
    }

    // the whole of it: all bodies here end in our callback data
    private async Task<bool> ReadRequest(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith("\"m.1.2.1\"}", StringComparison.Ordinal))
        {
            var length = await socket.ReceiveAsync(buffer, stop.Token);
            if (length == 0)
                return false;
            text.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }
        return true;
    }
}
