using System.Text;

namespace WhatsAppBot.Simulator;

/// <summary>
/// The updates for one address. Lanes run side by side; a chat always has the same lane, and a lane makes one first attempt
/// after the other. What was not taken is tried again in lanes of its own, after growing pauses, and holds nobody up.
/// </summary>
internal sealed class WebhookQueue
{
    private readonly string url;
    private readonly WebhookPost post;
    private readonly WebhookDice dice;
    private readonly TrafficLog log;
    private readonly Later later;
    private readonly WebhookOptions options;
    private readonly Lane<Update>[] first;
    private readonly Lane<Parcel>[] again;
    private readonly TaskCompletionSource closing = new();
    private int waiting;
    private uint turn;

    public WebhookQueue(
        string url,
        WebhookPost post,
        WebhookDice dice,
        TrafficLog log,
        Later later,
        WebhookOptions options
    )
    {
        (this.url, this.post, this.dice) = (url, post, dice);
        (this.log, this.later, this.options) = (log, later, options);
        first = Lanes(
            new LaneRules<Update>
            {
                Most = () => dice.Mood.BatchSize ?? options.BatchSize,
                Together = (one, other) => one.Number.AppSecret == other.Number.AppSecret,
                Size = Envelope.SizeOf,
                Room = Envelope.MostBytes,
                Handle = First,
                Failed = (batch, bug) => Drop(batch, 0, Spell(bug)),
            }
        );
        again = Lanes(
            new LaneRules<Parcel>
            {
                Handle = one => Try(one[0]),
                Failed = (one, bug) => Drop(one[0].Updates, one[0].Attempt, Spell(bug)),
            }
        );
    }

    private bool Closed => closing.Task.IsCompleted;

    public void Add(Update update)
    {
        if (Interlocked.Increment(ref waiting) > options.MaxWaiting)
        {
            Drop([update], 0, "too many updates wait for this address");
            return;
        }

        if (!first[(uint)update.Lane.GetHashCode(StringComparison.Ordinal) % first.Length].Add(update))
        {
            update.Tried?.TrySetResult();
        }
    }

    /// <summary>Posts nothing more, not even what waits for its time just now; whoever waits for a first attempt waits no longer.</summary>
    public void Close()
    {
        closing.TrySetResult();
        Release(first.SelectMany(lane => lane.Close()));
        Array.ForEach(again, lane => lane.Close());
    }

    // what waits behind a late one is younger, so that the order of a chat stays
    private async Task First(List<Update> batch)
    {
        var wait = batch[0].At.AddMilliseconds(dice.Mood.DelayMs) - later.Now;

        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(Task.Delay(wait, later.Time), closing.Task);
        }

        if (Closed)
        {
            Release(batch);
            return;
        }

        await Try(new Parcel(batch, Envelope.Of(batch), 1));
    }

    private async Task Try(Parcel parcel)
    {
        var posted = await post.Post(url, Signed(parcel.Envelope));

        if (Closed)
        {
            Release(parcel.Updates);
            return;
        }

        if (posted.Taken)
        {
            Interlocked.Add(ref waiting, -parcel.Updates.Count);
            parcel.Updates.ForEach(update => update.Taken?.Invoke());
        }
        else
        {
            Again(parcel);
        }

        Tell(parcel, posted);
        Release(parcel.Updates);
    }

    private void Again(Parcel parcel)
    {
        if (later.Now - parcel.Updates[0].At > TimeSpan.FromHours(options.GiveUpAfterHours))
        {
            Drop(parcel.Updates, parcel.Attempt, "given up");
            return;
        }

        var lane = again[Interlocked.Increment(ref turn) % again.Length];
        later.Do(Pause(parcel.Attempt), () => lane.Add(parcel with { Attempt = parcel.Attempt + 1 }));
    }

    private Envelope Signed(Envelope envelope) =>
        dice.Mood switch
        {
            { NoSignature: true } => envelope with { Signature = "", OldSignature = "" },
            { WrongSignature: true } => envelope with { Signature = $"sha256={new string('0', 64)}" },
            _ => envelope,
        };

    private TimeSpan Pause(int attempt) =>
        TimeSpan.FromMilliseconds(
            Math.Min(options.RetryMaxMs, options.RetryFirstMs * Math.Pow(2, Math.Min(attempt, 30) - 1))
        );

    // one text for all: a POST of a thousand updates has a megabyte
    private void Tell(Parcel parcel, Posted posted)
    {
        var body = log.KeepsBodies ? Encoding.ASCII.GetString(parcel.Envelope.Body) : null;
        log.Add([
            .. parcel.Updates.Select(update =>
                update.Line with
                {
                    StatusCode = posted.StatusCode,
                    Problem = posted.Problem,
                    Attempts = parcel.Attempt,
                    Body = body,
                }
            ),
        ]);
    }

    private void Drop(List<Update> updates, int attempt, string why)
    {
        Interlocked.Add(ref waiting, -updates.Count);
        log.Add([.. updates.Select(update => update.Line with { Attempts = attempt, Problem = why })]);
        Release(updates);
    }

    private static void Release(IEnumerable<Update> updates)
    {
        foreach (var update in updates)
        {
            update.Tried?.TrySetResult();
        }
    }

    private static string Spell(Exception bug) => $"{bug.GetType().Name}: {bug.Message}";

    private Lane<T>[] Lanes<T>(LaneRules<T> rules) =>
        [.. Enumerable.Range(0, options.Concurrency).Select(_ => new Lane<T>(rules))];

    private sealed record Parcel(List<Update> Updates, Envelope Envelope, int Attempt);
}
