using Microsoft.Extensions.Logging;

namespace WhatsAppBot.Storage;

/// <summary>A chore that is done again and again, the first time at once if so wished. One that fails is done again after a rest.</summary>
public abstract class SteadyBeat(TimeSpan every, ILogger log, bool atOnce = false, TimeProvider? clock = null)
    : SteadyService(log, clock)
{
    protected override async Task Work(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, Time);
        if (atOnce)
            await Beat(stopping);
        while (await timer.WaitForNextTickAsync(stopping))
            await Beat(stopping);
    }

    /// <summary>Does it once.</summary>
    protected abstract Task Beat(CancellationToken cancel);
}
