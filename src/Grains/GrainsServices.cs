using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Calls;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Conversations;
using WhatsAppBot.Grains.Flows;
using WhatsAppBot.Grains.Hooks;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Grains.Sending;
using WhatsAppBot.Grains.Sequences;

namespace WhatsAppBot.Grains;

/// <summary>Registers what the grains need, and the pumps that feed them.</summary>
public static class GrainsServices
{
    /// <summary>
    /// Needs <c>AddStorage</c> and a <c>GraphClient</c> beside it. The application's clock is the keyed service <c>app</c>. The private hosts are those
    /// that flows may call all the same: <c>host</c> or <c>host:port</c>.
    /// </summary>
    public static IServiceCollection AddGrains(
        this IServiceCollection services,
        GrainsOptions options,
        IReadOnlyList<string>? privateHosts = null
    )
    {
#if CHAOS
        services.TryAddKeyedSingleton<TimeProvider>("app", new WrongClock());
#endif
        services.TryAddKeyedSingleton("app", TimeProvider.System);
        services.TryAddSingleton(provider => new HttpCaller(
            privateHosts ?? [],
            provider.GetRequiredKeyedService<TimeProvider>("app")
        ));
        services
            .AddSingleton(options)
            .AddSingleton<Pool>()
            .AddSingleton<IPermits, PermitDesk>()
            .AddSingleton<Verdict>()
            .AddSingleton<SendRoom>()
            .AddSingleton<TurnMaker>()
            .AddSingleton<Announcer>()
            .AddSingleton<ActiveConversations>();
        services.AddSingleton<QueueDesk>().AddSingleton<DeskMaker>().AddSingleton<TypingBubble>();
        services.AddSingleton<BulkMaker>().AddSingleton<BroadcastBook>().AddSingleton<LaunchCheck>();
        services
            .AddSingleton<RecipientGate>()
            .AddSingleton<SendingNumbers>()
            .AddSingleton<Tally>()
            .AddSingleton<TakingBack>()
            .AddSingleton<Responses>()
            .AddSingleton<Estimator>();
        services.TryAddSingleton(new RateCard());
        services.AddClusterTrouble();

        // stopped in the opposite order: first nothing new is claimed, then what is under way ends
        return services
            .AddPump<ClaimName>()
            .AddPump<ChannelCatalog>()
            .AddPump<FlowCatalog>()
            .AddPump<LiveRelay>()
            .AddPump<BroadcastGate>()
            .AddPump<OutboxPump>()
            .AddPump<CallPump>()
            .AddPump<HookPump>()
            .AddPump<HookFeedPump>()
            .AddPump<TimerPump>()
            .AddPump<CallSweeper>()
            .AddPump<InboxPump>()
            .AddPump<BroadcastPump>()
            .AddPump<SequencePump>()
            .AddPump<FlowJobPump>()
            .AddPump<CountsPump>()
            .AddPump<Sweeper>();
    }

    /// <summary>The partition streams that carry news to the screens.</summary>
    public static ISiloBuilder AddLiveStreams(this ISiloBuilder silo) =>
        silo.AddMemoryStreams(
            LiveStreams.Provider,
            streams =>
            {
                streams.ConfigurePartitioning(LiveStreams.Partitions);
                // the default of 100 ms would be most of what an agent waits
                streams.ConfigurePullingAgent(agent =>
                    agent.Configure(pull => pull.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20))
                );
                // the default of half an hour keeps gigabytes of a broadcast; a screen that missed something asks the database
                streams.ConfigureCacheEviction(cache =>
                    cache.Configure(keep =>
                    {
                        keep.DataMinTimeInCache = TimeSpan.FromSeconds(5);
                        keep.DataMaxAgeInCache = TimeSpan.FromSeconds(15);
                        keep.MetadataMinTimeInCache = TimeSpan.FromSeconds(15);
                    })
                );
            }
        );

    private static IServiceCollection AddPump<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
