using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>
/// Where browsers listen: <c>messageAdded</c>, <c>messageStatus</c>, <c>conversationChanged</c>, <c>broadcastProgress</c>, <c>resync</c>. The server
/// decides what a connection hears: the workspaces that are open to its user, for as long as they are.
/// </summary>
internal sealed class InboxHub(Listeners listeners, HubWatch watch) : Hub
{
    public static string Group(string workspace) => $"ws:{workspace}";

    public override async Task OnConnectedAsync()
    {
        listeners.Came();
        if (Context.User?.Caller is not { } caller)
        {
            Context.Abort();
            return;
        }

        watch.Came(Context, caller);
        foreach (var one in caller.Workspaces)
        {
            if (caller.May(Permission.ConversationsRead, one.WorkspaceId))
                await Groups.AddToGroupAsync(Context.ConnectionId, Group(one.WorkspaceId));
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        listeners.Left();
        watch.Left(Context.ConnectionId);
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
