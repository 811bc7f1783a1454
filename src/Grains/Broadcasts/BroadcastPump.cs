using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// Wakes the broadcasts that are to begin or go on, whatever became of who had them, and takes back what must not go out any more. Every silo does it;
/// once is enough.
/// </summary>
internal sealed class BroadcastPump(
    BroadcastStore store,
    TakingBack taking,
    IGrainFactory grains,
    GrainsOptions options,
    ILogger<BroadcastPump> log
) : Pump(options.BroadcastsEvery, log)
{
    protected override async Task Beat(CancellationToken cancel)
    {
        await taking.Take(cancel);
        foreach (var broadcast in await store.Due(cancel))
            _ = grains.GetGrain<IBroadcastGrain>(broadcast).Poke();
    }
}
