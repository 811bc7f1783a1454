namespace WhatsAppBot.Grains.Sending;

/// <summary>
/// One conversation's sends of a lane, first come first served. Its answers count in the room, unless the line stands aside: for Meta, a pause or a permit.
/// </summary>
internal sealed class SendLine(SendRoom room)
{
    private readonly Queue<Delivery> waiting = new();
    private readonly HashSet<long> known = [];
    private readonly Lock gate = new();
    private bool running;
    private bool closed;
    private bool aside;
    private int answers;

    /// <summary>False: it has ended, there is to be a new one. <paramref name="begins"/>: nobody works on it yet.</summary>
    public bool TryAdd(Delivery delivery, out bool added, out bool begins)
    {
        (added, begins) = (false, false);
        lock (gate)
        {
            if (closed)
                return false;
            if (!known.Add(delivery.Send.Seq))
                return true;
            waiting.Enqueue(delivery);
            if (delivery.IsAnswer)
                Count(1);
            added = true;
            begins = !running;
            running = true;
            return true;
        }
    }

    /// <summary>Null: there is none, or it is to end; the line is closed then.</summary>
    public Delivery? First(bool ends)
    {
        lock (gate)
        {
            if (!ends && waiting.TryPeek(out var first))
                return first;
            closed = true;
            // what is left goes with the process
            Count(-answers);
            return null;
        }
    }

    /// <summary>The first is over.</summary>
    public void Next()
    {
        lock (gate)
        {
            var over = waiting.Dequeue();
            known.Remove(over.Send.Seq);
            if (over.IsAnswer)
                Count(-1);
        }
    }

    /// <summary>What it waits for now is not ours to hurry.</summary>
    public async Task Aside(Task outside)
    {
        if (outside.IsCompletedSuccessfully)
            return;
        Stand(true);
        try
        {
            await outside;
        }
        finally
        {
            Stand(false);
        }
    }

    private void Stand(bool now)
    {
        lock (gate)
        {
            aside = now;
            if (now)
                room.Remove(answers);
            else
                room.Add(answers);
        }
    }

    private void Count(int more)
    {
        answers += more;
        if (aside)
            return;
        if (more > 0)
            room.Add(more);
        else
            room.Remove(-more);
    }
}
