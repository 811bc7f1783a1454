namespace WhatsAppBot.WebApi.Inbox;

/// <summary>How many files may pass through a node at once: who comes when it is full is told to come again.</summary>
internal sealed class MediaDoor
{
    public SemaphoreSlim Uploads { get; } = new(16);

    public SemaphoreSlim Downloads { get; } = new(64);
}
