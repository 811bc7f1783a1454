namespace WhatsAppBot.Simulator;

/// <summary>So many at once, and one more as time goes by.</summary>
internal sealed class Bucket(double perSecond, double most)
{
    private double missing;
    private DateTimeOffset? at;

    public double PerSecond { get; } = perSecond;

    public bool Take(DateTimeOffset now)
    {
        // a clock that was set back takes nothing away, and gives nothing twice
        if (at is not { } before)
        {
            at = now;
        }
        else if (now > before)
        {
            missing = Math.Max(0, missing - (now - before).TotalSeconds * PerSecond);
            at = now;
        }

        if (most - missing < 1)
        {
            return false;
        }

        missing++;
        return true;
    }
}
