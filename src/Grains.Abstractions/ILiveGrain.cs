using Orleans.Concurrency;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>The door to the relay of a silo, for web nodes that have news for the screens (status webhooks).</summary>
[Alias("wb.live")]
public interface ILiveGrain : IGrainWithIntegerKey
{
    [Alias("publish"), OneWay]
    Task Publish(LiveEvent[] events);
}
