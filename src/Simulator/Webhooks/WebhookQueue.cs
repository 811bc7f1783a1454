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
        first = Lanes<Update>(
            () => dice.Mood.BatchSize ?? options.BatchSize,
            (one, other) => one.Number.AppSecret == other.Number.AppSecret,
            First
        );
        again = Lanes<Parcel>(() => 1, (_, _) => false, one => Try(one[0]));
    }

    public void Add(Update update)
    {
        if (Interlocked.Increment(ref waiting) > options.MaxWaiting)
        {
            Drop([update], 0, "too many updates wait for this address");
            return;
        }

        first[(uint)update.Lane.GetHashCode(StringComparison.Ordinal) % first.Length].Add(update);
    }

    public void Close()
    {
        Array.ForEach(first, lane => lane.Close());
        Array.ForEach(again, lane => lane.Close());
    }

    // what waits behind a late one is younger, so that the order of a chat stays
    private async Task First(List<Update> batch)
    {
        var wait = batch[0].At.AddMilliseconds(dice.Mood.DelayMs) - later.Now;

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, later.Time);
        }

        await Try(new Parcel(batch, Envelope.Of(batch), 1));
    }

    private async Task Try(Parcel parcel)
    {
        var posted = await post.Post(url, Signed(parcel.Envelope));

        if (posted.Taken)
        {
            Interlocked.Add(ref waiting, -parcel.Updates.Count);
        }
        else if (later.Now - parcel.Updates[0].At > TimeSpan.FromHours(options.GiveUpAfterHours))
        {
            Drop(parcel.Updates, parcel.Attempt, "given up");
        }
        else
        {
            var lane = again[Interlocked.Increment(ref turn) % again.Length];
            later.Do(Pause(parcel.Attempt), () => lane.Add(parcel with { Attempt = parcel.Attempt + 1 }));
        }

        foreach (var update in parcel.Updates)
        {
            if (posted.Taken)
            {
                update.Taken?.Invoke();
            }

            Tell(update, posted, parcel);
            update.Tried?.TrySetResult();
        }
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

    private void Tell(Update update, Posted posted, Parcel parcel) =>
        log.Add(
            update.Line with
            {
                StatusCode = posted.StatusCode,
                Problem = posted.Problem,
                Attempts = parcel.Attempt,
                Body = log.KeepsBodies ? Encoding.ASCII.GetString(parcel.Envelope.Body) : null,
            }
        );

    private void Drop(List<Update> updates, int attempt, string why)
    {
        Interlocked.Add(ref waiting, -updates.Count);

        foreach (var update in updates)
        {
            log.Add(update.Line with { Attempts = attempt, Problem = why });
            update.Tried?.TrySetResult();
        }
    }

    private Lane<T>[] Lanes<T>(Func<int> most, Func<T, T, bool> together, Func<List<T>, Task> handle) =>
        [.. Enumerable.Range(0, options.Concurrency).Select(_ => new Lane<T>(most, together, handle))];

    private sealed record Parcel(List<Update> Updates, Envelope Envelope, int Attempt);
}
