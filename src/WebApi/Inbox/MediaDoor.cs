namespace WhatsAppBot.WebApi.Inbox;

/// <summary>How many files may pass through a node at once: who comes when it is full is told to come again.</summary>
internal sealed class MediaDoor : IDisposable
{
    /// <summary>Files that come in: until it is whole, and until it is passed on, one lies on the disk with up to 100 MB (<see cref="WhatsApp.MediaLimits.Most"/>).</summary>
    public Places Arrivals { get; } = new(32);

    /// <summary>Files on their way to Meta.</summary>
    public Places Uploads { get; } = new(16);

    /// <summary>Files on their way from Meta.</summary>
    public Places Downloads { get; } = new(64);

    public void Dispose()
    {
        Arrivals.Dispose();
        Uploads.Dispose();
        Downloads.Dispose();
    }

    /// <summary>So many at once.</summary>
    public sealed class Places(int count) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
        private readonly SemaphoreSlim free = new(count);

        /// <summary>A place, to be disposed of at the end; null: none became free within a second.</summary>
        public async Task<IDisposable?> Take(CancellationToken cancel) =>
            await free.WaitAsync(Patience, cancel) ? new Place(free) : null;

        public void Dispose() => free.Dispose();

        private sealed class Place(SemaphoreSlim free) : IDisposable
        {
            public void Dispose() => free.Release();
        }
    }
}
