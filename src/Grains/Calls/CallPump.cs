using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Calls;

/// <summary>
/// Makes the calls that flows ask for. Each attempt is on record before it begins, and its end becomes an inbox row of the conversation. What may
/// be repeated is tried again; for the rest a lost end is an end: nobody knows whether it was done.
/// </summary>
internal sealed partial class CallPump(
    CallStore store,
    HttpCaller caller,
    IGrainFactory grains,
    GrainsOptions options,
    [FromKeyedServices("app")] TimeProvider clock,
    ILogger<CallPump> log
) : IHostedService, IDisposable
{
    /// <summary>The word of a call whose attempt is on record and whose end is not: it may have been done or not.</summary>
    public const string Unknown = "unknown";

    // beyond this a hint is dropped, and the sweeper brings the call back
    private const int MostKnown = 10_000;

    // also a call that may be repeated is given up in the end: it might be what brings the process down
    private const int MostAttempts = 5;

    // A process that was stopped between claim and call must not call late: by then others may have declared the attempt lost.
    private static readonly TimeSpan ClaimGoodFor = TimeSpan.FromSeconds(5);

    // the database says when the pause is over, and our timer must not be early by a hair
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<CallKey, bool> known = new();
    private readonly SemaphoreSlim slots = new(options.CallsInFlight);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Takes a call that is committed. What it knows already it does not take twice. Never waits.</summary>
    public void Offer(CallKey key)
    {
        if (!stopping.IsCancellationRequested && known.Count < MostKnown && known.TryAdd(key, true))
            _ = Task.Run(() => Work(key));
    }

    /// <summary>The attempt's maker is gone: what may be repeated is made again, and the rest ends as unknown.</summary>
    public async Task Mend(LostCall lost, CancellationToken cancel)
    {
        if (lost.IsRepeatable && lost.Attempt < MostAttempts)
        {
            if (await store.Again(lost.Key, lost.Attempt, TimeSpan.Zero, cancel))
                Offer(lost.Key);
            return;
        }

        EndLost(log, lost.Key.ConversationId, lost.Attempt);
        Tell(await store.Finish(lost.Key, lost.Attempt, NoAnswer(Unknown), cancel));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Claims no more, and waits for what is under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        while (!known.IsEmpty && !cancellationToken.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None);
    }

    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    private async Task Work(CallKey key)
    {
        try
        {
            while (await MakeOne(key) is { } pause)
                await Task.Delay(pause, clock, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // not begun: another node's sweeper finds it
        }
        catch (Exception trouble)
        {
            // the row stays what it is; the sweeper brings it back
            CallFailed(log, key.ConversationId, trouble);
        }
        finally
        {
            known.TryRemove(key, out _);
        }
    }

    /// <summary>One attempt. A time: after that comes another one.</summary>
    private async Task<TimeSpan?> MakeOne(CallKey key)
    {
        await slots.WaitAsync(stopping.Token);
        try
        {
            var claimedAt = Stopwatch.GetTimestamp();
            if (await store.Claim(key, stopping.Token) is not { } claimed)
                return null;
            if (Stopwatch.GetElapsedTime(claimedAt) > ClaimGoodFor)
            {
                await store.Again(key, claimed.Attempt, TimeSpan.Zero, CancellationToken.None);
                return TimeSpan.Zero;
            }

#if CHAOS
            Crash.At("call before POST");
#endif
            // not cancelled by a shutdown: its end is worth waiting for
            var call = claimed.Call;
            var end = await caller.Make(
                new OutCall(call.Method, call.Url, call.Headers, call.Body, call.TimeLimit),
                CancellationToken.None
            );
#if CHAOS
            Crash.At("call after POST");
#endif
            var took = Stopwatch.GetElapsedTime(claimedAt);
            var outcome = Outcome(end);
            Telemetry.CallTime.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
            Called(log, key.ConversationId, claimed.Attempt, outcome, (long)took.TotalMilliseconds);

            return await Record(claimed, end);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>A known end is not given up because the database is away for a while.</summary>
    private async Task<TimeSpan?> Record(ClaimedCall claimed, CallEnd end)
    {
        var again =
            claimed.IsRepeatable && claimed.Attempt <= claimed.Call.Retries && IsPassing(end)
                ? options.CallPause * claimed.Attempt
                : default(TimeSpan?);
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = wait < TimeSpan.FromSeconds(5) ? wait * 2 : wait)
        {
            try
            {
                if (again is { } pause)
                    return await store.Again(claimed.Key, claimed.Attempt, pause, CancellationToken.None)
                        ? pause
                        : null;

                Tell(await store.Finish(claimed.Key, claimed.Attempt, Result(end), CancellationToken.None));
                return null;
            }
            catch (NpgsqlException trouble)
                when (trouble is not PostgresException { IsTransient: false } && !stopping.IsCancellationRequested)
            {
                NotRecorded(log, claimed.Key.ConversationId, claimed.Attempt, trouble.Message);
                await Task.Delay(wait, CancellationToken.None);
            }
        }
    }

    private void Tell(InboxRow? row)
    {
        if (row is not null)
            _ = grains
                .GetGrain<IConversationGrain>(row.ConversationId)
                .Wake([new InboxWork(row.Id, (short)row.Kind, row.Body)]);
    }

    /// <summary>The next attempt may well end otherwise.</summary>
    private static bool IsPassing(CallEnd end) =>
        end
            is CallEnd.Failed
                (CallWords.Timeout or CallWords.Unreachable)
                or CallEnd.Answered
                (408 or 429 or 502 or 503 or 504, _, _);

    private static CallResult Result(CallEnd end) =>
        end switch
        {
            CallEnd.Answered(var status, var headers, var body) => new CallResult(status, headers, body),
            CallEnd.Failed(var word) => NoAnswer(word),
            _ => throw new UnreachableException(),
        };

    private static CallResult NoAnswer(string word) => new(null, new Dictionary<string, string>(), null, word);

    private static string Outcome(CallEnd end) =>
        end switch
        {
            CallEnd.Answered(var status, _, _) => $"{status / 100}xx",
            CallEnd.Failed(var word) => word,
            _ => throw new UnreachableException(),
        };

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A call of conversation {Conversation}, attempt {Attempt}: {Outcome} after {Milliseconds} ms"
    )]
    private static partial void Called(ILogger log, long conversation, int attempt, string outcome, long milliseconds);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Nobody knows how attempt {Attempt} of a call of conversation {Conversation} ended"
    )]
    private static partial void EndLost(ILogger log, long conversation, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of conversation {Conversation} could not be made")]
    private static partial void CallFailed(ILogger log, long conversation, Exception trouble);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The end of a call of conversation {Conversation}, attempt {Attempt}, is not recorded yet: {Reason}"
    )]
    private static partial void NotRecorded(ILogger log, long conversation, int attempt, string reason);
}
