using System.Diagnostics;

namespace WhatsAppBot.Load;

/// <summary>How often something happened, by the second: the mean alone would hide a minute in which nothing moved.</summary>
internal sealed class Pace
{
    private readonly long[] seconds = new long[3600];
    private readonly long started = Stopwatch.GetTimestamp();
    private long first;
    private long last;

    public void Note()
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref first, now, 0);
        Volatile.Write(ref last, now);
        var second = (int)Stopwatch.GetElapsedTime(started, now).TotalSeconds;
        Interlocked.Increment(ref seconds[Math.Min(second, seconds.Length - 1)]);
    }

    /// <summary>From the first to the last.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(first, last).TotalSeconds;

    public double Mean => seconds.Sum() / Seconds;

    /// <summary>The slowest stretch of so many whole seconds between the first and the last, by the second; NaN when it was over sooner.</summary>
    public double Slowest(int stretch)
    {
        var from = (int)Stopwatch.GetElapsedTime(started, first).TotalSeconds + 1;
        var to = (int)Stopwatch.GetElapsedTime(started, last).TotalSeconds;
        var slowest = double.NaN;
        for (var at = from; at + stretch <= to; at++)
        {
            var count = seconds.AsSpan(at, stretch).ToArray().Sum() / (double)stretch;
            slowest = double.IsNaN(slowest) ? count : Math.Min(slowest, count);
        }
        return slowest;
    }

    public override string ToString() =>
        $"{Mean:F0} over {Seconds:F1} s, slowest minute {Slowest(60):F0}, slowest ten seconds {Slowest(10):F0}, slowest second {Slowest(1):F0}";
}
