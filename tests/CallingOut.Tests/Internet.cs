using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WhatsAppBot.CallingOut.Tests;

/// <summary>A make-believe Internet: names with addresses of our choosing, and public addresses behind which loopback servers stand.</summary>
internal sealed class Internet : IDisposable
{
    private readonly Dictionary<string, Queue<string[]>> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> servers = [];
    private HttpCaller? caller;

    public ConcurrentQueue<string> Resolved { get; } = new();
    public ConcurrentQueue<string> Dialled { get; } = new();
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public string[] Allowed { get; init; } = [];

    private HttpCaller Caller => caller ??= new HttpCaller(Allowed, Clock, Resolve, Dial);

    /// <summary>What the name service says, one answer after the other; the last one stays.</summary>
    public Internet Name(string host, params string[][] answers)
    {
        names[host] = new Queue<string[]>(answers);
        return this;
    }

    /// <summary>A public server: whoever dials its address reaches the bait.</summary>
    public Internet Server(string host, string address, Bait bait)
    {
        servers[address] = bait.Port;
        return Name(host, [address]);
    }

    public Task<CallEnd> Get(string url) => Call("GET", url);

    public Task<CallEnd> Call(
        string method,
        string url,
        string? body = null,
        TimeSpan? limit = null,
        params (string, string)[] headers
    ) =>
        Caller.Make(
            new OutCall(method, url, headers.ToDictionary(one => one.Item1, one => one.Item2), body, limit),
            TestContext.Current.CancellationToken
        );

    public void Dispose() => caller?.Dispose();

    private Task<IPAddress[]> Resolve(string host, CancellationToken cancel)
    {
        Resolved.Enqueue(host);
        if (!names.TryGetValue(host, out var answers))
            // the machine's own names are real
            return Dns.GetHostAddressesAsync(host, cancel);

        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        return Task.FromResult(answer.Select(IPAddress.Parse).ToArray());
    }

    private Task<Stream> Dial(IPEndPoint to, CancellationToken cancel)
    {
        Dialled.Enqueue(to.ToString());
        if (servers.TryGetValue(to.Address.ToString(), out var port))
            return CheckedConnect.Dial(new IPEndPoint(IPAddress.Loopback, port), cancel);
        return IPAddress.IsLoopback(to.Address) || ReservedAddresses.Contains(to.Address)
            ? CheckedConnect.Dial(to, cancel)
            : throw new SocketException((int)SocketError.NetworkUnreachable);
    }
}
