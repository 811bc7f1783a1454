using Microsoft.Extensions.Logging;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>Counts what the turn log has that is new, unless there is more to do than can be done. Every silo tries; one at a time counts.</summary>
internal sealed class CountsPump(FlowCounts counts, LoadWatch load, GrainsOptions options, ILogger<CountsPump> log)
    : Pump(options.CountEvery, log)
{
    protected override async Task Beat(CancellationToken cancel)
    {
        while (load.Level < LoadLevel.Busy && await counts.RollUp(cancel)) { }
    }
}
