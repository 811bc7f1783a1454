namespace WhatsAppBot.Simulator;

/// <summary>How many messages a number has left in this second; what comes in counts as well as what goes out.</summary>
internal sealed class Throughput
{
    private readonly Lock gate = new();
    private Bucket? bucket;

    public bool Take(int? perSecond, DateTimeOffset now)
    {
        if (perSecond is not { } rate)
        {
            return true;
        }

        lock (gate)
        {
            if (bucket?.PerSecond != rate)
            {
                bucket = new Bucket(rate, rate);
            }

            return bucket.Take(now);
        }
    }
}
