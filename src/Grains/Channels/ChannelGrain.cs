using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using WhatsAppBot.Grains.Abstractions;

namespace WhatsAppBot.Grains.Channels;

/// <summary>The rate of one business number, for the whole cluster.</summary>
[CollectionAgeLimit(Minutes = 30), Reentrant]
internal sealed class ChannelGrain(ChannelCatalog catalog, [FromKeyedServices("app")] TimeProvider clock)
    : Grain,
        IChannelGrain
{
    private TokenBucket? bucket;

    public async Task<Permits> Take(int replies, int bulk)
    {
        var (forReplies, forBulk, wait) = (await Bucket()).Take(replies, bulk, clock.GetUtcNow());
        return new Permits(forReplies, forBulk, wait);
    }

    public async Task Throttled(TimeSpan pause) => (await Bucket()).Throttle(pause, clock.GetUtcNow());

    public async Task<ChannelPace> Pace()
    {
        var (share, silentUntil) = (await Bucket()).Pace(clock.GetUtcNow());
        return new ChannelPace(share, silentUntil);
    }

    private async ValueTask<TokenBucket> Bucket()
    {
        var found = await catalog.Find(this.GetPrimaryKeyLong());
        double rate = found?.Channel.MessagesPerSecond ?? 1;
        bucket ??= new TokenBucket(rate, clock.GetUtcNow());
        bucket.Configure(rate);
        return bucket;
    }
}
