namespace WhatsAppBot.Simulator;

/// <summary>The section <c>Simulator</c> of the configuration.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Simulator";

    public IList<BusinessNumber> Numbers { get; init; } = [];

    public int SentAfterMs { get; set; } = 100;
    public int DeliveredAfterMs { get; set; } = 800;

    /// <summary>Reads every delivered message after this long, looked at or not; null: only phones that are looked at read.</summary>
    public int? ReadAfterMs { get; set; }

    /// <summary>How long a person takes to read a message on a phone that is open before them.</summary>
    public int LookingReadsAfterMs { get; set; } = 300;

    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>Messages kept over all chats; a chat keeps the latest 1,000 of its own.</summary>
    public int MaxMessages { get; set; } = 100_000;

    /// <summary>Files kept, and bytes of them; the oldest go first.</summary>
    public int MaxMedia { get; set; } = 10_000;
    public long MaxMediaBytes { get; set; } = 256L << 20;

    /// <summary>How long the review of a template takes.</summary>
    public int ReviewAfterMs { get; set; } = 2_000;

    /// <summary>Fetches the links of media messages, as Meta does: what cannot be had fails with 131053.</summary>
    public bool FetchLinks { get; set; }

    /// <summary>What happens to a message to somebody who blocked the business: true, it fails; false, it stays sent.</summary>
    public bool BlockedFails { get; set; }

    public int MaxLogLines { get; set; } = 100_000;

    /// <summary>The newest log lines keep the JSON that went over the wire.</summary>
    public int MaxLogBodies { get; set; } = 1_000;

    /// <summary>Names under which this simulator's own page is opened, beside localhost and any IP address.</summary>
    public IList<string> Hosts { get; init; } = [];

    /// <summary>A folder with the built web page, served by the stand-alone host only.</summary>
    public string? WebRoot { get; set; }

    /// <summary>The first thing wrong with these settings, in one line, or null.</summary>
    internal string? Mistake()
    {
        foreach (var (at, number) in Numbers.Index())
        {
            if (number.Mistake() is { } mistake)
            {
                return $"{Section}:Numbers:{at}: {mistake}";
            }
        }

        if (Numbers.GroupBy(number => number.PhoneNumberId).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return $"{Section}:Numbers: phoneNumberId {twice.Key} is there twice";
        }

        return Webhooks.Mistake() is { } wrong ? $"{Section}:Webhooks:{wrong}"
            : ReviewAfterMs < 0 || SentAfterMs < 0 || DeliveredAfterMs < 0 || ReadAfterMs < 0 || LookingReadsAfterMs < 0
                ? $"{Section}: a delay must not be negative"
            : MaxMessages < 1 || MaxLogLines < 1 || MaxMedia < 1 || MaxMediaBytes < 1
                ? $"{Section}: MaxMessages, MaxLogLines, MaxMedia and MaxMediaBytes must be at least 1"
            : MaxLogBodies < 0 ? $"{Section}:MaxLogBodies must not be negative"
            : null;
    }
}

/// <summary>How webhooks leave: side by side, in batches, and again when they were not taken.</summary>
public sealed class WebhookOptions
{
    /// <summary>POSTs under way at once to one address. First attempts about one chat always go one after another.</summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>Updates in one POST; 1 means no batching.</summary>
    public int BatchSize { get; set; } = 1;

    /// <summary>Statuses bring a <c>conversation</c>, as webhooks up to version 23 did.</summary>
    public bool Conversations { get; set; }

    public int TimeoutMs { get; set; } = 10_000;
    public int RetryFirstMs { get; set; } = 1_000;
    public int RetryMaxMs { get; set; } = 300_000;
    public int GiveUpAfterHours { get; set; } = 7 * 24;

    /// <summary>Updates waiting for one address; above it new ones are lost and the log says so.</summary>
    public int MaxWaiting { get; set; } = 100_000;

    internal string? Mistake() =>
        BatchSize is < 1 or > 1_000 ? "BatchSize must be 1 to 1,000"
        : Concurrency < 1 ? "Concurrency must be at least 1"
        : TimeoutMs < 1 || RetryFirstMs < 1 || RetryMaxMs < 1
            ? "TimeoutMs, RetryFirstMs and RetryMaxMs must be at least 1"
        : GiveUpAfterHours is < 0 or > 100_000 ? "GiveUpAfterHours must be 0 to 100,000"
        : MaxWaiting < 1 ? "MaxWaiting must be at least 1"
        : null;
}
