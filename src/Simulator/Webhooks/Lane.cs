namespace WhatsAppBot.Simulator;

/// <summary>What a lane does with what waits in it.</summary>
internal sealed record LaneRules<T>
{
    /// <summary>How many may go together.</summary>
    public Func<int> Most { get; init; } = () => 1;

    /// <summary>Whether the second may go with the first.</summary>
    public Func<T, T, bool> Together { get; init; } = (_, _) => true;

    /// <summary>What one takes of the <see cref="Room"/> of those that go together.</summary>
    public Func<T, int> Size { get; init; } = _ => 0;
    public int Room { get; init; } = int.MaxValue;
    public required Func<List<T>, Task> Handle { get; init; }

    /// <summary>What becomes of those that could not be handled.</summary>
    public required Action<List<T>, Exception> Failed { get; init; }
}

/// <summary>A queue emptied by one task at a time, which is there only while there is something to do.</summary>
internal sealed class Lane<T>(LaneRules<T> rules)
{
    private readonly Queue<T> waiting = new();
    private bool running;
    private bool closed;

    /// <summary>False when the lane is closed: nobody will see to it.</summary>
    public bool Add(T item)
    {
        lock (waiting)
        {
            if (closed)
            {
                return false;
            }

            waiting.Enqueue(item);

            if (running)
            {
                return true;
            }

            running = true;
        }

        _ = Task.Run(Run);
        return true;
    }

    /// <summary>Takes nothing more; what was still waiting is given back.</summary>
    public IReadOnlyList<T> Close()
    {
        lock (waiting)
        {
            closed = true;
            var left = waiting.ToArray();
            waiting.Clear();
            return left;
        }
    }

    private async Task Run()
    {
        while (Next() is { } batch)
        {
            try
            {
                await rules.Handle(batch);
            }
            catch (Exception bug)
            {
                // a lane that ended here would look busy for ever, and all that comes after would wait
                rules.Failed(batch, bug);
            }
        }
    }

    private List<T>? Next()
    {
        lock (waiting)
        {
            if (!waiting.TryDequeue(out var first))
            {
                running = false;
                return null;
            }

            var batch = new List<T> { first };
            var most = rules.Most();
            var room = most > 1 ? (long)rules.Room - rules.Size(first) : 0;

            while (batch.Count < most && waiting.TryPeek(out var next) && rules.Together(first, next))
            {
                room -= rules.Size(next);

                if (room < 0)
                {
                    break;
                }

                batch.Add(waiting.Dequeue());
            }

            return batch;
        }
    }
}
