namespace WhatsAppBot.Simulation.Tests;

/// <summary>All that happens in a history, one thing after the other, at times that nobody waits for. The same dice make the same history.</summary>
internal sealed class Clockwork
{
    private static readonly DateTimeOffset Beginning = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Order)> queue = new();
    private long now;
    private long order;

    public DateTimeOffset Now => Beginning.AddTicks(now);

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(now);

    public int Steps { get; private set; }

    public void In(TimeSpan wait, Action what) => queue.Enqueue(what, (now + Math.Max(0, wait.Ticks), order++));

    public void In(double milliseconds, Action what) => In(TimeSpan.FromMilliseconds(milliseconds), what);

    /// <summary>Lets everything happen until then, or until it is over.</summary>
    public void Run(TimeSpan until, Func<bool>? over = null)
    {
        while (queue.TryPeek(out _, out var next) && next.At <= until.Ticks && over?.Invoke() != true)
        {
            var what = queue.Dequeue();
            now = next.At;
            Steps++;
            what();
        }
        now = Math.Max(now, over is null ? until.Ticks : now);
    }
}
