using System.Buffers.Text;
using System.Diagnostics;
using System.Threading.Channels;

namespace WhatsAppBot.Load;

/// <summary>Phones by number: all of the same length, so that one can be found in a body by its place.</summary>
internal static class Phones
{
    public const int Length = 12;
    private const long First = 491_500_000_000;

    public static long Of(int index) => First + index;

    public static int IndexOf(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long phone, out var read) && read == Length ? (int)(phone - First) : -1;
}

/// <summary>The contacts: who is waiting for an answer since when, and what went wrong.</summary>
internal sealed class People(int count)
{
    private readonly long[] askedAt = new long[count];
    private readonly Channel<int> idle = All(count);
    private long asked;
    private long answered;
    private long doubled;

    // 0.1 ms a step up to 20 s
    private readonly long[] latencies = new long[200_000];

    public long Asked => Volatile.Read(ref asked);
    public long Answers => Volatile.Read(ref answered);
    public long Doubled => Volatile.Read(ref doubled);
    public long Waiting => askedAt.Count(at => at != 0);

    /// <summary>Somebody who has been answered and writes next.</summary>
    public async ValueTask<int> Next(CancellationToken cancel)
    {
        var index = await idle.Reader.ReadAsync(cancel);
        Volatile.Write(ref askedAt[index], Stopwatch.GetTimestamp());
        Interlocked.Increment(ref asked);
        return index;
    }

    /// <summary>This one writes now.</summary>
    public void Asks(int index)
    {
        Volatile.Write(ref askedAt[index], Stopwatch.GetTimestamp());
        Interlocked.Increment(ref asked);
    }

    private static Channel<int> All(int count)
    {
        var everybody = Channel.CreateUnbounded<int>();
        for (var index = 0; index < count; index++)
            everybody.Writer.TryWrite(index);
        return everybody;
    }

    public void Answered(int index, long at)
    {
        var since = index < 0 || index >= askedAt.Length ? 0 : Interlocked.Exchange(ref askedAt[index], 0);
        if (since == 0)
        {
            Interlocked.Increment(ref doubled);
            return;
        }

        Interlocked.Increment(ref answered);
        var step = (int)(Stopwatch.GetElapsedTime(since, at).TotalMilliseconds * 10);
        Interlocked.Increment(ref latencies[Math.Min(step, latencies.Length - 1)]);
        idle.Writer.TryWrite(index);
    }

    public void ForgetLatencies() => Array.Clear(latencies);

    /// <summary>From POST to reply, in milliseconds.</summary>
    public double Percentile(double share)
    {
        var all = latencies.Sum();
        var sum = 0L;
        for (var step = 0; step < latencies.Length; step++)
        {
            sum += latencies[step];
            if (sum >= all * share)
                return step / 10.0;
        }
        return double.NaN;
    }
}
