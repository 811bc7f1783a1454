namespace WhatsAppBot.Grains.Channels;

/// <summary>
/// Meta's throughput of one number as a bucket: fills at <c>rate</c> permits a second, holds one second's worth. A throttled bucket fills at half the rate
/// and recovers by a tenth every 10 s. Replies go first: bulk takes only what is above a fifth of the bucket, and nothing while replies wait.
/// </summary>
internal sealed class TokenBucket(double rate, DateTimeOffset now)
{
    private const double ReservedForReplies = 0.2;
    private static readonly TimeSpan RecoverEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RepliesWaited = TimeSpan.FromMilliseconds(250);

    private double rate = rate;
    private double factor = 1;
    private double tokens = rate;
    private DateTimeOffset filledAt = now;
    private DateTimeOffset pausedUntil = now;
    private DateTimeOffset recoverAt = now;
    private DateTimeOffset repliesShortAt = DateTimeOffset.MinValue;

    /// <summary>How much of the configured rate is used now: 1 when Meta is content.</summary>
    public double Factor => factor;

    public void Configure(double configured) => rate = configured;

    /// <summary>What can be had now of what is wanted, and how long to wait for more.</summary>
    public (int Replies, int Bulk, TimeSpan AskAgainIn) Take(int replies, int bulk, DateTimeOffset now)
    {
        Fill(now);
        if (now < pausedUntil)
            return (0, 0, pausedUntil - now);

        var forReplies = Math.Min(replies, (int)tokens);
        tokens -= forReplies;
        if (forReplies < replies)
            repliesShortAt = now;

        var spare = tokens - rate * factor * ReservedForReplies;
        var forBulk = now - repliesShortAt < RepliesWaited ? 0 : Math.Max(0, Math.Min(bulk, (int)spare));
        tokens -= forBulk;

        var missing = replies - forReplies + bulk - forBulk;
        var wait = missing == 0 ? 0 : Math.Clamp(missing / (rate * factor), 0.005, 0.25);
        return (forReplies, forBulk, TimeSpan.FromSeconds(wait));
    }

    /// <summary>Halves the rate (not below a 64th) and gives nothing until the pause is over.</summary>
    public void Throttle(TimeSpan pause, DateTimeOffset now)
    {
        // many sends in flight report the same throttling: one halving a second is enough
        if (now < pausedUntil)
            return;

        Fill(now);
        factor = Math.Max(factor / 2, 1.0 / 64);
        tokens = 0;
        pausedUntil = now + pause;
        recoverAt = now + pause + RecoverEvery;
    }

    /// <summary>The factor as it is by now, and the end of a pause that is not over.</summary>
    public (double Factor, DateTimeOffset? SilentUntil) Pace(DateTimeOffset now)
    {
        Fill(now);
        return (factor, now < pausedUntil ? pausedUntil : null);
    }

    private void Fill(DateTimeOffset now)
    {
        while (factor < 1 && now >= recoverAt)
        {
            factor = Math.Min(1, factor * 1.1);
            recoverAt += RecoverEvery;
        }

        if (now > filledAt)
            tokens = Math.Min(Math.Max(1, rate * factor), tokens + (now - filledAt).TotalSeconds * rate * factor);
        filledAt = now;
    }
}
