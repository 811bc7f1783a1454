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
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Grains.Pumps;
using WhatsAppBot.Grains.Sending;

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
        services.TryAddKeyedSingleton("app", TimeProvider.System);
        services.TryAddSingleton(provider => new HttpCaller(
            privateHosts ?? [],
            provider.GetRequiredKeyedService<TimeProvider>("app")
        ));
        services.AddSingleton(options).AddSingleton<PermitDesk>().AddSingleton<TurnMaker>().AddSingleton<Announcer>();
        services.AddSingleton<QueueDesk>().AddSingleton<DeskMaker>().AddSingleton<TypingBubble>();
        services.AddSingleton<BulkMaker>().AddSingleton<BroadcastBook>().AddSingleton<LaunchCheck>();

        // stopped in the opposite order: first nothing new is claimed, then what is under way ends
        return services
            .AddPump<ChannelCatalog>()
            .AddPump<FlowCatalog>()
            .AddPump<LiveRelay>()
            .AddPump<BroadcastGate>()
            .AddPump<OutboxPump>()
            .AddPump<CallPump>()
            .AddPump<TimerPump>()
            .AddPump<CallSweeper>()
            .AddPump<InboxPump>()
            .AddPump<BroadcastPump>()
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
            }
        );

    private static IServiceCollection AddPump<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
