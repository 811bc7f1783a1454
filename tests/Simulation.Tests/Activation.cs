using WhatsAppBot.Grains.Conversations;

namespace WhatsAppBot.Simulation.Tests;

/// <summary>A conversation in the memory of one process: it takes one call at a time, as a grain does.</summary>
internal sealed class Activation : IHome
{
    private readonly History history;
    private readonly Queue<Func<ActiveConversation, Task>> calls = [];
    private readonly ActiveConversation talk;
    private bool runs;
    private bool loaded;
    private bool leaves;

    public Activation(History history, Process process, long id)
    {
        this.history = history;
        Process = process;
        Id = id;
        talk = process.Conversations.Of(id, this);
    }

    public Process Process { get; }

    public long Id { get; }

    public void Take(Func<ActiveConversation, Task> call)
    {
        calls.Enqueue(call);
        if (runs)
            return;
        runs = true;
        Process.Do(Run);
    }

    public void StepDown()
    {
        leaves = true;
        if (!runs)
            history.Cluster.Leave(this);
    }

    public void AskTheNext() => history.Cluster.Hint(Id, next => next.Look());

    private async Task Run()
    {
        try
        {
            if (!loaded)
                await talk.Load();
            loaded = true;
            while (!leaves && calls.TryDequeue(out var call))
            {
                try
                {
                    await call(talk);
                }
                catch (Exception trouble) when (trouble is Npgsql.NpgsqlException or TimeoutException)
                {
                    history.Tell(Process, $"a call of {Id} ended: {trouble.Message}");
                }
            }
        }
        catch (Npgsql.NpgsqlException)
        {
            // it could not be activated: what waited for it is lost
            calls.Clear();
            leaves = true;
        }

        runs = false;
        if (!leaves)
            return;
        history.Cluster.Leave(this);
        // what came meanwhile goes to whoever is next
        while (calls.TryDequeue(out var later))
            history.Cluster.Hint(Id, later);
    }
}
