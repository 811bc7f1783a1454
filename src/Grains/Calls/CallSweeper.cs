using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Calls;

/// <summary>Brings back calls that were forgotten: those whose hint was lost, and those of nodes that died while they made them.</summary>
internal sealed class CallSweeper(CallStore store, CallPump pump, GrainsOptions options, ILogger<CallSweeper> log)
    : Pump(options.SweepEvery, log, atOnce: true)
{
    protected override async Task Beat(CancellationToken cancel)
    {
        foreach (var lost in await store.Lost(options.CallLostAfter, cancel))
            await pump.Mend(lost, cancel);
        foreach (var key in await store.Forgotten(options.SweepAfter, cancel))
            pump.Offer(key);
    }
}
