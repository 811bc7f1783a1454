using WhatsAppBot.Grains.Conversations;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>
/// Who has which conversation in memory. One process each; but when a process hangs for long, another takes its conversations over, and both have them when it
/// goes on.
/// </summary>
internal sealed class Cluster(History history)
{
    // what membership is tuned to: a kill is noticed after this, a hang after that
    private static readonly TimeSpan DeathNoticed = TimeSpan.FromSeconds(2.4);
    private static readonly TimeSpan HangNoticed = TimeSpan.FromSeconds(11);
    private static readonly TimeSpan CallsLast = TimeSpan.FromSeconds(10);

    private readonly Dictionary<long, Activation> places = [];

    public List<Process> Processes { get; } = [];

    /// <summary>A call that nobody waits for: it may be lost.</summary>
    public void Hint(long id, Func<ActiveConversation, Task> call)
    {
        if (history.Dice.NextDouble() < history.Weather.HintsLost)
            return;
        history.Clockwork.In(history.Dice.NextDouble() * 3, () => Place(id)?.Take(call));
    }

    /// <summary>A call with an answer: it comes, or a time-out does.</summary>
    public Task<T> Call<T>(long id, Func<ActiveConversation, Task<T>> call)
    {
        var done = new TaskCompletionSource<T>();
        history.Clockwork.In(
            history.Dice.NextDouble() * 3,
            () =>
                Place(id)
                    ?.Take(async talk =>
                    {
                        var answer = await call(talk);
                        history.Clockwork.In(history.Dice.NextDouble() * 3, () => done.TrySetResult(answer));
                    })
        );
        history.Clockwork.In(CallsLast, () => done.TrySetException(new TimeoutException("No answer from the grain.")));
        return done.Task;
    }

    public Process Start(string name)
    {
        // clocks of machines differ, also by minutes when nobody looks after them
        var skew = TimeSpan.FromSeconds((history.Dice.NextDouble() - 0.5) * 40);
        var process = new Process(history, name, skew);
        Processes.Add(process);
        history.Pumps(process);
        return process;
    }

    /// <summary>One that lives, if any does.</summary>
    public Process? Any()
    {
        var alive = Processes.Where(process => process.IsAlive).ToArray();
        return alive.Length == 0 ? null : alive[history.Dice.Next(alive.Length)];
    }

    /// <summary>Dies, is missed after a while, and begins anew.</summary>
    public void Kill(Process process)
    {
        if (!process.IsAlive)
            return;
        history.Tell(process, "killed");
        process.Kill();
        history.Clockwork.In(DeathNoticed, () => Forget(process));
        history.Clockwork.In(
            500 + history.Dice.NextDouble() * 4000,
            () =>
            {
                Processes.Remove(process);
                Start($"{process.Name}'");
            }
        );
    }

    /// <summary>Stands still; whoever was declared dead meanwhile goes on for a moment before it hears of that.</summary>
    public void Hang(Process process, TimeSpan time)
    {
        if (!process.IsAlive || process.Hangs)
            return;
        history.Tell(process, $"hangs for {time.TotalSeconds:0.0} s");
        process.Hang();
        if (time > HangNoticed)
            history.Clockwork.In(HangNoticed, () => Forget(process));
        history.Clockwork.In(
            time,
            () =>
            {
                history.Tell(process, "goes on");
                process.GoOn();
                if (time > HangNoticed)
                    history.Clockwork.In(history.Dice.NextDouble() * 3000, () => Kill(process));
            }
        );
    }

    /// <summary>The conversation is active nowhere; whoever is asked next has it.</summary>
    public void Leave(Activation activation)
    {
        if (places.TryGetValue(activation.Id, out var here) && here == activation)
            places.Remove(activation.Id);
    }

    /// <summary>An idle activation goes.</summary>
    public void Collect(long id)
    {
        if (places.TryGetValue(id, out var here))
            here.StepDown();
    }

    private void Forget(Process process)
    {
        foreach (var (id, activation) in places.Where(place => place.Value.Process == process).ToArray())
            places.Remove(id);
    }

    private Activation? Place(long id)
    {
        if (places.TryGetValue(id, out var here))
            return here.Process.IsAlive ? here : null;

        var alive = Processes.Where(process => process is { IsAlive: true, Hangs: false }).ToArray();
        if (alive.Length == 0)
            return null;
        return places[id] = new Activation(history, alive[history.Dice.Next(alive.Length)], id);
    }
}
