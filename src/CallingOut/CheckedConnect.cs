using System.Net;
using System.Net.Sockets;

namespace WhatsAppBot.CallingOut;

/// <summary>The name stands for an address where we do not go.</summary>
internal sealed class AddressRefusedException : Exception;

/// <summary>
/// Makes every connection: resolves once, checks every address, and connects to exactly what was checked. Asking the name service twice (to check,
/// then to connect) would let its owner answer differently.
/// </summary>
internal sealed class CheckedConnect(
    PrivateHosts allowed,
    Func<string, CancellationToken, Task<IPAddress[]>> resolve,
    Func<IPEndPoint, CancellationToken, Task<Stream>> dial
)
{
    // of a name with many addresses, and for each but the last
    private const int MostAddresses = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var port = context.DnsEndPoint.Port;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancel);

        // one bad address spoils the name: whoever mixes private ones in means no good
        if (!allowed.Has(host, port) && Array.Exists(addresses, ReservedAddresses.Contains))
            throw new AddressRefusedException();

        Exception last = new SocketException((int)SocketError.HostNotFound);
        var tries = Math.Min(addresses.Length, MostAddresses);
        for (var i = 0; i < tries; i++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (i < tries - 1)
                patience.CancelAfter(Patience);
            try
            {
                return await dial(new IPEndPoint(addresses[i], port), patience.Token);
            }
            catch (Exception trouble)
                when (trouble is SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
            {
                last = trouble;
            }
        }
        throw last;
    }

    public static async Task<Stream> Dial(IPEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
