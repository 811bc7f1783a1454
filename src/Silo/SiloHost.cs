using System.Net;
using Orleans.Configuration;
using WhatsAppBot.Grains;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Silo;

/// <summary>Makes a host a member of the cluster that runs conversations.</summary>
public static class SiloHost
{
    /// <summary>The constant name under which grain state is stored; never changes.</summary>
    public const string ServiceId = "whatsappbot";

    /// <summary>Registers grains, pumps, clustering and streams. Needs <c>AddStorage</c> and the connection string's database migrated.</summary>
    public static IHostApplicationBuilder AddSilo(this IHostApplicationBuilder builder, string connectionString)
    {
        var settings = builder.Configuration;
        var orleans = OrleansConnection(connectionString);
        builder.Services.AddSingleton(GraphOptions.Of(key => settings[$"WhatsApp:{key}"]));
        builder.Services.AddSingleton(provider => new GraphClient(
            GraphHttp.CreateClient(),
            provider.GetRequiredService<GraphOptions>(),
            provider.GetRequiredService<ILogger<GraphClient>>()
        ));

        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = settings["Cluster:Id"] ?? "main";
                cluster.ServiceId = ServiceId;
            });
            silo.Configure<EndpointOptions>(endpoint =>
            {
                // every port can be chosen, and 0 takes a free one: several silos live on one machine in tests
                endpoint.AdvertisedIPAddress = IPAddress.Parse(settings["Cluster:Address"] ?? "127.0.0.1");
                endpoint.SiloPort = settings.GetValue("Cluster:SiloPort", 0) is var silo and not 0
                    ? silo
                    : Ports.Free();
                endpoint.GatewayPort = settings.GetValue("Cluster:GatewayPort", 0) is var gateway and not 0
                    ? gateway
                    : Ports.Free();
            });
            silo.UseAdoNetClustering(cluster =>
            {
                cluster.Invariant = "Npgsql";
                cluster.ConnectionString = orleans;
            });
            silo.AddAdoNetGrainStorage(
                "PubSubStore",
                storage =>
                {
                    storage.Invariant = "Npgsql";
                    storage.ConnectionString = orleans;
                }
            );
            silo.AddLiveStreams();
            silo.Configure<ClusterMembershipOptions>(Membership);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            // Orleans remembers the places of a million grains: 290 MB after a broadcast to as many, whom nobody asks for again
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 100_000);
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionAge = TimeSpan.FromMinutes(15);
                collection.EnableActivationSheddingOnMemoryPressure = true;
            });
        });

        builder.Services.AddSingleton(settings.GetSection("RateCard").Get<RateCard>() ?? new RateCard());
        // after Orleans: hosted services start in this order, and stop in the opposite one
        builder.Services.AddGrains(
            settings.GetSection("Conversations").Get<GrainsOptions>() ?? new GrainsOptions(),
            settings.GetSection("CallingOut:PrivateHosts").Get<string[]>()
        );
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);
        return builder;
    }

    /// <summary>Measured: 2.4 s to recover from a kill and 11 s from a hang, with no false eviction under full load.</summary>
    private static void Membership(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        membership.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    /// <summary>The database as Orleans' providers want it: their schema first.</summary>
    public static string OrleansConnection(string connectionString) =>
        $"{connectionString};Search Path=orleans,public;Maximum Pool Size=10";
}
