using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>There is never too much to do.</summary>
internal sealed class Calm : ILoad
{
    public LoadLevel Level => LoadLevel.Calm;

    public TimeSpan Wait => TimeSpan.Zero;
}
