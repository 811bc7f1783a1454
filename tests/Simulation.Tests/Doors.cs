using System.Reflection;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>The cluster as a process sees it: the way to conversations and broadcasts, over a network that loses what nobody waits for.</summary>
public class Doors : DispatchProxy
{
    private History? history;
    private Process? from;

    internal static IGrainFactory Of(History history, Process from)
    {
        var doors = Create<IGrainFactory, Doors>();
        ((Doors)(object)doors).history = history;
        ((Doors)(object)doors).from = from;
        return doors;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is not [long id, ..] || targetMethod is null || history is null || from is null)
            throw new NotSupportedException($"{targetMethod}");
        var wanted = targetMethod.GetGenericArguments()[0];
        return wanted == typeof(IConversationGrain) ? ConversationDoor.To(history, from, id)
            : wanted == typeof(IBroadcastGrain) ? BroadcastDoor.To(history, id)
            : throw new NotSupportedException($"{wanted}");
    }
}

/// <summary>The way to a conversation, wherever it is active.</summary>
public class ConversationDoor : DispatchProxy
{
    private History? history;
    private Process? from;
    private long id;

    internal static IConversationGrain To(History history, Process from, long id)
    {
        var door = Create<IConversationGrain, ConversationDoor>();
        var self = (ConversationDoor)(object)door;
        (self.history, self.from, self.id) = (history, from, id);
        return door;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (history is null || from is null)
            throw new InvalidOperationException("not made by To");
        switch (targetMethod?.Name)
        {
            case nameof(IConversationGrain.Wake):
                var rows = (InboxWork[])args![0]!;
                history.Cluster.Hint(
                    id,
                    talk => talk.Wake([.. rows.Select(row => new InboxRow(id, row.Id, (InboxKind)row.Kind, row.Body))])
                );
                return Task.CompletedTask;
            case nameof(IConversationGrain.Look):
                history.Cluster.Hint(id, talk => talk.Look());
                return Task.CompletedTask;
            case nameof(IConversationGrain.Due):
                var generation = (long)args![0]!;
                history.Cluster.Hint(id, talk => talk.Due(generation));
                return Task.CompletedTask;
            case nameof(IConversationGrain.Bulk):
                var send = (BulkSend)args![0]!;
                return history.Cluster.Call(id, talk => talk.Bulk(send));
            default:
                throw new NotSupportedException($"{targetMethod}");
        }
    }
}

/// <summary>The way to a broadcast: it stops when it hears of trouble.</summary>
public class BroadcastDoor : DispatchProxy
{
    private History? history;
    private long id;

    internal static IBroadcastGrain To(History history, long id)
    {
        var door = Create<IBroadcastGrain, BroadcastDoor>();
        var self = (BroadcastDoor)(object)door;
        (self.history, self.id) = (history, id);
        return door;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name != nameof(IBroadcastGrain.Trouble))
            throw new NotSupportedException($"{targetMethod}");
        history?.Campaign?.Pause();
        return Task.CompletedTask;
    }
}
