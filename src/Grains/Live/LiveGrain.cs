using Orleans.Concurrency;
using WhatsAppBot.Grains.Abstractions;

namespace WhatsAppBot.Grains.Live;

/// <summary>Takes events of web nodes to the relay of the silo it is on.</summary>
[StatelessWorker]
internal sealed class LiveGrain(LiveRelay relay) : Grain, ILiveGrain
{
    public Task Publish(LiveEvent[] events)
    {
        foreach (var news in events)
            relay.Publish(news);
        return Task.CompletedTask;
    }
}
