using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Storage.Hooks;
using WhatsAppBot.Storage.Load;

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
            .AddTruth()
            .AddSingleton(secrets ?? Secrets.WellKnown)
            .AddSingleton(_ => new Database(connectionString))
            .AddSingleton<ContactDirectory>()
            .AddSingleton<InboxWriter>()
            .AddSingleton<TurnWriter>()
            .AddSingleton<ClaimWriter>()
            .AddSingleton<SendRecordWriter>()
            .AddSingleton<StatusWriter>()
            .AddSingleton<ConversationLoader>()
            .AddSingleton<LoadWatch>()
            .AddSingleton<ILoad>(provider => provider.GetRequiredService<LoadWatch>())
            .AddHostedService(provider => provider.GetRequiredService<LoadWatch>())
            .AddSingleton<Recovery>()
            .AddSingleton<Timers>()
            .AddSingleton<CallStore>()
            .AddSingleton<BroadcastStore>()
            .AddSingleton<Audiences>()
            .AddSingleton<LaunchFacts>()
            .AddSingleton<AudienceGroups>()
            .AddSingleton<DailyPeople>()
            .AddSingleton<Recipients>()
            .AddSingleton<Withdrawals>()
            .AddSingleton<SequenceStore>()
            .AddSingleton<SequenceEntries>()
            .AddSingleton<SequenceTurns>()
            .AddSingleton<RecipientReads>()
            .AddSingleton<Channels>()
            .AddSingleton<FlowStore>()
            .AddSingleton<FlowBook>()
            .AddSingleton<FlowLife>()
            .AddSingleton<FlowTests>()
            .AddSingleton<FlowPassers>()
            .AddSingleton<FlowJobs>()
            .AddSingleton<FlowCounts>()
            .AddSingleton<TurnLogs>()
            .AddSingleton<InboxReads>()
            .AddSingleton<InboxList>()
            .AddSingleton<MessageWords>()
            .AddSingleton<MessageSearch>()
            .AddSingleton<Queues>()
            .AddSingleton<ScheduledReplies>()
            .AddSingleton<OwnThings>()
            .AddSingleton<SavedReplies>()
            .AddSingleton<Asleep>()
            .AddSingleton<Quarantine>()
            .AddSingleton<Templates>()
            .AddSingleton<TemplateUses>()
            .AddSingleton<Connections>()
            .AddSingleton<Seeds>()
            .AddSingleton<AuditLog>()
            .AddSingleton<People>()
            .AddSingleton<SignIns>()
            .AddSingleton<OwnSessions>()
            .AddSingleton<WorkspaceHealth>()
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
            .AddSingleton<MarketingWishes>()
            .AddSingleton<Erasure>()
            .AddSingleton<Webhooks>()
            .AddSingleton<HookFeed>()
            .AddSingleton<HookProgress>()
            .AddSingleton<HookLanes>()
            .AddSingleton<Deliveries>();

    /// <summary>What turns and sends ask of the database, by what it promises.</summary>
    private static IServiceCollection AddTruth(this IServiceCollection services) =>
        services
            .As<ITurns, TurnWriter>()
            .As<IConversations, ConversationLoader>()
            .As<IClaims, ClaimWriter>()
            .As<ISendRecords, SendRecordWriter>()
            .As<IStatuses, StatusWriter>()
            .As<ITimers, Timers>()
            .As<IRecovery, Recovery>()
            .As<IFlows, FlowStore>()
            .As<IChannels, Channels>()
            .As<IBroadcasts, BroadcastStore>();

    private static IServiceCollection As<TPromise, TKept>(this IServiceCollection services)
        where TPromise : class
        where TKept : class, TPromise =>
        services.AddSingleton<TPromise>(provider => provider.GetRequiredService<TKept>());
}
