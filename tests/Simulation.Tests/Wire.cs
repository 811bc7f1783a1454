using Npgsql;
using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>
/// A process's way to the database: a statement takes its time to get there and back, and may be lost on either way. Whoever asked knows only that it
/// failed.
/// </summary>
internal sealed class Wire(History history, Process process)
    : ITurns,
        IConversations,
        IClaims,
        ISendRecords,
        IStatuses,
        ITimers,
        IRecovery,
        IFlows,
        IChannels,
        IBroadcasts
{
    private Tables Tables => history.Tables;

    public Task<InboxRow?> Append(Arrival arrival) => Ask("append", () => Tables.Append(arrival));

    Task<TurnCommitted?> ITurns.Commit(Turn turn, CancellationToken cancel) =>
        Ask($"turn {turn.ConversationId} v{turn.Version} row {turn.InboxId}", () => Tables.Commit(turn));

    Task<LoadedConversation?> IConversations.Load(long conversation, CancellationToken cancel) =>
        Ask("load", () => Tables.Load(conversation));

    Task<Claimed?> IClaims.Claim(PendingSend send, CancellationToken cancel) =>
        Ask($"claim {send.ConversationId}-{send.Seq}", () => Tables.Claim(send));

    Task<StatusChange?> ISendRecords.Record(SendRecord record, CancellationToken cancel) =>
        Ask(
            $"record {record.ConversationId}-{record.Seq}.{record.Attempt} {record.Outcome.GetType().Name}",
            () => Tables.Record(record)
        );

    public Task<IReadOnlyList<StatusChange>> Apply(StatusNews news, CancellationToken cancel) =>
        Ask($"status {news.Status} {news.Attempt}", () => Tables.Apply(news));

    Task<IReadOnlyList<DueTimer>> ITimers.Claim(int most, CancellationToken cancel) =>
        Ask("due", () => Tables.Due(most, process.Skew));

    Task ITimers.Drop(DueTimer timer, CancellationToken cancel) => Ask("drop", () => Tables.Drop(timer));

    public Task<IReadOnlyList<long>> Forgotten(TimeSpan age, CancellationToken cancel) =>
        Ask("forgotten", () => Tables.Forgotten(age));

    public Task<IReadOnlyList<SendRecord>> LostAttempts(TimeSpan age, CancellationToken cancel) =>
        Ask("lost", () => Tables.LostAttempts(age));

    public Task<IReadOnlyList<long>> Reconcile(TimeSpan age, CancellationToken cancel) =>
        Ask("reconcile", () => Tables.Reconcile(age));

    public Task<TimeSpan> OldestInbox(CancellationToken cancel) => Task.FromResult(TimeSpan.Zero);

    public Task<IReadOnlyList<StatusNews>> Parked(CancellationToken cancel) => Ask("parked", Tables.Parked);

    public Task Unpark(CancellationToken cancel) => Ask("unpark", Tables.Unpark);

    public Task<int> Forget(CancellationToken cancel) => Task.FromResult(0);

    public Task<IReadOnlyDictionary<string, long>> Revisions(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long> { [Tables.Workspace] = 1 });

    public Task<IReadOnlyList<PublishedFlow>> Live(string workspace, CancellationToken cancel) =>
        Task.FromResult(Talk.Published);

    public Task<string> TimeZone(string workspace, CancellationToken cancel) => Task.FromResult("UTC");

    Task<PublishedFlow?> IFlows.Find(string workspace, string flow, int version, CancellationToken cancel) =>
        Task.FromResult(Talk.Published.FirstOrDefault(one => one.FlowId == flow && one.Version == version));

    public Task<IReadOnlyList<Connection>> Connections(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Connection>>([new("meta", Tables.Workspace, "Meta", [], "v", "token")]);

    public Task<IReadOnlyList<Channel>> All(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Channel>>([
            new(Tables.Channel, Tables.Workspace, "meta", "111", "15550000001", "One", false, 1000, null),
        ]);

    Task<Broadcast?> IBroadcasts.Find(long id, CancellationToken cancel) =>
        Ask("broadcast", () => Tables.Broadcasts.Find(one => one.Value.Id == id)?.Value);

    public Task<IReadOnlyList<long>> Running(CancellationToken cancel) =>
        Ask<IReadOnlyList<long>>("running", () => [.. history.Running()]);

    public Task<T> Ask<T>(string what, Func<T> statement)
    {
        var done = new TaskCompletionSource<T>();
        var fate = history.Dice.NextDouble();
        var isLost = fate < history.Weather.DatabaseLoses;
        var isUnanswered = !isLost && fate < history.Weather.DatabaseLoses + history.Weather.DatabaseForgetsToAnswer;
        history.Passes(process);
        // what was on its way when the process died arrives or not
        var arrivesAnyway = history.Dice.Next(2) == 0;
        history.Clockwork.In(
            history.Dice.NextDouble() * 4,
            () =>
            {
                if (isLost || (!process.IsAlive && !arrivesAnyway))
                {
                    Fail(done, what);
                    return;
                }

                history.Passes(process);
                try
                {
                    var result = statement();
                    history.Tell(process, what, result is null ? "null" : "");
                    history.Passes(process);
                    if (isUnanswered)
                        Fail(done, what);
                    else
                        history.Clockwork.In(history.Dice.NextDouble() * 4, () => done.TrySetResult(result));
                }
                catch (PostgresException refused)
                {
                    history.Clockwork.In(1, () => done.TrySetException(refused));
                }
            }
        );
        return done.Task;
    }

    private void Fail<T>(TaskCompletionSource<T> done, string what)
    {
        history.Tell(process, what, "lost");
        history.Clockwork.In(
            history.Dice.NextDouble() * 400,
            () => done.TrySetException(new NpgsqlException("The connection broke.", new IOException()))
        );
    }
}
