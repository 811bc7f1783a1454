using System.Data.Common;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Pumps;

/// <summary>A chore of a silo. Every silo does it; what it does must bear being done by several.</summary>
internal abstract class Pump(TimeSpan every, ILogger log, bool atOnce = false) : SteadyBeat(every, log, atOnce)
{
    protected override bool IsUsual(Exception trouble) =>
        trouble is DbException or OrleansException or TimeoutException;
}
