using System.Diagnostics;

namespace WhatsAppBot.Support;

/// <summary>
/// How slow the machine is while the tests run: four times a second a small piece of work is done and timed, whoever else wants the cores. What
/// <c>./test</c> asks in seconds goes by it, so that it judges the product and not the machine.
/// </summary>
public static class Machine
{
    // what a core that has nothing else to do needs for the work, in milliseconds
    private const double Usual = 6;
    private const int Numbers = 100_000;

    // one of them may have met the scheduler at a bad moment; twenty in a row are five seconds
    private const int InARow = 20;
    private const int Enough = 4;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(3);

    private static readonly Lock Gate = new();
    private static readonly Queue<(long At, double Times)> Seen = new();
    private static readonly Lazy<Task> Watching = new(() => Task.Run(Look));

    /// <summary>How many times longer than usual the work took in the worst five seconds of the last minutes; 1 at least, and while nobody looks.</summary>
    public static double Slowness
    {
        get
        {
            lock (Gate)
                return Seen.Select(one => one.Times).Append(1.0).Max();
        }
    }

    /// <summary>From now on it is looked at.</summary>
    public static void Watch() => _ = Watching.Value;

    private static async Task Look()
    {
        var chance = new Random(1);
        var unsorted = Enumerable.Range(0, Numbers).Select(_ => chance.Next()).ToArray();
        var work = new int[Numbers];
        var last = new Queue<double>();
        using var beat = new PeriodicTimer(Every);
        while (await beat.WaitForNextTickAsync())
        {
            unsorted.CopyTo(work, 0);
            var began = Stopwatch.GetTimestamp();
            Array.Sort(work);
            last.Enqueue(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (last.Count > InARow)
                last.Dequeue();
            if (last.Count < Enough)
                continue;

            lock (Gate)
            {
                Seen.Enqueue((began, last.Average() / Usual));
                while (Stopwatch.GetElapsedTime(Seen.Peek().At) > Remembered)
                    Seen.Dequeue();
            }
        }
    }
}
