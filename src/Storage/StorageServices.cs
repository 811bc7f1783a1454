using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppBot.Storage;

/// <summary>Registers everything of this room.</summary>
public static class StorageServices
{
    /// <summary>Singletons all; the writers start their pumps when first asked for and drain when the host ends.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string connectionString) =>
        services
            .AddSingleton(_ => new Database(connectionString))
            .AddSingleton<ContactDirectory>()
            .AddSingleton<InboxWriter>()
            .AddSingleton<TurnWriter>()
            .AddSingleton<ClaimWriter>()
            .AddSingleton<SendRecordWriter>()
            .AddSingleton<StatusWriter>()
            .AddSingleton<ConversationLoader>()
            .AddSingleton<Recovery>()
            .AddSingleton<Timers>()
            .AddSingleton<CallStore>()
            .AddSingleton<BroadcastStore>()
            .AddSingleton<Audiences>()
            .AddSingleton<Recipients>()
            .AddSingleton<Channels>()
            .AddSingleton<FlowStore>()
            .AddSingleton<InboxReads>()
            .AddSingleton<Quarantine>()
            .AddSingleton<Seeds>();
}
