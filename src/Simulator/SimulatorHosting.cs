using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Puts the simulator into a host: its own, or any other.</summary>
public static class SimulatorHosting
{
    /// <summary>The key of the simulator's own clock; without a keyed <see cref="TimeProvider"/> it is the system's.</summary>
    public const string ClockKey = "simulator";

    private const int MostBytes = 1 << 20;

    /// <summary>Registers the simulator with its settings from the section <c>Simulator</c>.</summary>
    public static IServiceCollection AddSimulator(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<SimulatorOptions>()
            .Bind(configuration.GetSection(SimulatorOptions.Section))
            .Services.AddSingleton<IValidateOptions<SimulatorOptions>, SettingsCheck>();
        services.AddOptions<SimulatorOptions>().ValidateOnStart();
        services.TryAddSingleton(provider => new Later(
            provider.GetKeyedService<TimeProvider>(ClockKey) ?? TimeProvider.System
        ));
        services.TryAddSingleton<World>();
        services.TryAddSingleton<Tokens>();
        services.TryAddSingleton<MediaShelf>();
        services.TryAddSingleton<Uploads>();
        services.TryAddSingleton<WebhookDice>();
        services.TryAddSingleton<Handshake>();
        services.TryAddSingleton<NumberNews>();
        services.TryAddSingleton<TemplateReview>();
        services.TryAddSingleton<FormNews>();
        services.TryAddSingleton<FormExchange>();
        services.TryAddSingleton<CrowdBook>();
        AddGraph(services);
        services.TryAddSingleton<TrafficLog>();
        services.TryAddSingleton<FaultBook>();
        services.TryAddSingleton<WebhookPost>();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<Courier>();
        services.TryAddSingleton<Person>();
        return services;
    }

    private static void AddGraph(IServiceCollection services)
    {
        services.TryAddSingleton<Doorkeeper>();
        services.TryAddSingleton<SendGate>();
        services.TryAddSingleton<KnownCheck>();
        services.TryAddSingleton<LinkFetch>();
        services.TryAddSingleton<SendEndpoint>();
        services.TryAddSingleton<ReadEndpoint>();
        services.TryAddSingleton<NumberEndpoint>();
        services.TryAddSingleton<AccountEndpoint>();
        services.TryAddSingleton<TemplateEndpoint>();
        services.TryAddSingleton<FormEndpoint>();
        services.TryAddSingleton<MediaEndpoint>();
        services.TryAddSingleton<AppEndpoint>();
        services.TryAddSingleton<Edges>();
        services.TryAddSingleton<GraphApi>();
    }

    /// <summary>Maps the Graph API under <c>/simulator/graph</c> and the control API under <c>/simulator/api</c>.</summary>
    public static IEndpointConventionBuilder MapSimulator(this IEndpointRouteBuilder endpoints)
    {
        var simulator = endpoints
            .MapGroup("/simulator")
            .ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        var graph = endpoints.ServiceProvider.GetRequiredService<GraphApi>();
        simulator.Map("/graph/{**rest}", (RequestDelegate)graph.Handle);

        var api = simulator.MapGroup("/api").AddEndpointFilter<LoopbackOrigins>();
        NumbersApi.Map(api);
        PhonesApi.Map(api);
        PhoneEvents.Map(api);
        FaultsApi.Map(api);
        LogApi.Map(api);
        AccountsApi.Map(api);
        FormsApi.Map(api);
        WebhooksApi.Map(api);
        CrowdsApi.Map(api);
        CrowdsApi.Map(simulator.MapGroup("").AddEndpointFilter<LoopbackOrigins>());
        api.MapMethods("/{**rest}", ["OPTIONS"], () => TypedResults.NoContent());
        api.Map("/{**rest}", () => Problems.NotFound("no such address in the simulator's control API"));
        return simulator;
    }

    /// <summary>
    /// The Graph API also where Meta has it, under the root: for clients that can be told a host but no path. Only for hosts
    /// that serve nothing else there.
    /// </summary>
    public static void MapGraphAtRoot(this IEndpointRouteBuilder endpoints)
    {
        var graph = endpoints.ServiceProvider.GetRequiredService<GraphApi>();
        endpoints
            .Map("/v{major:int}.{minor:int}/{**rest}", (RequestDelegate)graph.Handle)
            .ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private sealed class SettingsCheck : IValidateOptions<SimulatorOptions>
    {
        public ValidateOptionsResult Validate(string? name, SimulatorOptions options) =>
            options.Mistake() is { } mistake ? ValidateOptionsResult.Fail(mistake) : ValidateOptionsResult.Success;
    }
}
