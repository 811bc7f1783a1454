namespace WhatsAppBot.WhatsApp;

/// <summary>What an error code of Meta's means for sending.</summary>
public sealed record ErrorRule
{
    /// <summary>How long to wait before the next try when <paramref name="tries"/> were made; null when it is enough.</summary>
    public TimeSpan? WaitAfter(int tries) => throw new NotImplementedException($"{tries}");
}
