using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Sending;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Where a conversation is active.</summary>
internal interface IHome
{
    /// <summary>What is known here may be wrong: this activation ends.</summary>
    void StepDown();

    /// <summary>Whoever is active next looks at what waits.</summary>
    void AskTheNext();
}

/// <summary>What active conversations need.</summary>
internal sealed record ActiveConversations(
    IConversations Conversations,
    ITurns Turns,
    ITimers Timers,
    TurnMaker Maker,
    BulkMaker Bulk,
    Announcer Announcer,
    SendRoom Room,
    ILogger<ActiveConversation> Log
)
{
    public ActiveConversation Of(long id, IHome home) => new(id, home, this);
}

/// <summary>
/// A conversation in memory: takes its inbox in order, one turn each, and commits each turn behind the fence. One call at a time; that another process may
/// have the same conversation in memory is for the fence to notice.
/// </summary>
internal sealed partial class ActiveConversation(long id, IHome home, ActiveConversations world)
{
    // ids handled by this activation: a repeated hint is known without asking the database
    private const int MostRemembered = 64;

    private readonly SortedDictionary<long, InboxRow> backlog = [];
    private readonly Queue<long> handled = new();

    /// <summary>As the last commit left it; null: there is none with this id.</summary>
    public Conversation? Now { get; set; }

    /// <summary>Nothing that is known here may be believed any more.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Somebody has spoken in it since it is active.</summary>
    public bool IsSpoken { get; set; }

    public async Task Wake(IReadOnlyList<InboxRow> rows)
    {
        await Begin();
        foreach (var row in rows)
        {
            if (!handled.Contains(row.Id))
                backlog.TryAdd(row.Id, row);
        }
        await Work();
    }

    public async Task Look()
    {
        if (!IsStale)
            await Load();
        await Work();
    }

    public async Task Due(long generation)
    {
        // messages that came before the time was up are answered first
        await Work();
        if (Now is not { } current || IsStale)
            return;

        var draft = await world.Maker.On(current, new TimerFired(generation));
        if (draft.ChangesNothing)
            await world.Timers.Drop(new DueTimer(id, generation), CancellationToken.None);
        else
            await Commit(current, draft, inboxId: 0);
    }

    /// <summary>A broadcast's turn.</summary>
    public async Task<BulkResult> Bulk(BulkSend send)
    {
        await Begin();
        var quiet = !IsSpoken && backlog.Count == 0;
        await Work();
        if (Now is not { } current || IsStale)
            return new BulkResult(BulkOutcome.Later, "moving");

        var (draft, refusal) = await world.Bulk.On(current, send);
        if (draft is null)
            return refusal;

        try
        {
            if (!await Commit(current, draft, inboxId: 0))
                return new BulkResult(IsStale ? BulkOutcome.Later : BulkOutcome.NotWaiting, "moving");
        }
        catch (PostgresException trouble) when (trouble.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new BulkResult(BulkOutcome.Skipped, "repeated");
        }
        catch (PostgresException trouble) when (trouble.SqlState is ['2', '2' or '3', ..])
        {
            return new BulkResult(BulkOutcome.Skipped, "unstorable");
        }

        // a thousand a second that nobody talks to need not stay in memory
        if (quiet && Now.State.Session is null)
            home.StepDown();
        return new BulkResult(BulkOutcome.Handed, Seq: Now.Seq);
    }

    /// <summary>Somebody may have asked before there was a conversation.</summary>
    public async Task Begin()
    {
        if (Now is null && !IsStale)
            await Load();
    }

    /// <summary>Turns for everything that waits, oldest first.</summary>
    public async Task Work()
    {
        IsSpoken |= backlog.Count > 0;
        var began = Stopwatch.GetTimestamp();
        while (!IsStale && Now is { } current && backlog.Count > 0)
        {
            using var place = await world.Room.Enter(SendRoom.WaitsAtMost - Stopwatch.GetElapsedTime(began));
            var row = backlog.First().Value;
            var started = Stopwatch.GetTimestamp();
            using var activity = Telemetry.Activities.StartActivity("turn");
            activity?.SetTag("conversation", id);

            var draft = await Draft(current, row);
            try
            {
                if (!await Commit(current, draft, row.Id))
                    continue;
            }
            catch (PostgresException trouble) when (trouble.SqlState is ['2', '2' or '3', ..])
            {
                // something in it cannot be stored: keep the bare fact that a message came, and go on with the next
                Unstorable(world.Log, id, row.Id, trouble.SqlState);
                if (!await Commit(current, world.Maker.Bare(current, row), row.Id))
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
            return await world.Maker.On(current, row);
        }
        catch (JsonException)
        {
            Unreadable(world.Log, id, row.Id);
            return world.Maker.Bare(current, row);
        }
    }

    /// <summary>False: the fence held. What is known is thrown away and read again.</summary>
    public async Task<bool> Commit(Conversation current, Draft draft, long inboxId)
    {
        var turn = draft.ToTurn(current, inboxId);
        TurnCommitted? committed;
        try
        {
            committed = await world.Turns.Commit(turn, CancellationToken.None);
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
        Now = draft.After(current, committed);
        await world.Announcer.Tell(Now, turn, committed);
        return true;
    }

    /// <summary>The fence held: either a row we did not know stands before ours, or another activation was faster.</summary>
    private async Task Reload(long version)
    {
        await Load();
        if (Now is { } now && now.Version == version)
            return;

        Stale(world.Log, id, version);
        GiveUp();
        home.AskTheNext();
    }

    public async Task Load()
    {
        var loaded = await world.Conversations.Load(id, CancellationToken.None);
        backlog.Clear();
        Now = loaded?.Conversation;
        if (loaded is null)
            return;

        foreach (var row in loaded.Inbox)
            backlog[row.Id] = row;
        world.Announcer.Send(loaded.Conversation, loaded.Sends);
    }

    private void GiveUp()
    {
        IsStale = true;
        backlog.Clear();
        home.StepDown();
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
