using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>Everybody may send at once: how fast is no part of a history.</summary>
internal sealed class FreePermits : IPermits
{
    public Task Take(long channel, Lane lane, CancellationToken cancel) => Task.CompletedTask;

    public Task Throttled(long channel, TimeSpan pause) => Task.CompletedTask;

    public bool IsHeldBack(long channel, Lane lane) => false;

    public bool IsShort(long channel) => false;
}
