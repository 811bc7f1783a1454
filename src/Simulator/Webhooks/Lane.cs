namespace WhatsAppBot.Simulator;

/// <summary>A queue emptied by one task at a time, which is there only while there is something to do.</summary>
internal sealed class Lane<T>(Func<int> most, Func<T, T, bool> together, Func<List<T>, Task> handle)
{
    private readonly Queue<T> waiting = new();
    private bool running;
    private bool closed;

    public void Add(T item)
    {
        lock (waiting)
        {
            waiting.Enqueue(item);

            if (running || closed)
            {
                return;
            }

            running = true;
        }

        _ = Task.Run(Run);
    }

    public void Close()
    {
        lock (waiting)
        {
            closed = true;
            waiting.Clear();
        }
    }

    private async Task Run()
    {
        while (Next() is { } batch)
        {
            await handle(batch);
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
            var room = most();

            while (batch.Count < room && waiting.TryPeek(out var next) && together(first, next))
            {
                batch.Add(waiting.Dequeue());
            }

            return batch;
        }
    }
}
