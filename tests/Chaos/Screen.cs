using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace WhatsAppBot.Chaos;

/// <summary>An agent's screen: what a browser connected to one web node hears.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly ConcurrentQueue<string> _heard = new();
    private int _resyncs;

    private Screen(HubConnection hub) => _hub = hub;

    public static async Task<Screen> Open(Uri node, CancellationToken cancel)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(node, "/hubs/inbox")).Build();
        // it does not come back when it is lost, and a slow node is not gone
        (hub.HandshakeTimeout, hub.ServerTimeout) = (Eventually.Bound, Eventually.Bound);
        var screen = new Screen(hub);
        foreach (var what in new[] { "messageAdded", "messageStatus" })
            hub.On<JsonElement>(what, told => screen._heard.Enqueue($"{what} {told.GetRawText()}"));
        hub.On<JsonElement>("resync", _ => Interlocked.Increment(ref screen._resyncs));
        await hub.StartAsync(cancel);
        return screen;
    }

    /// <summary>Heard of a message with this text.</summary>
    public bool Shows(string text) => Count(text) > 0;

    /// <summary>How many messages it heard of that begin with this text.</summary>
    public int Count(string text) => _heard.Count(told => Added(told) && told.Contains($"\"text\":\"{text}"));

    /// <summary>How often it was told to fetch, as it may have missed something.</summary>
    public int Resyncs => Volatile.Read(ref _resyncs);

    /// <summary>Heard that a message is delivered.</summary>
    public bool ShowsDelivered =>
        _heard.Any(told =>
            told.StartsWith("messageStatus", StringComparison.Ordinal) && told.Contains("\"delivered\"")
        );

    private static bool Added(string told) => told.StartsWith("messageAdded", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
