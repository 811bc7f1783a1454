using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>
/// One contact on one channel, as the cluster knows it; what it does is <see cref="ActiveConversation"/>'s. It lives where it was asked for first: a
/// client's gateway for a grain is always the same one, so that its messages are not forwarded from silo to silo.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
[PreferLocalPlacement]
internal sealed partial class ConversationGrain(
    ActiveConversations conversations,
    TurnLogs logs,
    TurnMaker maker,
    DeskMaker desk,
    InboxReads reads,
    TypingBubble bubble,
    Announcer announcer,
    [FromKeyedServices("app")] TimeProvider clock
) : Grain, IConversationGrain, IHome
{
    private ActiveConversation? active;

    private long Id => this.GetPrimaryKeyLong();

    private ActiveConversation Active => active ??= conversations.Of(Id, this);

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => await Active.Load();

    public Task Wake(InboxWork[] rows) =>
        Active.Wake([.. rows.Select(row => new InboxRow(Id, row.Id, (InboxKind)row.Kind, row.Body))]);

    public Task Look() => Active.Look();

    public Task Due(long generation) => Active.Due(generation);

    public Task<BulkResult> Bulk(BulkSend send) => Active.Bulk(send);

    void IHome.StepDown() => DeactivateOnIdle();

    void IHome.AskTheNext() => _ = GrainFactory.GetGrain<IConversationGrain>(Id).Look();

    public async Task<StartResult> Start(StartFlow request)
    {
        await Active.Work();
        if (Active.Now is not { } current)
            return new StartResult(StartOutcome.Missing);
        if (Active.IsStale)
            return new StartResult(StartOutcome.Moving);
        if (request.Key is { } key && await logs.ByKey(Id, key, CancellationToken.None) is { } earlier)
            return new StartResult(
                Started(earlier) == request.FlowId ? StartOutcome.Repeated : StartOutcome.KeyOfAnother,
                earlier.Version
            );
        if (!request.Interrupt && current.State.Owner != Owner.Bot)
            return new StartResult(StartOutcome.WithPeople);
        if (!request.Interrupt && current.State.Session is not null)
            return new StartResult(StartOutcome.Busy);

        var (draft, reason) = await maker.Start(current, request);
        if (draft is null)
            return new StartResult(StartOutcome.Refused, Detail: reason);
        return await Active.Commit(current, draft, inboxId: 0)
            ? new StartResult(StartOutcome.Ran, current.Version + 1)
            : new StartResult(StartOutcome.Moving);
    }

    public async Task<StopResult> Stop(string sessionId, string reason)
    {
        await Active.Work();
        if (Active.Now is not { } current)
            return StopResult.Missing;
        if (Active.IsStale)
            return StopResult.Moving;
        if (current.State.Session is null || current.State.SessionId != sessionId)
            return StopResult.NotLive;

        var draft = await maker.On(current, new Stopped(reason));
        return await Active.Commit(current, draft, inboxId: 0) ? StopResult.Stopped : StopResult.Moving;
    }

    public async Task<bool> Leave(LeaveVersions request)
    {
        await Active.Work();
        if (Active.IsStale)
            return false;
        if (Active.Now is not { State.Session: { } live } current || !StandsBelow(live, request))
            return true;

        Input input = request.To is { } version ? new Moved(version, request.FlowId) : new Stopped(request.Reason);
        var draft = await maker.On(current, input);
        return draft.Events?.Any(one => one is SessionMoved or SessionEnded) == true
            && await Active.Commit(current, draft, inboxId: 0);
    }

    private static bool StandsBelow(string session, LeaveVersions request) =>
        Session
            .Parse(session)
            .Versions.Any(version => version.FlowId == request.FlowId && version.Version < request.Below);

    private static string? Started(LoggedTurn turn) =>
        JsonSerializer.Deserialize(turn.Input, FlowsJson.Default.Input) is Started started ? started.FlowId : null;
}
