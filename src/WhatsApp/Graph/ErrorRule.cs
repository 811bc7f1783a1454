namespace WhatsAppBot.WhatsApp;

/// <summary>
/// What one error code of Meta's (or the codes up to <paramref name="Last"/>) means for sending. <paramref name="Refused"/> is how far a
/// refusal reaches, also when all tries are used up; <paramref name="Later"/> is there when a later try may succeed.
/// </summary>
public sealed record ErrorRule(int First, int Last, string Meaning, RefusalScope Refused, Retry? Later = null)
{
    /// <summary>How long to wait before the next try when <paramref name="tries"/> were made; null when there is no next one.</summary>
    public TimeSpan? WaitAfter(int tries) => Later?.WaitAfter(tries);
}

/// <summary>
/// Waits that grow by <paramref name="Factor"/> from <paramref name="Shortest"/> to <paramref name="Longest"/>. Without
/// <paramref name="MostTries"/> (the first one counted) only the age of the message ends them.
/// </summary>
public sealed record Retry(
    LaterScope Scope,
    TimeSpan Shortest,
    TimeSpan Longest,
    double Factor = 2,
    int? MostTries = null
)
{
    public TimeSpan? WaitAfter(int tries)
    {
        if (tries >= MostTries)
            return null;

        var wait = Shortest.TotalSeconds * Math.Pow(Factor, Math.Max(0, tries - 1));
        return wait < Longest.TotalSeconds ? TimeSpan.FromSeconds(wait) : Longest;
    }
}
