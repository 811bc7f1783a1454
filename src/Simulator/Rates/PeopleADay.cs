namespace WhatsAppBot.Simulator;

/// <summary>The different people that a business has begun to write to in the last 24 hours.</summary>
internal sealed class PeopleADay(Later later)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private readonly Dictionary<string, DateTimeOffset> since = [];
    private readonly Queue<(string Who, DateTimeOffset At)> order = new();

    public bool Take(string who, int most)
    {
        lock (order)
        {
            var now = later.Now;

            while (order.TryPeek(out var oldest) && now - oldest.At >= Day)
            {
                order.Dequeue();
                since.Remove(oldest.Who);
            }

            if (since.ContainsKey(who))
            {
                return true;
            }

            if (since.Count >= most)
            {
                return false;
            }

            since[who] = now;
            order.Enqueue((who, now));
            return true;
        }
    }
}
