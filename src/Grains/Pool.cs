namespace WhatsAppBot.Grains;

/// <summary>Where work begins that nobody waits for: the thread pool, or what a simulation has instead.</summary>
internal class Pool
{
    public virtual void Run(Func<Task> work) => _ = Task.Run(work);
}
