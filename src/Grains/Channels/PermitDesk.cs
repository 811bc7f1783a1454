using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.Grains.Channels;

/// <summary>
/// Where a silo's sends wait for permits: asks the channel's grain for many at a time and hands them out, replies before bulk. Bulk gets none while
/// there is more to do than can be done.
/// </summary>
internal sealed partial class PermitDesk(IGrainFactory grains, ILoad load, ILogger<PermitDesk> log) : IPermits
{
    private readonly ConcurrentDictionary<long, Counter> counters = new();
    private readonly ConcurrentDictionary<long, long> throttledUntil = new();

    /// <summary>Completes when one message may be sent on the channel.</summary>
    public Task Take(long channel, Lane lane, CancellationToken cancel) =>
        counters.GetOrAdd(channel, id => new Counter(grains.GetGrain<IChannelGrain>(id), load, log)).Take(lane, cancel);

    /// <summary>Meta wants the number to slow down.</summary>
    public Task Throttled(long channel, TimeSpan pause)
    {
        throttledUntil[channel] = Environment.TickCount64 + (long)pause.TotalMilliseconds;
        // nobody waits for it: what becomes of the refused send must be on record, whether or not the others can be told
        _ = Tell(channel, pause);
        return Task.CompletedTask;
    }

    /// <summary>A permit from before counts no more: Meta has just asked this silo to slow down, or bulk is held back meanwhile.</summary>
    public bool IsHeldBack(long channel, Lane lane) =>
        throttledUntil.TryGetValue(channel, out var until) && Environment.TickCount64 < until
        || lane == Lane.Bulk && load.Level >= LoadLevel.Crowded;

    public bool IsShort(long channel) => counters.TryGetValue(channel, out var counter) && counter.IsShort;

    private async Task Tell(long channel, TimeSpan pause)
    {
        try
        {
            await grains.GetGrain<IChannelGrain>(channel).Throttled(pause);
        }
        catch (Exception trouble)
        {
            NotTold(log, channel, trouble.Message);
        }
    }

    private sealed class Counter(IChannelGrain channel, ILoad load, ILogger log)
    {
        // permits asked for beyond what is wanted now, so that the next senders need not wait for an answer
        private const int Ahead = 16;

        // a reply that comes while bulk is held back waits no longer than this
        private static readonly TimeSpan HeldLook = TimeSpan.FromMilliseconds(20);

        private readonly Lock gate = new();
        private readonly Queue<TaskCompletionSource> replies = new();
        private readonly Queue<TaskCompletionSource> bulk = new();
        private int spare;
        private long spareUntil;
        private bool asking;

        /// <summary>The last time fewer permits were given for replies than were asked for.</summary>
        public bool IsShort { get; private set; }

        public Task Take(Lane lane, CancellationToken cancel)
        {
            lock (gate)
            {
                // unused permits go stale: Meta's bucket does not keep them either
                if (spare > 0 && Environment.TickCount64 > spareUntil)
                    spare = 0;

                if (lane == Lane.Reply && spare > 0 && replies.Count == 0)
                {
                    spare--;
                    return Task.CompletedTask;
                }

                var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                (lane == Lane.Reply ? replies : bulk).Enqueue(place);
                if (!asking)
                {
                    asking = true;
                    _ = Task.Run(Ask, CancellationToken.None);
                }
                return Wait(place, cancel);
            }
        }

        private static async Task Wait(TaskCompletionSource place, CancellationToken cancel)
        {
            using var giveUp = cancel.UnsafeRegister(
                static (place, cancel) => ((TaskCompletionSource)place!).TrySetCanceled(cancel),
                place
            );
            await place.Task;
        }

        private async Task Ask()
        {
            while (true)
            {
                int wantReplies;
                int wantBulk;
                lock (gate)
                {
                    if (replies.Count + bulk.Count == 0)
                    {
                        asking = false;
                        return;
                    }
                    (wantReplies, wantBulk) = (replies.Count, bulk.Count);
                }

                var held = wantBulk > 0 && load.Level >= LoadLevel.Crowded;
                if (held)
                    wantBulk = 0;
                var wait = TimeSpan.FromMilliseconds(200);
                if (held && wantReplies == 0)
                {
                    await Task.Delay(HeldLook);
                    continue;
                }
                try
                {
                    var granted = await channel.Take(wantReplies > 0 ? wantReplies + Ahead : 0, wantBulk);
                    wait = granted.AskAgainIn;
                    IsShort = granted.Replies < wantReplies;
                    HandOut(granted);
                    if (granted.Replies >= wantReplies && granted.Bulk >= wantBulk)
                    {
                        if (held)
                            await Task.Delay(HeldLook);
                        continue;
                    }
                }
                catch (Exception trouble)
                {
                    // whatever it was: nobody else asks for those who wait here
                    AskFailed(log, trouble.Message);
                }
                await Task.Delay(wait);
            }
        }

        private void HandOut(Permits granted)
        {
            lock (gate)
            {
                var left = granted.Replies;
                while (left > 0 && replies.TryDequeue(out var place))
                {
                    // whoever gave up waiting leaves the permit to the next
                    if (place.TrySetResult())
                        left--;
                }
                spare = left;
                spareUntil = Environment.TickCount64 + 500;

                left = granted.Bulk;
                while (left > 0 && bulk.TryDequeue(out var place))
                {
                    if (place.TrySetResult())
                        left--;
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No answer from the channel's grain, asking again: {Reason}")]
    private static partial void AskFailed(ILogger log, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The other silos could not be told that channel {Channel} is to slow down: {Reason}"
    )]
    private static partial void NotTold(ILogger log, long channel, string reason);
}
