namespace WhatsAppBot.Simulator;

/// <summary>When somebody wrote last whose chat is forgotten.</summary>
internal sealed record OpenWindow(string Phone, DateTimeOffset At);

/// <summary>The customer service windows of forgotten chats: they stay open for their 24 hours. Keeps the latest 100,000.</summary>
internal sealed class OpenWindows(Later later)
{
    /// <summary>How long a business may answer freely.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    private const int Most = 100_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, OpenWindow> windows = [];
    private readonly Queue<(string UserId, OpenWindow Window)> order = new();

    public void Keep(string userId, OpenWindow window)
    {
        if (!Open(window))
        {
            return;
        }

        lock (gate)
        {
            windows[userId] = window;
            order.Enqueue((userId, window));

            while (order.TryPeek(out var oldest) && (order.Count > Most || !Open(oldest.Window)))
            {
                order.Dequeue();

                // unless the same person has opened another one since
                if (windows.GetValueOrDefault(oldest.UserId) == oldest.Window)
                {
                    windows.Remove(oldest.UserId);
                }
            }
        }
    }

    public OpenWindow? Find(string userId)
    {
        lock (gate)
        {
            return windows.GetValueOrDefault(userId) is { } window && Open(window) ? window : null;
        }
    }

    private bool Open(OpenWindow window) => later.Now - window.At < Length;
}
