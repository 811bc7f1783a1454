namespace WhatsAppBot.Storage.Load;

/// <summary>From one look at the backlog to the next it learns how fast work is done; so it can tell how long a message that comes now will wait.</summary>
public sealed class BacklogGauge
{
    /// <summary>Rows a second, as long as nothing else was seen.</summary>
    public const double AtFirst = 500;

    // what was seen counts half after so long, while there is work enough to see it
    private const double HalfAfter = 1.5;

    // and while there is not, the best that was seen
    private const double ForgetsHalfAfter = 60;

    private (Backlog Backlog, TimeSpan At)? before;

    /// <summary>Rows a second that are done when there are enough.</summary>
    public double Rate { get; private set; } = AtFirst;

    /// <summary>How long what comes now has to wait; <paramref name="at"/> is any clock that only goes forward.</summary>
    public TimeSpan Wait(Backlog now, TimeSpan at)
    {
        if (before is { } last && at > last.At)
            Learn(last.Backlog, now, (at - last.At).TotalSeconds);
        before = (now, at);
        if (now.Depth == 0)
            return TimeSpan.Zero;

        var ahead = TimeSpan.FromSeconds(now.Depth / Rate);
        return ahead > now.HeadAge ? ahead : now.HeadAge;
    }

    private void Learn(Backlog last, Backlog now, double seconds)
    {
        var done = Math.Max(1, now.Newest - last.Newest - (now.Depth - last.Depth)) / seconds;
        var full = last.Depth > 0 && now.Depth > 0;
        Rate = full
            ? done + (Rate - done) * Math.Pow(0.5, seconds / HalfAfter)
            : Math.Max(done, AtFirst + (Rate - AtFirst) * Math.Pow(0.5, seconds / ForgetsHalfAfter));
    }
}
