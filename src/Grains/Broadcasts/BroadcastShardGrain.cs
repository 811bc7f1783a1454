using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// Hands its part of the audience over, in chunks, while it is asked to. The cursor moves when a chunk is through; who was not handed over in it is come back
/// to at the end. Doing any of it twice, by two activations or after a crash, hands nobody over twice: that is the turn's to see.
/// </summary>
internal sealed partial class BroadcastShardGrain(
    Recipients recipients,
    BroadcastBook book,
    RecipientGate gate,
    IPermits permits,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<BroadcastShardGrain> log
) : Grain, IBroadcastShardGrain
{
    /// <summary>The broadcast asks each second.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RoundPause = TimeSpan.FromSeconds(2);
    private const int MostSurprises = 3;

    /// <summary>How many parts a broadcast has at most: what its key has room for.</summary>
    public const int Most = 8;

    private double? perSecond;
    private long leasedUntil;
    private Task? work;
    private DateTimeOffset nextAt = DateTimeOffset.MinValue;
    private readonly Dictionary<int, int> surprises = [];

    private long Broadcast => this.GetPrimaryKeyLong() / Most;

    private int Shard => (int)(this.GetPrimaryKeyLong() % Most);

    private bool Leased => Environment.TickCount64 < Volatile.Read(ref leasedUntil);

    public static long Key(long broadcast, int shard) => broadcast * Most + shard;

    public Task Run(double? perSecond)
    {
        this.perSecond = perSecond;
        Volatile.Write(ref leasedUntil, Environment.TickCount64 + (long)Lease.TotalMilliseconds);
        // goes on between the calls, on this activation's own turn of the thread
        if (work is null || work.IsCompleted)
            work = Work();
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        Volatile.Write(ref leasedUntil, 0);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Stop();
        if (work is not null)
            await work.WaitAsync(cancellationToken)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
    }

    private async Task Work()
    {
        try
        {
            if (
                await book.Find(Broadcast) is not { FrozenAt: not null } broadcast
                || await recipients.Shard(Broadcast, Shard, CancellationToken.None) is not { } place
            )
                return;

            var next = place.Next;
            while (Leased)
            {
                if (next >= place.End)
                {
                    // who was not handed over the first time: busy, moving, later, tried anew, or new in a sequence
                    await RestUntil(await gate.NextRound(broadcast, place) ?? clock.GetUtcNow() + RoundPause);
                    place = await recipients.Shard(Broadcast, Shard, CancellationToken.None) ?? place;
                    next = place.Start;
                    continue;
                }

                var waiting = await recipients.Waiting(broadcast, next, place.End, CancellationToken.None);
                if (waiting.Count > 0 && !await Pass(broadcast, waiting))
                    continue;

                next = waiting.Count == Recipients.InAChunk ? waiting[^1].Ord + 1 : place.End;
#if CHAOS
                Crash.At("cursor before commit");
#endif
                await recipients.Advance(Broadcast, Shard, next, CancellationToken.None);
#if CHAOS
                Crash.At("cursor after commit");
#endif
            }
        }
        catch (Exception trouble) when (trouble is NpgsqlException or OrleansException or TimeoutException)
        {
            // it is asked again within a second
            Interrupted(log, Broadcast, Shard, trouble.Message);
        }
        catch (Exception trouble)
        {
            // so it is after this, and somebody has to hear of it
            Broken(log, Broadcast, Shard, trouble);
        }
    }

    /// <summary>Those who may get it now are handed over. False: not all of them were gone through.</summary>
    private async Task<bool> Pass(Broadcast broadcast, IReadOnlyList<WaitingRecipient> waiting)
    {
        var admitted = await gate.Admit(broadcast, waiting);
        if (!await HandOver(broadcast, admitted.Now))
            return false;
        if (admitted.AskAgainAt is not { } at)
            return true;

        await RestUntil(at);
        return false;
    }

    private async Task<bool> HandOver(Broadcast broadcast, IReadOnlyList<WaitingRecipient> waiting)
    {
        using var room = new SemaphoreSlim(options.RecipientsInFlight);
        var under = new List<Task<(int Ord, BulkResult Result)>>(waiting.Count);
        var skips = new List<SkippedRecipient>();
        var whole = true;
        foreach (var recipient in waiting)
        {
            if (recipient.ConversationId is not { } conversation)
            {
                skips.Add(new SkippedRecipient(recipient.Ord, "contact_gone"));
                continue;
            }
            if (recipient.Bar is { } bar)
            {
                skips.Add(new SkippedRecipient(recipient.Ord, bar));
                continue;
            }

            await Paced();
            await room.WaitAsync();
            if (!Leased)
            {
                whole = false;
                break;
            }
            under.Add(HandOver(broadcast, recipient, conversation, room));
        }

        foreach (var (ord, result) in await Task.WhenAll(under))
        {
            if (result.Outcome == BulkOutcome.Skipped)
                skips.Add(new SkippedRecipient(ord, result.Reason ?? "skipped"));
            if (result.Outcome != BulkOutcome.Impossible)
                continue;
            whole = false;
            _ = GrainFactory
                .GetGrain<IBroadcastGrain>(Broadcast)
                .Trouble(new BroadcastTrouble(result.Reason ?? "flow", null, "The flow cannot be started."));
            await Stop();
        }
        if (skips.Count > 0)
            await recipients.Skip(Broadcast, skips, CancellationToken.None);
        return whole;
    }

    private async Task<(int, BulkResult)> HandOver(
        Broadcast broadcast,
        WaitingRecipient recipient,
        long conversation,
        SemaphoreSlim room
    )
    {
        try
        {
            await permits.Take(recipient.ChannelId, Lane.Bulk, CancellationToken.None);
            if (!Leased)
                return (recipient.Ord, new BulkResult(BulkOutcome.Later, "stopped"));

            var send = new BulkSend(
                broadcast.Id,
                recipient.Ord,
                recipient.Attempt,
                recipient.Values,
                BulkMaker.ClientId(broadcast.Id, recipient.Ord, recipient.Attempt),
                recipient.Variant
            );
            return (recipient.Ord, await GrainFactory.GetGrain<IConversationGrain>(conversation).Bulk(send));
        }
        catch (Exception trouble)
            when (trouble
                    is NpgsqlException
                        or OrleansException
                        or TimeoutException
                        or OperationCanceledException
                        or ObjectDisposedException
            )
        {
            // the database, another silo, or this one on its way out. It may be handed over or not: the recipient's row knows, and is asked again
            NotHandedOver(log, Broadcast, recipient.Ord, trouble.Message);
            return (recipient.Ord, new BulkResult(BulkOutcome.Later, "trouble"));
        }
        catch (Exception trouble)
        {
            // one person's turn must not hold up everybody else's; who surprises again and again is left out, and counted
            Surprised(log, Broadcast, recipient.Ord, trouble);
            var times = surprises.GetValueOrDefault(recipient.Ord) + 1;
            if (times == MostSurprises)
            {
                surprises.Remove(recipient.Ord);
                return (recipient.Ord, new BulkResult(BulkOutcome.Skipped, "error"));
            }
            surprises[recipient.Ord] = times;
            return (recipient.Ord, new BulkResult(BulkOutcome.Later, "trouble"));
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>The broadcast's own rate: one after the other, with nothing saved up for later.</summary>
    private async Task Paced()
    {
        if (perSecond is null)
            return;

        while (Leased && perSecond is { } rate)
        {
            var now = clock.GetUtcNow();
            if (nextAt <= now)
            {
                var step = TimeSpan.FromSeconds(1 / rate);
                // a timer that is late some milliseconds must not make the rate smaller
                nextAt = nextAt + TimeSpan.FromMilliseconds(100) < now ? now + step : nextAt + step;
                return;
            }
            await Rest(nextAt - now);
        }
    }

    private async Task RestUntil(DateTimeOffset at)
    {
        while (Leased && clock.GetUtcNow() < at)
            await Rest(at - clock.GetUtcNow());
    }

    private Task Rest(TimeSpan time) => Task.Delay(time < Look ? time : Look, clock);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broadcast {Broadcast}, part {Shard} stops for now: {Reason}")]
    private static partial void Interrupted(ILogger log, long broadcast, int shard, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Broadcast {Broadcast}, part {Shard} stops for now")]
    private static partial void Broken(ILogger log, long broadcast, int shard, Exception trouble);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Recipient {Ord} of broadcast {Broadcast} could not be handed over"
    )]
    private static partial void Surprised(ILogger log, long broadcast, int ord, Exception trouble);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Recipient {Ord} of broadcast {Broadcast} could not be handed over now: {Reason}"
    )]
    private static partial void NotHandedOver(ILogger log, long broadcast, int ord, string reason);
}
