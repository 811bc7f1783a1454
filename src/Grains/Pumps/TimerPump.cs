using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>Claims due timers and tells their conversations. A timer that is not handled within its lease is claimed again, by any silo.</summary>
internal sealed class TimerPump(ITimers timers, IGrainFactory grains, GrainsOptions options, ILogger<TimerPump> log)
    : Pump(options.TimersEvery, log)
{
    private const int MostAtOnce = 500;

    // no more of them in a beat: after an outage thousands are due at once, and what is fired faster than turns are made is only fired again
    protected override async Task Beat(CancellationToken cancel) => await Fire(cancel);

    internal async Task<int> Fire(CancellationToken cancel)
    {
        var due = await timers.Claim(MostAtOnce, cancel);
        foreach (var timer in due)
            _ = grains.GetGrain<IConversationGrain>(timer.ConversationId).Due(timer.Generation);
        return due.Count;
    }
}
