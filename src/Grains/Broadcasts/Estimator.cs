using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Finds out what it takes to reckon what a broadcast would come to.</summary>
internal sealed class Estimator(
    BroadcastStore store,
    LaunchFacts facts,
    AudienceGroups groups,
    DailyPeople daily,
    LaunchCheck launch,
    ChannelCatalog channels,
    RateCard rates,
    [FromKeyedServices("app")] TimeProvider clock
)
{
    /// <summary>Null: there is no such broadcast, or its channel is gone.</summary>
    public async Task<BroadcastEstimate?> Of(long id)
    {
        if (
            await store.Find(id, CancellationToken.None) is not { } found
            || await store.Find(found.WorkspaceId, id, CancellationToken.None) is not { Audience: { } audience } row
        )
            return null;

        var perSecond = 0;
        foreach (var one in row.Channels)
        {
            if (await channels.Find(one) is not { Channel: var channel })
                return null;
            perSecond += channel.MessagesPerSecond;
        }

        var category = await launch.FirstTemplate(row) is var (name, language)
            ? await facts.Category(row.ChannelId, name, language, CancellationToken.None)
            : null;
        return EstimateOf.Groups(
            row,
            await groups.Of(row.WorkspaceId, row.Channels, audience, CancellationToken.None),
            category,
            rates,
            await daily.Room(row.Channels, CancellationToken.None),
            Math.Min(row.PerSecond ?? int.MaxValue, perSecond),
            clock.GetUtcNow()
        );
    }
}
