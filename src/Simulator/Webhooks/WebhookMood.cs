namespace WhatsAppBot.Simulator;

/// <summary>How the webhooks leave just now: late, twice, out of order, in batches. The same seed gives the same run.</summary>
internal sealed record WebhookMood
{
    public int DelayMs { get; set; }
    public double Duplicates { get; set; }
    public double Disorder { get; set; }

    /// <summary>How long what is out of order is held back.</summary>
    public int HoldMs { get; set; } = 1_000;
    public int? BatchSize { get; set; }
    public bool NoSignature { get; set; }
    public bool WrongSignature { get; set; }
    public int Seed { get; set; } = 1;

    public string? Mistake() =>
        DelayMs is < 0 or > 3_600_000 || HoldMs is < 0 or > 3_600_000 ? "a delay must be 0 to 3,600,000 ms"
        : !(Duplicates is >= 0 and <= 1) || !(Disorder is >= 0 and <= 1) ? "a probability must be 0 to 1"
        : BatchSize is < 1 or > 1_000 ? "batchSize must be 1 to 1,000"
        : null;
}

/// <summary>Throws the dice for the mood that was asked for.</summary>
internal sealed class WebhookDice
{
    private readonly Lock gate = new();
    private Random random = new(1);
    private volatile WebhookMood mood = new();

    public WebhookMood Mood
    {
        get => mood;
        set
        {
            lock (gate)
            {
                (mood, random) = (value, new Random(value.Seed));
            }
        }
    }

    public bool Hits(double probability)
    {
        if (probability <= 0)
        {
            return false;
        }

        lock (gate)
        {
            return random.NextDouble() < probability;
        }
    }
}
