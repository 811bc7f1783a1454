using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>Registers everything of this room.</summary>
public static class StorageServices
{
    /// <summary>Singletons all; the writers start their pumps when first asked for and drain when the host ends.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="secrets">The keys of what is sealed in it; hosts take them from their configuration, tests do without.</param>
    public static IServiceCollection AddStorage(
        this IServiceCollection services,
        string connectionString,
        Secrets? secrets = null
    ) =>
        services
            .AddSingleton(secrets ?? Secrets.WellKnown)
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
            .AddSingleton<RecipientReads>()
            .AddSingleton<Channels>()
            .AddSingleton<FlowStore>()
            .AddSingleton<FlowBook>()
            .AddSingleton<FlowLife>()
            .AddSingleton<FlowJobs>()
            .AddSingleton<FlowCounts>()
            .AddSingleton<TurnLogs>()
            .AddSingleton<InboxReads>()
            .AddSingleton<InboxList>()
            .AddSingleton<MessageWords>()
            .AddSingleton<Queues>()
            .AddSingleton<ScheduledReplies>()
            .AddSingleton<OwnThings>()
            .AddSingleton<SavedReplies>()
            .AddSingleton<Asleep>()
            .AddSingleton<Quarantine>()
            .AddSingleton<Templates>()
            .AddSingleton<Connections>()
            .AddSingleton<Seeds>()
            .AddSingleton<AuditLog>()
            .AddSingleton<People>()
            .AddSingleton<SignIns>()
            .AddSingleton<SignInTries>()
            .AddSingleton<TwoFactor>()
            .AddSingleton<Setup>()
            .AddSingleton<Workspaces>()
            .AddSingleton<Members>()
            .AddSingleton<Invitations>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<IdempotencyKeys>()
            .AddSingleton<AccessPurge>()
            .AddSingleton<ContactReads>()
            .AddSingleton<ContactBook>()
            .AddSingleton<ContactDesk>()
            .AddSingleton<BulkChanges>()
            .AddSingleton<ContactCatalog>()
            .AddSingleton<ImportFiles>()
            .AddSingleton<ContactImports>()
            .AddSingleton<ImportWriter>()
            .AddSingleton<ContactMerges>()
            .AddSingleton<MergeUndo>()
            .AddSingleton<Erasure>();
}
