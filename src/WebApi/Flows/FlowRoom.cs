namespace WhatsAppBot.WebApi.Flows;

/// <summary>What the endpoints of flows share.</summary>
internal static class FlowRoom
{
    public static void AddFlowRoom(this IServiceCollection services) =>
        services
            .AddSingleton<FlowDesk>()
            .AddSingleton<TestDesk>()
            .AddSingleton<StartDoor>()
            .AddSingleton<SessionLog>()
            .AddSingleton<FlowPresence>()
            .AddHostedService(provider => provider.GetRequiredService<FlowPresence>());
}
