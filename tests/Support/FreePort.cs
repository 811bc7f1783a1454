using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WhatsAppBot.Support;

/// <summary>A loopback port that nobody listens on; each is given out once in this process.</summary>
public static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>The next one.</summary>
    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
                return port;
        }
    }
}
