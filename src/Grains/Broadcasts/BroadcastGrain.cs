using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// One campaign: takes the wishes of people, freezes the audience when the time has come, keeps the parts going, and tells how far it is. It remembers
/// nothing that the database does not know.
/// </summary>
internal sealed partial class BroadcastGrain(
    BroadcastStore store,
    LaunchFacts facts,
    Audiences audiences,
    Recipients recipients,
    TakingBack taking,
    Tally tally,
    BroadcastGate gate,
    LaunchCheck launch,
    Estimator estimator,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<BroadcastGrain> log
) : Grain, IBroadcastGrain
{
    private Task? freezing;
    private bool isLookedAfter;
    private BroadcastProgress? progress;
    private DateTimeOffset lookAt = DateTimeOffset.MinValue;
    private DateTimeOffset countAt = DateTimeOffset.MinValue;

    private long Id => this.GetPrimaryKeyLong();

    public async Task<StepAnswer> Start(DateTimeOffset? at, bool localTime)
    {
        if (await store.Find(Id, CancellationToken.None) is not { } row)
            return Missing;
        if (row.State is not (BroadcastState.Draft or BroadcastState.Scheduled))
            return new StepAnswer(false, (short)row.State);
        if (await launch.Fault(row.WorkspaceId, Id, at) is var (problem, detail))
            return new StepAnswer(false, (short)row.State, problem, detail);

        DateTime? wallClock = null;
        if (localTime)
        {
            if (at is not { } meant)
                return new StepAnswer(false, (short)row.State, "starts-at", "At local time needs a time.");
            var zone = await facts.TimeZone(row.WorkspaceId, CancellationToken.None);
            (wallClock, at) = DueTimes.Everywhere(meant, zone);
        }
        var begun = await Answer(await store.Schedule(Id, at, CancellationToken.None, wallClock));
        if (begun.Done && !(at > clock.GetUtcNow()))
            Freeze();
        return begun;
    }

    public Task<StepAnswer> Pause() => Pause(new BroadcastTrouble("by_person", null, null));

    public async Task Trouble(BroadcastTrouble trouble)
    {
        var paused = await Pause(trouble);
        if (paused.Done)
            Paused(log, Id, trouble.Reason, trouble.Code);
    }

    public async Task<StepAnswer> Resume() => await Pushed(await store.Resume(Id, CancellationToken.None));

    public async Task<StepAnswer> Cancel()
    {
        var before = await store.Find(Id, CancellationToken.None);
        var row = await store.Cancel(Id, CancellationToken.None);
        if (row is not null)
        {
            Shut(before?.Shards ?? 0);
            await taking.Take(CancellationToken.None);
            await Count(row);
        }
        return await Answer(row);
    }

    public async Task<StepAnswer> Retry(int? code)
    {
        if (code is { } one && RetryRules.Never.Contains(one))
            return await Refused("not-retryable", $"Meta does not want code {one} to be tried again.");

        var count = await recipients.Retry(Id, code, RetryRules.Never, CancellationToken.None);
        var row = await store.Find(Id, CancellationToken.None);
        if (count == 0)
            return row is { State: BroadcastState.Running or BroadcastState.Paused or BroadcastState.Completed }
                ? await Refused("nothing-to-retry", "No recipient has failed in a way that may be tried again now.")
                : await Answer(null);

        if (row is { State: BroadcastState.Running })
            await Push(row);
        return new StepAnswer(true, (short)(row?.State ?? 0), Count: count);
    }

    public async Task<StepAnswer> Rate(int? perSecond) =>
        await Pushed(await store.Rate(Id, perSecond, CancellationToken.None));

    public async Task<ProgressNow?> Progress()
    {
        if (await store.Find(Id, CancellationToken.None) is not { } row)
            return null;
        if (progress is null || progress.State != ProgressOf.Word(row.State) || clock.GetUtcNow() >= countAt)
            await Count(row);
        return progress is null
            ? null
            : new ProgressNow(JsonSerializer.SerializeToUtf8Bytes(progress, ViewsJson.Default.BroadcastProgress));
    }

    public async Task<EstimateNow?> Estimate() =>
        await estimator.Of(Id) is { } estimate
            ? new EstimateNow(JsonSerializer.SerializeToUtf8Bytes(estimate, ViewsJson.Default.BroadcastEstimate))
            : null;

    public async Task Poke()
    {
        // every silo pokes
        if (clock.GetUtcNow() < lookAt)
            return;
        lookAt = clock.GetUtcNow() + options.BroadcastsEvery * 0.7;

        try
        {
            if (await store.Find(Id, CancellationToken.None) is not { } row)
                return;
            // it runs and is new to us: whoever had it before has ended
            if (!isLookedAfter && row is { State: BroadcastState.Running, SequenceId: null })
                await store.TakeUp(Id, CancellationToken.None);
            await Push(row);
        }
        catch (NpgsqlException trouble)
        {
            LookFailed(log, Id, trouble.Message);
        }
    }

    private async Task<StepAnswer> Pushed(Broadcast? row)
    {
        if (row is { State: BroadcastState.Running })
            await Push(row);
        return await Answer(row);
    }

    private async Task Push(Broadcast row)
    {
        isLookedAfter = true;
        switch (row.State)
        {
            case BroadcastState.Scheduled when row.StartsAt <= clock.GetUtcNow():
                Freeze();
                return;

            case BroadcastState.Running:
                for (var shard = 0; shard < row.Shards; shard++)
                    _ = Shard(shard).Run(row.PerSecond / (double)row.Shards);
                await Watch(row);
                return;

            case BroadcastState.Cancelled when row.EndedAt is null:
                Shut(row.Shards);
                if (await recipients.CancelRest(Id, CancellationToken.None) == 0)
                    await store.EndCancelled(Id, CancellationToken.None);
                await Count(row);
                return;
        }
    }

    /// <summary>Takes longer than a call may: it goes on between the calls.</summary>
    private void Freeze()
    {
        if (freezing is null || freezing.IsCompleted)
            freezing = Work();

        async Task Work()
        {
            try
            {
                var started = System.Diagnostics.Stopwatch.GetTimestamp();
                if (!await audiences.Freeze(Id, CancellationToken.None))
                    return;
                if (await store.Find(Id, CancellationToken.None) is not { } row)
                    return;
                var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
                Frozen(log, Id, row.AudienceSize ?? 0, seconds);
                await Push(row);
            }
            catch (Exception trouble) when (trouble is NpgsqlException or TimeoutException)
            {
                // nothing of it was written; the next poke tries again
                FreezeFailed(log, Id, trouble.Message);
            }
        }
    }

    /// <summary>Counts now and then; ends it when everybody is through, stops it when too many fail.</summary>
    private async Task Watch(Broadcast row)
    {
        if (clock.GetUtcNow() < countAt || await Count(row) is not { } now)
            return;

        if (now.Waiting + now.InFlight == 0)
        {
            if (await store.Complete(Id, CancellationToken.None) is not { } done)
                return;
            Completed(log, Id, now.Accepted, now.Failed, now.Skipped, now.Unknown);
            Shut(row.Shards);
            await Count(done);
            return;
        }

        var through = now.Accepted + now.Failed + now.Unknown;
        if (
            row.SafetyPercent is { } percent
            && through >= row.SafetyAfter
            && now.Failures.FirstOrDefault(one => one.Count * 100L > (long)percent * through) is { } worst
        )
            await Trouble(new BroadcastTrouble("failures", worst.Code, worst.Title));
    }

    private async Task<BroadcastProgress?> Count(Broadcast row)
    {
        (progress, countAt) = await tally.Count(row, progress);
        return progress;
    }

    private async Task<StepAnswer> Pause(BroadcastTrouble trouble)
    {
        var (reason, code, detail, channel) = trouble;
        var row = await store.Pause(Id, reason, detail, code, channel, CancellationToken.None);
        if (row is not null)
        {
            Shut(row.Shards);
            await Count(row);
        }
        return await Answer(row);
    }

    /// <summary>At once here; everywhere else the gates close by themselves, and the parts stop when nobody asks them to go on.</summary>
    private void Shut(int shards)
    {
        gate.Shut(Id);
        for (var shard = 0; shard < shards; shard++)
            _ = Shard(shard).Stop();
    }

    private IBroadcastShardGrain Shard(int shard) =>
        GrainFactory.GetGrain<IBroadcastShardGrain>(BroadcastShardGrain.Key(Id, shard));

    /// <summary>A step that was not taken tells where the broadcast stands instead.</summary>
    private async Task<StepAnswer> Answer(Broadcast? row) =>
        row is not null ? new StepAnswer(true, (short)row.State)
        : await store.Find(Id, CancellationToken.None) is { } now ? new StepAnswer(false, (short)now.State)
        : Missing;

    private async Task<StepAnswer> Refused(string problem, string detail) =>
        await Answer(null) with
        {
            Problem = problem,
            Detail = detail,
        };

    private static StepAnswer Missing => new(false, -1);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Broadcast {Broadcast} has {Recipients} recipients, frozen in {Seconds:0.0} s"
    )]
    private static partial void Frozen(ILogger log, long broadcast, int recipients, double seconds);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The audience of broadcast {Broadcast} is not frozen yet: {Reason}"
    )]
    private static partial void FreezeFailed(ILogger log, long broadcast, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broadcast {Broadcast} is paused: {Reason}, code {Code}")]
    private static partial void Paused(ILogger log, long broadcast, string reason, int? code);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Broadcast {Broadcast} is through: {Accepted} accepted, {Failed} failed, {Skipped} skipped, {Unknown} unknown"
    )]
    private static partial void Completed(
        ILogger log,
        long broadcast,
        int accepted,
        int failed,
        int skipped,
        int unknown
    );

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broadcast {Broadcast} could not be looked at: {Reason}")]
    private static partial void LookFailed(ILogger log, long broadcast, string reason);
}
