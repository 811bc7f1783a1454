using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Takes back what must not go out any more, and tells the screens.</summary>
internal sealed class TakingBack(Withdrawals withdrawals, LiveRelay live)
{
    public async Task Take(CancellationToken cancel)
    {
        foreach (var change in await withdrawals.Take(cancel))
            live.Publish(LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)));
    }
}
