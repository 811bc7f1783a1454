using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Broadcasts;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Sending;

/// <summary>
/// Sends what turns have put into the outbox: in order per conversation, many conversations at once. Each attempt is on record before its POST,
/// and so is its outcome after it; what is lost in between becomes an honest unknown. Broadcasts have a line of their own beside the replies, and send
/// only while the gate is open for them.
/// </summary>
internal sealed partial class OutboxPump(
    IClaims claims,
    ISendRecords records,
    GraphClient graph,
    ChannelCatalog channels,
    IPermits permits,
    BroadcastGate gate,
    Verdict verdict,
    LiveRelay live,
    IGrainFactory grains,
    GrainsOptions options,
    SendRoom room,
    Pool pool,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<OutboxPump> log
) : IHostedService, IDisposable
{
    // A process that was stopped between claim and POST must not send late: by then others may have declared the attempt lost. Shorter than it takes
    // the others to declare one dead that is only silent (three probes of 1.5 s).
    private static readonly TimeSpan ClaimGoodFor = TimeSpan.FromSeconds(4);

    private static readonly MessageError WindowClosed = new(
        131047,
        "Re-engagement message",
        "The 24-hour window had closed before it was sent."
    );

    private static readonly MessageError Blocked = new(0, "The contact is blocked.");

    // how long a reply waits for the end of a broadcast's send that is under way, before the sweeper has to bring it back
    private static readonly TimeSpan BulkEndsIn = TimeSpan.FromMilliseconds(100);
    private const int BulkLooks = 20;

    private static readonly TimeSpan AsksIn = TimeSpan.FromSeconds(1);

    // so many are held in memory; what is beyond stays pending, and the sweeper brings it back when there is room
    private const int MostHeld = 20_000;

    private readonly ConcurrentDictionary<(long Conversation, Lane Lane), SendLine> lines = new();
    private readonly SemaphoreSlim slots = new(options.SendsInFlight);
    private readonly CancellationTokenSource stopping = new();
    private int held;

    /// <summary>Takes a send that is committed as pending. What it knows already it does not take twice. Never waits.</summary>
    public void Offer(Delivery delivery)
    {
        if (Volatile.Read(ref held) >= MostHeld)
            return;
        while (!stopping.IsCancellationRequested)
        {
            var place = (delivery.Send.ConversationId, delivery.Send.Lane);
            var line = lines.GetOrAdd(place, _ => new SendLine(room));
            if (!line.TryAdd(delivery, out var added, out var begins))
                continue;
            if (added)
                Interlocked.Increment(ref held);
            if (begins)
                pool.Run(() => Drain(place, line));
            return;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Claims no more, and waits for what is under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        while (!lines.IsEmpty && !cancellationToken.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None);
    }

    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    private async Task Drain((long Conversation, Lane Lane) place, SendLine line)
    {
        while (true)
        {
            if (line.First(stopping.IsCancellationRequested) is not { } next)
            {
                lines.TryRemove(new(place, line));
                return;
            }

            try
            {
                await Deliver(next, line);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                continue;
            }
            catch (Exception trouble)
            {
                // the row stays what it is; the sweeper brings it back
                DeliveryFailed(log, place.Conversation, next.Send.Seq, trouble);
            }

            line.Next();
            Interlocked.Decrement(ref held);
        }
    }

    private async Task Deliver(Delivery delivery, SendLine line)
    {
        var send = delivery.Send;
        if (send.NotBefore is { } notBefore && notBefore > clock.GetUtcNow())
            await line.Aside(Task.Delay(notBefore - clock.GetUtcNow(), clock, stopping.Token));

        for (var prepaid = delivery.Prepaid; ; prepaid = false)
        {
            // a closed gate leaves it pending: it comes back when the broadcast goes on
            if (send.BroadcastId is { } broadcast && !await gate.Opens(broadcast))
                return;
            // so does a refused token: the sweeper brings it back when there is another one
            if (await IsHeld(send))
                return;
            if (!prepaid || permits.IsHeldBack(send.ChannelId, send.Lane))
                await Permit(send, line);
            await slots.WaitAsync(stopping.Token);
            SendOutcome outcome;
            try
            {
                if (IsShut(send) || await IsHeld(send))
                    return;
                var claimedAt = clock.GetTimestamp();
                if (await Claim(send) is not { } claimed)
                    return;

                var attempt = claimed.Attempt;
                outcome = claimed.Blocked
                    ? new SendOutcome.Failed(Blocked)
                    : await Attempt(delivery, new AttemptId(send.ConversationId, send.Seq, attempt), claimedAt);
                await Record(new SendRecord(send.ConversationId, send.ChannelId, send.Seq, attempt, outcome), send);
            }
            finally
            {
                slots.Release();
            }

            if (outcome is not SendOutcome.Later later)
                return;
            await line.Aside(Task.Delay(later.After, clock, stopping.Token));
        }
    }

    private async Task Permit(PendingSend send, SendLine line)
    {
        var permit = permits.Take(send.ChannelId, send.Lane, stopping.Token);
        if (send.Lane == Lane.Reply && !permits.IsShort(send.ChannelId))
        {
            // to ask is ours, and quickly done; a number that has run out meanwhile shows by the time it takes
            try
            {
                await permit.WaitAsync(AsksIn, clock);
                return;
            }
            catch (TimeoutException) { }
        }
        await line.Aside(permit);
    }

    private bool IsShut(PendingSend send) => send.BroadcastId is { } broadcast && !gate.IsOpen(broadcast);

    private async ValueTask<bool> IsHeld(PendingSend send)
    {
        if (!await channels.IsHeld(send.ChannelId))
            return false;

        if (send.BroadcastId is { } broadcast)
            verdict.Halt(broadcast, new BroadcastTrouble(Halting.Token, null, null, send.ChannelId));
        return true;
    }

    private async Task<Claimed?> Claim(PendingSend send)
    {
        for (var looks = 0; ; looks++)
        {
            if (await claims.Claim(send, CancellationToken.None) is { } claimed)
                return claimed;
            // a broadcast's message may just be on its way, and a reply comes after it
            if (send.Lane != Lane.Reply || looks == BulkLooks || !lines.ContainsKey((send.ConversationId, Lane.Bulk)))
                return null;
            await Task.Delay(BulkEndsIn, clock, stopping.Token);
        }
    }

    private async Task<SendOutcome> Attempt(Delivery delivery, AttemptId id, long claimedAt)
    {
        var send = delivery.Send;
        if (send.Content is not TemplateContent && !(delivery.WindowClosesAt > clock.GetUtcNow()))
            return new SendOutcome.Failed(WindowClosed);

        if (await channels.Find(send.ChannelId) is not { } channel)
            return new SendOutcome.Failed(new MessageError(0, "The channel is gone."));

        if (clock.GetElapsedTime(claimedAt) > ClaimGoodFor || channel.IsHeld || IsShut(send))
            return new SendOutcome.Later(TimeSpan.Zero);

        using var activity = Telemetry.Activities.StartActivity("send", ActivityKind.Client);
        activity?.SetTag("conversation", send.ConversationId);
        var from = new GraphChannel(channel.Channel.PhoneNumberId, channel.AccessToken);
#if CHAOS
        Crash.At("send before POST");
#endif
        // not cancelled by a shutdown: its outcome is worth waiting for
        var result = await room.AtMeta(() =>
            graph.Send(
                from,
                delivery.To,
                send.Content,
                send.ReplyTo,
                id.ToString(),
                CancellationToken.None,
                () => clock.GetElapsedTime(claimedAt) <= ClaimGoodFor && !IsShut(send)
            )
        );
#if CHAOS
        Crash.At("send after POST");
#endif
        var outcome = await verdict.On(result, send, channel, id.Attempt);

        activity?.SetTag("outcome", outcome.GetType().Name);
        Telemetry.SendTime.Record(
            clock.GetElapsedTime(claimedAt).TotalSeconds,
            new KeyValuePair<string, object?>("outcome", outcome.GetType().Name)
        );
        return outcome;
    }

    /// <summary>A known outcome is not given up because the database is away for a while.</summary>
    private async Task Record(SendRecord record, PendingSend send)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < TimeSpan.FromSeconds(5) ? wait * 2 : wait)
        {
            try
            {
                if (await records.Record(record, CancellationToken.None) is { } change)
                    Tell(change, send);
                return;
            }
            catch (NpgsqlException trouble)
                when (trouble is not PostgresException { IsTransient: false } && !stopping.IsCancellationRequested)
            {
                NotRecorded(log, record.ConversationId, record.Seq, trouble.Message);
                await Task.Delay(wait, clock, CancellationToken.None);
            }
        }
    }

    private void Tell(StatusChange change, PendingSend send)
    {
        live.Publish(LiveEvent.Of(change.WorkspaceId, ViewsOf.Status(change)));
        if (change.Status == MessageStatus.Failed && send.SessionId is not null)
            _ = grains.GetGrain<IConversationGrain>(change.ConversationId).Look();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Send {Conversation}-{Seq} could not be tried")]
    private static partial void DeliveryFailed(ILogger log, long conversation, long seq, Exception trouble);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The outcome of send {Conversation}-{Seq} is not recorded yet: {Reason}"
    )]
    private static partial void NotRecorded(ILogger log, long conversation, long seq, string reason);
}
