namespace WhatsAppBot.Simulation.Tests;

/// <summary>The clock of one process: off by a while, dead with it, and silent while it hangs.</summary>
internal sealed class SimulatedClock(Process process, Clockwork clockwork, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clockwork.Now + skew;

    public override long GetTimestamp() => clockwork.Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private void Ring(Alarm alarm, int setting, TimeSpan wait) =>
        clockwork.In(
            wait,
            () =>
            {
                // a clock rings on no thread of the process's own, and while it hangs the ring waits
                if (process.Hangs)
                    process.Post(_ => Escape(() => alarm.Rang(setting)), null);
                else if (process.IsAlive)
                    alarm.Rang(setting);
            }
        );

    private static void Escape(Action what)
    {
        var here = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            what();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(here);
        }
    }

    private sealed class Alarm(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock.Ring(this, setting, dueTime);
            return true;
        }

        public void Rang(int set)
        {
            if (set == setting)
                callback(state);
        }

        public void Dispose() => setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
