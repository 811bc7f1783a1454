using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WhatsAppBot.Storage.Load;

/// <summary>
/// What a process knows of the load, looked at twice a second: the inbox of the whole cluster, and the lines of its own writers. Whoever can wait asks it
/// first. While the database does not answer, the last known wait counts.
/// </summary>
public sealed partial class LoadWatch : SteadyBeat, ILoad
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(2);
    private static readonly Meter Meter = new("WhatsAppBot.Storage");
    private static readonly Counter<long> GivenUp = Meter.CreateCounter<long>("whatsappbot.load.refused");

    private readonly Database database;
    private readonly InboxWriter inbox;
    private readonly StatusWriter statuses;
    private readonly BacklogGauge gauge = new();
    private readonly LoadRules rules = new();

    public LoadWatch(Database database, InboxWriter inbox, StatusWriter statuses, ILogger<LoadWatch> log)
        : base(Every, log)
    {
        (this.database, this.inbox, this.statuses) = (database, inbox, statuses);
        Meter.CreateObservableGauge("whatsappbot.load.level", () => (int)Level);
        Meter.CreateObservableGauge("whatsappbot.load.wait", () => Wait.TotalSeconds, "s");
    }

    /// <summary>How far there is too much to do.</summary>
    public LoadLevel Level { get; private set; }

    /// <summary>How long a message that comes now has to wait for its turn.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Whether what is given up at that level has to wait now; counted under its name when it has.</summary>
    public bool Refuses(LoadLevel from, string what)
    {
        if (Level < from)
            return false;
        GivenUp.Add(1, new KeyValuePair<string, object?>("what", what));
        return true;
    }

    protected override async Task Beat(CancellationToken cancel)
    {
        var backlog = await Look(cancel);
        var now = Stopwatch.GetElapsedTime(0);
        if (backlog is not null)
            Wait = gauge.Wait(backlog, now);
        // statuses alone never close the door to messages
        var most = LoadRules.Lines[(int)LoadLevel.Full - 1];
        var told = statuses.Lag < most ? statuses.Lag : most;
        var line = inbox.Lag > told ? inbox.Lag : told;

        var before = Level;
        Level = rules.Take(Wait, line, now);
        if (Level != before)
            Changed(Log, before, Level, Wait.TotalSeconds, line.TotalSeconds, backlog?.Depth ?? 0, gauge.Rate);
    }

    /// <summary>Null: the database gives no answer now; what the writers' lines tell counts all the same.</summary>
    private async Task<Backlog?> Look(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(AnswersWithin);
        try
        {
            return await Read(patience.Token);
        }
        catch (Exception trouble)
            when (trouble is NpgsqlException || trouble is OperationCanceledException && !cancel.IsCancellationRequested
            )
        {
            return null;
        }
    }

    private async Task<Backlog> Read(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select (select last_value from inbox_id_seq), h.id, now() - h.received_at
            from (values (1)) one
            left join lateral (
                select id, received_at from inbox
                where received_at > now() - interval '1 minute' order by received_at offset $1 limit 1) h on true
            """
        );
        ask.Parameters.Value(Backlog.Overlooked);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return row.IsDBNull(1)
            ? new Backlog(row.GetInt64(0), null, TimeSpan.Zero)
            : new Backlog(row.GetInt64(0), row.GetInt64(1), row.GetTimeSpan(2));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Load is {Level} now, after {Before}: a message waits {Wait:0.0} s, writing takes {Line:0.00} s, {Waiting} wait, {Rate:0} a second are done"
    )]
    private static partial void Changed(
        ILogger log,
        LoadLevel before,
        LoadLevel level,
        double wait,
        double line,
        long waiting,
        double rate
    );
}
