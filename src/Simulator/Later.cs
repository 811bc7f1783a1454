namespace WhatsAppBot.Simulator;

/// <summary>Does things after a while by the simulator's own clock, unless everything was reset meanwhile.</summary>
internal sealed class Later(TimeProvider time)
{
    private volatile int era;
    private volatile TaskCompletionSource ended = New();

    public TimeProvider Time { get; } = time;
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Completes at the next reset: for those who wait for what will not be done any more.</summary>
    public Task Ended => ended.Task;

    public void Do(TimeSpan after, Action what)
    {
        if (after <= TimeSpan.Zero)
        {
            what();
            return;
        }

        var due = new Due(this, era, what);
        due.Start(after);
    }

    public void Reset()
    {
        var before = ended;
        ended = New();
        Interlocked.Increment(ref era);
        before.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Due(Later owner, int era, Action what)
    {
        private readonly Lock starting = new();
        private ITimer? timer;

        public void Start(TimeSpan after)
        {
            // the timer's state is this object, and this object holds the timer: neither can be collected early
            lock (starting)
            {
                timer = owner.Time.CreateTimer(static due => ((Due)due!).Fire(), this, after, Timeout.InfiniteTimeSpan);
            }
        }

        private void Fire()
        {
            lock (starting)
            {
                timer?.Dispose();
            }

            if (owner.era == era)
            {
                what();
            }
        }
    }
}
