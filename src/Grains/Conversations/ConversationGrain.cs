using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>One contact on one channel: takes its inbox in order, one turn each, and commits each turn behind the fence.</summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class ConversationGrain(
    ConversationLoader loader,
    TurnWriter turns,
    Timers timers,
    TurnLogs logs,
    TurnMaker maker,
    DeskMaker desk,
    InboxReads reads,
    TypingBubble bubble,
    BulkMaker bulk,
    Announcer announcer,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<ConversationGrain> log
) : Grain, IConversationGrain
{
    // ids handled by this activation: a repeated hint is known without asking the database
    private const int MostRemembered = 64;

    private readonly SortedDictionary<long, InboxRow> backlog = [];
    private readonly Queue<long> handled = new();
    private Conversation? conversation;
    private bool stale;
    private bool spoken;

    private long Id => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => await Load();

    public async Task Wake(InboxWork[] rows)
    {
        // somebody asked before there was a conversation
        if (conversation is null && !stale)
            await Load();
        foreach (var row in rows)
        {
            if (!handled.Contains(row.Id))
                backlog.TryAdd(row.Id, new InboxRow(Id, row.Id, (InboxKind)row.Kind, row.Body));
        }
        await Work();
    }

    public async Task Look()
    {
        if (!stale)
            await Load();
        await Work();
    }

    public async Task Due(long generation)
    {
        // messages that came before the time was up are answered first
        await Work();
        if (conversation is not { } current || stale)
            return;

        var draft = await maker.On(current, new TimerFired(generation));
        if (draft.ChangesNothing)
            await timers.Drop(new DueTimer(Id, generation), CancellationToken.None);
        else
            await Commit(current, draft, inboxId: 0);
    }

    public async Task<StartResult> Start(StartFlow request)
    {
        await Work();
        if (conversation is not { } current)
            return new StartResult(StartOutcome.Missing);
        if (stale)
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
        return await Commit(current, draft, inboxId: 0)
            ? new StartResult(StartOutcome.Ran, current.Version + 1)
            : new StartResult(StartOutcome.Moving);
    }

    public async Task<StopResult> Stop(string sessionId, string reason)
    {
        await Work();
        if (conversation is not { } current)
            return StopResult.Missing;
        if (stale)
            return StopResult.Moving;
        if (current.State.Session is null || current.State.SessionId != sessionId)
            return StopResult.NotLive;

        var draft = await maker.On(current, new Stopped(reason));
        return await Commit(current, draft, inboxId: 0) ? StopResult.Stopped : StopResult.Moving;
    }

    public async Task<bool> Leave(LeaveVersions request)
    {
        await Work();
        if (stale)
            return false;
        if (conversation is not { State.Session: { } live } current || !StandsBelow(live, request))
            return true;

        Input input = request.To is { } version ? new Moved(version, request.FlowId) : new Stopped(request.Reason);
        var draft = await maker.On(current, input);
        return draft.Events?.Any(one => one is SessionMoved or SessionEnded) == true
            && await Commit(current, draft, inboxId: 0);
    }

    /// <summary>Turns for everything that waits, oldest first.</summary>
    private async Task Work()
    {
        spoken |= backlog.Count > 0;
        while (!stale && conversation is { } current && backlog.Count > 0)
        {
            var row = backlog.First().Value;
            var started = Stopwatch.GetTimestamp();
            using var activity = Telemetry.Activities.StartActivity("turn");
            activity?.SetTag("conversation", Id);

            var draft = await Draft(current, row);
            try
            {
                if (!await Commit(current, draft, row.Id))
                    continue;
            }
            catch (PostgresException trouble) when (trouble.SqlState is ['2', '2' or '3', ..])
            {
                // something in it cannot be stored: keep the bare fact that a message came, and go on with the next
                Unstorable(log, Id, row.Id, trouble.SqlState);
                if (!await Commit(current, maker.Bare(current, row), row.Id))
                    continue;
            }

            Telemetry.TurnTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Handled(row.Id);
        }
    }

    /// <summary>What cannot be read must not hold up what comes after it.</summary>
    private async Task<Draft> Draft(Conversation current, InboxRow row)
    {
        try
        {
            return await maker.On(current, row);
        }
        catch (JsonException)
        {
            Unreadable(log, Id, row.Id);
            return maker.Bare(current, row);
        }
    }

    /// <summary>False: the fence held. What is known is thrown away and read again.</summary>
    private async Task<bool> Commit(Conversation current, Draft draft, long inboxId)
    {
        var turn = draft.ToTurn(current, inboxId);
        TurnCommitted? committed;
        try
        {
            committed = await turns.Commit(turn, CancellationToken.None);
        }
        catch (PostgresException)
        {
            // refused: nothing of it was written
            throw;
        }
        catch (NpgsqlException)
        {
            // it may have been written or not: only the database knows
            GiveUp();
            throw;
        }

        if (committed is null)
        {
            Telemetry.StaleTurns.Add(1);
            await Reload(current.Version);
            return false;
        }

        Telemetry.Turns.Add(1);
        conversation = draft.After(current, committed);
        await announcer.Tell(conversation, turn, committed);
        return true;
    }

    /// <summary>The fence held: either a row we did not know stands before ours, or another activation was faster.</summary>
    private async Task Reload(long version)
    {
        await Load();
        if (conversation is { } now && now.Version == version)
            return;

        Stale(log, Id, version);
        GiveUp();
        // whoever is active next looks at what waits
        _ = GrainFactory.GetGrain<IConversationGrain>(Id).Look();
    }

    private async Task Load()
    {
        var loaded = await loader.Load(Id, CancellationToken.None);
        backlog.Clear();
        conversation = loaded?.Conversation;
        if (loaded is null)
            return;

        foreach (var row in loaded.Inbox)
            backlog[row.Id] = row;
        announcer.Send(loaded.Conversation, loaded.Sends);
    }

    private static bool StandsBelow(string session, LeaveVersions request) =>
        Session
            .Parse(session)
            .Versions.Any(version => version.FlowId == request.FlowId && version.Version < request.Below);

    private static string? Started(LoggedTurn turn) =>
        JsonSerializer.Deserialize(turn.Input, FlowsJson.Default.Input) is Started started ? started.FlowId : null;

    private void GiveUp()
    {
        stale = true;
        backlog.Clear();
        DeactivateOnIdle();
    }

    private void Handled(long row)
    {
        backlog.Remove(row);
        handled.Enqueue(row);
        if (handled.Count > MostRemembered)
            handled.Dequeue();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Conversation {Conversation} v{Version} is stale here")]
    private static partial void Stale(ILogger log, long conversation, long version);

    [LoggerMessage(Level = LogLevel.Error, Message = "Inbox row {Row} of conversation {Conversation} cannot be read")]
    private static partial void Unreadable(ILogger log, long conversation, long row);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Inbox row {Row} of conversation {Conversation} cannot be stored ({SqlState})"
    )]
    private static partial void Unstorable(ILogger log, long conversation, long row, string sqlState);
}
