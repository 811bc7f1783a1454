using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>
/// Where browsers listen: <c>messageAdded</c>, <c>messageStatus</c>, <c>conversationChanged</c>, <c>broadcastProgress</c>, <c>resync</c>. The server decides what a connection hears:
/// the workspaces of its user.
/// </summary>
[Authorize]
internal sealed class InboxHub(Listeners listeners) : Hub
{
    public static string Group(string workspace) => $"ws:{workspace}";

    public override async Task OnConnectedAsync()
    {
        listeners.Came();
        foreach (var workspace in Context.User?.Workspaces() ?? [])
            await Groups.AddToGroupAsync(Context.ConnectionId, Group(workspace));
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        listeners.Left();
        return Task.CompletedTask;
    }
}

/// <summary>How many browsers listen on this node: with none, events are dropped at the door.</summary>
internal sealed class Listeners
{
    private int count;

    public bool Any => Volatile.Read(ref count) > 0;

    public void Came() => Interlocked.Increment(ref count);

    public void Left() => Interlocked.Decrement(ref count);
}
