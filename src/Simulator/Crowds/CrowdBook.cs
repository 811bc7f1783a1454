using System.Collections.Concurrent;

namespace WhatsAppBot.Simulator;

/// <summary>The crowds that were sent: ten at a time, and the latest hundred are remembered.</summary>
internal sealed class CrowdBook(Person person, Later later) : IDisposable
{
    private const int MostRunning = 10;
    private const int MostKept = 100;

    private readonly ConcurrentQueue<Crowd> crowds = new();

    public IReadOnlyList<CrowdView> All => [.. crowds.Select(crowd => crowd.View).Reverse()];

    public Crowd? Find(string id) => crowds.FirstOrDefault(crowd => crowd.Id == id);

    /// <summary>Sends a crowd; null when too many are about.</summary>
    public Crowd? Send(CrowdWish wish, Line line)
    {
        if (crowds.Count(crowd => crowd.Running) >= MostRunning)
        {
            return null;
        }

        var crowd = new Crowd(Ids.Object(), wish, line, person, later);
        crowds.Enqueue(crowd);

        while (crowds.Count > MostKept && crowds.TryDequeue(out var oldest))
        {
            oldest.Stop();
        }

        _ = Task.Run(crowd.Run);
        return crowd;
    }

    public void Reset()
    {
        while (crowds.TryDequeue(out var crowd))
        {
            crowd.Stop();
        }
    }

    public void Dispose() => Reset();
}
