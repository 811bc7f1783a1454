using Microsoft.AspNetCore.SignalR;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Flows;

namespace WhatsAppBot.WebApi.Live;

/// <summary>
/// Where browsers listen: <c>messageAdded</c>, <c>messageStatus</c>, <c>conversationChanged</c>, <c>presence</c>, <c>scheduledChanged</c>, <c>broadcastProgress</c>,
/// <c>flowPresence</c>, <c>resync</c>;
/// and where they say what they show. The server decides what a connection hears: the workspaces that are open to its user, for as long as they are.
/// </summary>
internal sealed class InboxHub(Listeners listeners, HubWatch watch, PresenceDesk presence, FlowPresence editors) : Hub
{
    private const string PlaceKey = "place";
    private const string BuilderKey = "builder";
    private const int LongestNode = 200;

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

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        listeners.Left();
        watch.Left(Context.ConnectionId);
        if (Context.User?.Caller is not { } caller)
            return;
        if (Context.Items.TryGetValue(PlaceKey, out var kept) && kept is HubPlace at)
            await Leave(caller, at);
        if (Context.Items.TryGetValue(BuilderKey, out var open) && open is BuilderPlace { At: var (workspace, flow) })
            await editors.Tell(workspace, flow, caller, null, gone: true);
    }

    /// <summary>
    /// A heartbeat, every 20 s while a flow is open in the builder, and at once when another node is edited; without a flow, it was closed. Answers
    /// who else has it open.
    /// </summary>
    public async Task<IReadOnlyList<FlowPresenceChanged>> Building(string workspace, string? flow, string? node)
    {
        if (Context.User?.Caller is not { } caller || caller.RoleIn(workspace) is null)
            throw new HubException("not-found");
        if (!caller.May(Permission.FlowsRead, workspace))
            throw new HubException("role");

        var place = Context.Items.TryGetValue(BuilderKey, out var kept) && kept is BuilderPlace known ? known : new();
        if (!place.MaySpeak())
            throw new HubException("rate");
        if (place.At is var (oldWorkspace, oldFlow) && (oldWorkspace, oldFlow) != (workspace, flow))
            await editors.Tell(oldWorkspace, oldFlow, caller, null, gone: true);
        if (flow is null)
        {
            place.At = null;
            return [];
        }

        if (place.At != (workspace, flow) && !await editors.IsOf(workspace, flow, Context.ConnectionAborted))
            throw new HubException("not-found");
        place.At = (workspace, flow);
        Context.Items[BuilderKey] = place;
        await editors.Tell(workspace, flow, caller, node is { Length: > LongestNode } ? null : node, gone: false);
        return editors.At(workspace, flow);
    }

    /// <summary>
    /// A heartbeat, every 20 s while the inbox is open; with a conversation, that one is on the screen. Whoever is writing there still is: others
    /// would take the reply for given up.
    /// </summary>
    public async Task Viewing(string workspace, long? conversation)
    {
        var (caller, place) = await Enter(workspace, conversation, Permission.ConversationsRead);
        if (conversation is { } id)
            await presence.Tell(workspace, id, caller, place.IsTyping ? PresenceState.Typing : PresenceState.Viewing);
        if (place.IsHeartbeat())
            await presence.Seen(workspace, caller, Context.ConnectionAborted);
    }

    /// <summary>A reply is being written: again every 20 s while it is. Answers whose reply it is.</summary>
    public async Task<LeaseView> Typing(string workspace, long conversation)
    {
        var (caller, place) = await Enter(workspace, conversation, Permission.ConversationsWrite);
        var lease =
            await presence.Type(workspace, conversation, caller, Context.ConnectionAborted)
            ?? throw new HubException("not-found");
        place.Types();
        await presence.Tell(workspace, conversation, caller, PresenceState.Typing);
        return lease;
    }

    /// <summary>The reply is not written any more; the conversation is still on the screen.</summary>
    public async Task StoppedTyping(string workspace, long conversation)
    {
        var (caller, place) = await Enter(workspace, conversation, Permission.ConversationsWrite);
        place.Rests();
        await presence.Rest(conversation, caller);
        await presence.Tell(workspace, conversation, caller, PresenceState.Viewing);
    }

    /// <summary>Whether the caller may, and where they were before: from there they are gone.</summary>
    private async Task<(Caller, HubPlace)> Enter(string workspace, long? conversation, Permission permission)
    {
        if (Context.User?.Caller is not { } caller || caller.RoleIn(workspace) is null)
            throw new HubException("not-found");
        if (!caller.May(permission, workspace))
            throw new HubException("role");

        var before = Context.Items.TryGetValue(PlaceKey, out var kept) ? kept as HubPlace : null;
        var place = before ?? new HubPlace();
        if (!place.MaySpeak())
            throw new HubException("rate");

        if ((place.Workspace, place.Conversation) != (workspace, conversation))
        {
            if (conversation is { } id && !await presence.IsOf(workspace, id, Context.ConnectionAborted))
                throw new HubException("not-found");
            if (before is not null)
                await Leave(caller, before);
            place.GoTo(workspace, conversation);
        }
        Context.Items[PlaceKey] = place;
        return (caller, place);
    }

    private async Task Leave(Caller caller, HubPlace at)
    {
        if (at is not { Workspace: { } workspace, Conversation: { } conversation })
            return;
        await presence.Rest(conversation, caller);
        await presence.Tell(workspace, conversation, caller, PresenceState.Gone);
    }
}

/// <summary>Where a connection is, and how often it has spoken.</summary>
internal sealed class HubPlace
{
    private const int MostInTenSeconds = 50;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // as long as the lease of the reply
    private static readonly TimeSpan Typing = TimeSpan.FromSeconds(30);

    private long since;
    private int said;
    private long beatAt = long.MinValue;
    private long typesUntil;

    public string? Workspace { get; private set; }

    public long? Conversation { get; private set; }

    public void GoTo(string workspace, long? conversation)
    {
        // another workspace has not been told yet
        if (Workspace != workspace)
            beatAt = long.MinValue;
        (Workspace, Conversation) = (workspace, conversation);
        Rests();
    }

    /// <summary>Whether a reply is being written where this connection is.</summary>
    public bool IsTyping => Environment.TickCount64 < typesUntil;

    public void Types() => typesUntil = Environment.TickCount64 + (long)Typing.TotalMilliseconds;

    public void Rests() => typesUntil = 0;

    public bool MaySpeak()
    {
        var now = Environment.TickCount64;
        if (now - since > 10_000)
            (since, said) = (now, 0);
        return ++said <= MostInTenSeconds;
    }

    public bool IsHeartbeat()
    {
        var now = Environment.TickCount64;
        if (beatAt != long.MinValue && now - beatAt < Heartbeat.TotalMilliseconds)
            return false;
        beatAt = now;
        return true;
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
