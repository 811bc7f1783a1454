using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Scalar.AspNetCore;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Broadcasts;
using WhatsAppBot.WebApi.Channels;
using WhatsAppBot.WebApi.Contacts;
using WhatsAppBot.WebApi.Flows;
using WhatsAppBot.WebApi.Health;
using WhatsAppBot.WebApi.Hooks;
using WhatsAppBot.WebApi.Inbox;
using WhatsAppBot.WebApi.Live;
using WhatsAppBot.WebApi.Sequences;
using WhatsAppBot.WebApi.Templates;
using WhatsAppBot.WebApi.Webhooks;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Makes a host answer HTTP, SignalR and the web UI.</summary>
public static class WebApiHost
{
    /// <summary>Registers the HTTP side. Needs <c>AddStorage</c>, and an Orleans client or silo in the same host.</summary>
    public static IHostApplicationBuilder AddWebApi(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var demo = builder.Configuration.GetSection("Demo").Get<DemoOptions>() ?? new DemoOptions();
        if (demo.Enabled && builder.Environment.IsProduction())
            throw new ConfigurationException(
                "Demo__Enabled is true in Production: the demo lets its network in without a password."
            );

        services.AddSingleton(demo);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Name);
        services.AddSingleton<IProblemDetailsWriter, PlainProblems>();
        // what cannot be read ends in an exception, in development and elsewhere: UseBadRequests finds words for it
        services.PostConfigure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ViewsJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
            // a member that is named twice is told as well: an object inside would not tell before somebody looks into it
            json.SerializerOptions.AllowDuplicateProperties = false;
            // a misspelt member is told, not passed over in silence; flow documents are read by their own rules
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        services.AddAccess();
        services.AddOpenApi(
            "v1",
            api =>
            {
                OpenApiShape.Configure(api);
                OpenApiAccess.Configure(api);
            }
        );
        services.AddSignalR(signalr => signalr.StatefulReconnectBufferSize = 100_000);

        services
            .AddSingleton<ConnectionDirectory>()
            .AddSingleton<NumberDesk>()
            .AddSingleton<MetaRefusals>()
            .AddHostedService(provider => provider.GetRequiredService<ConnectionDirectory>());
        services.AddSingleton<WebhookReceiver>();
        services.AddFlowRoom();
        services.TryAddKeyedSingleton("app", TimeProvider.System);
        services.AddSingleton<Sightings>();
        services.AddSingleton<PublicAddress>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => GraphOptions.Of(key => builder.Configuration[$"WhatsApp:{key}"]));
        services.AddSingleton(provider => new GraphAccount(
            GraphHttp.CreateClient(),
            provider.GetRequiredService<GraphOptions>()
        ));
        services.AddSingleton<TemplateBook>().AddHostedService(provider => provider.GetRequiredService<TemplateBook>());
        services.AddSingleton<Listeners>();
        services.AddInbox();
        services.AddHostedService<LiveSubscriber>();
        services.AddSingleton<HubWatch>().AddHostedService(provider => provider.GetRequiredService<HubWatch>());
        services.AddContacts();
        var drain = Draining.Length(builder.Configuration, builder.Environment);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Draining>(provider, drain));
        services.AddHealthChecks().AddCheck<LoadCheck>("load", tags: ["ready"]);
        services.AddSingleton(
            new AddressCheck(builder.Configuration.GetSection("CallingOut:PrivateHosts").Get<string[]>() ?? [])
        );
        return builder;
    }

    /// <summary>Joins the cluster from outside, for a web node without a silo of its own.</summary>
    public static IHostApplicationBuilder AddOrleansClient(
        this IHostApplicationBuilder builder,
        string connectionString
    )
    {
        builder.Services.AddClusterTrouble();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = builder.Configuration["Cluster:Id"] ?? "main";
                cluster.ServiceId = "whatsappbot";
            });
            client.UseAdoNetClustering(cluster =>
            {
                cluster.Invariant = "Npgsql";
                cluster.ConnectionString = $"{connectionString};Search Path=orleans,public;Maximum Pool Size=5";
            });
            client.AddMemoryStreams(
                LiveStreams.Provider,
                streams => streams.ConfigurePartitioning(LiveStreams.Partitions)
            );
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            // a web node may start before the first silo
            client.UseConnectionRetryFilter(
                async (_, cancel) =>
                {
                    await Task.Delay(500, cancel);
                    return true;
                }
            );
        });
        return builder;
    }

    /// <summary>Maps everything.</summary>
    public static void MapWebApi(this WebApplication app)
    {
        app.UseDraining();
        app.UseProxies();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSameOrigin();
        app.UseBadRequests();
        app.UseAuthentication();
        app.UseGate();
        app.UsePatience();
        app.UseIdempotency();
        app.UseAuthorization();

        app.MapWebhooks();
        app.MapAccess();
        app.MapConversations();
        app.MapMessageSearch();
        app.MapInbox();
        app.MapBroadcasts();
        app.MapSequences();
        app.MapEverythingOfContacts();
        app.MapNodeTypes();
        app.MapFlows();
        app.MapFlowSessions();
        app.MapHub<InboxHub>("/hubs/inbox", hub => hub.AllowStatefulReconnects = true)
            .Needs(Permission.ConversationsRead);
        app.MapConnections();
        app.MapChannels();
        app.MapTemplates();
        app.MapHooks();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json");
        // fonts of the machine: nothing is fetched from elsewhere
        app.MapScalarApiReference("/scalar", reference => reference.DisableDefaultFonts());
        app.MapWebUi();
        app.MustAllBeDeclared();
    }
}
