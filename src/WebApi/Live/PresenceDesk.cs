using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>Who is replying, and until when that holds.</summary>
public sealed record LeaseView(bool Yours, AssigneeSummary Holder, DateTimeOffset Until);

/// <summary>What pages say of themselves, passed on to the others of the workspace.</summary>
internal sealed class PresenceDesk(
    IGrainFactory grains,
    InboxReads reads,
    Queues queues,
    OwnThings own,
    TimeProvider? clock = null
)
{
    private readonly TimeProvider time = clock ?? TimeProvider.System;

    public Task<bool> IsOf(string workspace, long conversation, CancellationToken cancel) =>
        reads.IsOf(workspace, conversation, cancel);

    public Task Seen(string workspace, Caller caller, CancellationToken cancel) =>
        queues.Seen(workspace, caller.Id, cancel);

    public Task Tell(string workspace, long conversation, Caller caller, PresenceState state) =>
        grains
            .GetGrain<ILiveGrain>(0)
            .Publish([
                LiveEvent.Of(
                    new PresenceChanged(
                        workspace,
                        conversation,
                        new AssigneeSummary(caller.Id, caller.Name),
                        state,
                        time.GetUtcNow()
                    )
                ),
            ]);

    /// <summary>Takes or renews the lease of the reply. Null: there is no such conversation.</summary>
    public async Task<LeaseView?> Type(string workspace, long conversation, Caller caller, CancellationToken cancel)
    {
        var show = await own.ShowsTyping(workspace, cancel);
        var lease = await grains
            .GetGrain<IConversationGrain>(conversation)
            .Type(new Grains.Abstractions.Person(caller.Id, caller.Name), show);
        return lease is null
            ? null
            : new LeaseView(lease.Yours, new AssigneeSummary(lease.Holder.Id, lease.Holder.Name), lease.Until);
    }

    public Task Rest(long conversation, Caller caller) =>
        grains.GetGrain<IConversationGrain>(conversation).Rest(new(caller.Id, caller.Name));
}
