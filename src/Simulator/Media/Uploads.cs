using System.Collections.Concurrent;

namespace WhatsAppBot.Simulator;

/// <summary>A resumable upload: the file of an example, sent to the app in parts.</summary>
internal sealed class Uploads
{
    public const long MostBytes = 100L << 20;
    private const int MostAtOnce = 100;

    private readonly ConcurrentDictionary<string, Session> sessions = new();
    private readonly Queue<string> order = new();

    public string Begin(string name, string type, long length)
    {
        var id = $"upload:{Ids.Object()}";

        lock (order)
        {
            sessions[id] = new Session(name, type, length);
            order.Enqueue(id);

            if (order.Count > MostAtOnce && order.TryDequeue(out var oldest))
            {
                sessions.TryRemove(oldest, out _);
            }
        }

        return id;
    }

    public Session? Find(string id) => sessions.GetValueOrDefault(id);

    public void Reset() => sessions.Clear();

    /// <summary>One upload; only how far it is matters, examples are not shown to anybody.</summary>
    internal sealed class Session(string name, string type, long length)
    {
        public string Name { get; } = name;
        public string Type { get; } = type;
        public long Length { get; } = length;
        public long Offset { get; set; }
        public string Handle { get; } = $"4::{Convert.ToBase64String(Guid.NewGuid().ToByteArray())}:ARb";
    }
}
