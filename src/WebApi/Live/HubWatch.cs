using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>
/// Cuts the connections of those who are out. Everything else asks who calls with each request; a connection is asked every two seconds, all of
/// a node at once. Whoever may still enter comes back by itself, and joins what is open to them now.
/// </summary>
internal sealed class HubWatch(Callers callers, IHubContext<InboxHub> hub, ILogger<HubWatch> log)
    : SteadyBeat(Every, log)
{
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (HubCallerContext Connection, Caller Caller)> connected = new();

    public void Came(HubCallerContext connection, Caller caller) =>
        connected[connection.ConnectionId] = (connection, caller);

    public void Left(string connection) => connected.TryRemove(connection, out _);

    protected override Task Beat(CancellationToken cancel) => Look(cancel);

    private async Task Look(CancellationToken cancel)
    {
        var listeners = connected.Values.ToList();
        if (listeners.Count == 0)
            return;

        var now = await callers.Again([.. listeners.Select(one => one.Caller)], cancel);
        for (var i = 0; i < listeners.Count; i++)
        {
            var (connection, caller) = listeners[i];
            if (now[i] is { } still && still.IsLike(caller))
                continue;

            foreach (var workspace in caller.Workspaces)
                await hub.Groups.RemoveFromGroupAsync(
                    connection.ConnectionId,
                    InboxHub.Group(workspace.WorkspaceId),
                    cancel
                );
            connection.Abort();
        }
    }
}
