namespace WhatsAppBot.Simulator;

/// <summary>What goes wrong with one send.</summary>
internal sealed record Trouble
{
    public static readonly Trouble None = new();

    public FaultRule? Fail { get; init; }
    public FaultRule? FailLater { get; init; }
    public bool Drop { get; init; }
    public bool Hang { get; init; }
    public bool NoStatus { get; init; }
    public bool Early { get; init; }
    public TimeSpan Delay { get; init; }

    /// <summary>The person is not on WhatsApp.</summary>
    public bool Unknown { get; init; }

    /// <summary>Kept back for a look at its quality; with a code it is dropped afterwards.</summary>
    public FaultRule? Held { get; init; }
    public TimeSpan StatusDelay { get; init; }

    /// <summary>What is wrong with what was sent, found out too late to refuse it.</summary>
    public MetaError? Error { get; init; }

    public Trouble With(FaultRule rule) =>
        rule.Kind switch
        {
            FaultKind.Fail => this with { Fail = Fail ?? rule },
            FaultKind.FailLater => this with { FailLater = FailLater ?? rule },
            FaultKind.Drop => this with { Drop = true },
            FaultKind.Hang => this with { Hang = true },
            FaultKind.NoStatus => this with { NoStatus = true },
            FaultKind.Early => this with { Early = true },
            FaultKind.UnknownNumber => this with { Unknown = true },
            FaultKind.Held => this with
            {
                Held = Held ?? rule,
                StatusDelay = StatusDelay + TimeSpan.FromMilliseconds(rule.DelayMs),
            },
            FaultKind.LateStatus => this with { StatusDelay = StatusDelay + TimeSpan.FromMilliseconds(rule.DelayMs) },
            FaultKind.Delay => this with { Delay = Delay + TimeSpan.FromMilliseconds(rule.DelayMs) },
            _ => this,
        };
}

/// <summary>The rules about what shall go wrong.</summary>
internal sealed class FaultBook
{
    private readonly Lock gate = new();
    private volatile Entry[] entries = [];
    private Random random = new(1);
    private Random copying = new(1);

    public IReadOnlyList<FaultRule> Rules => [.. entries.Select(entry => entry.Rule)];

    /// <summary>The rules from now on. The same seed throws the same dice.</summary>
    public void Write(IEnumerable<FaultRule> rules, int seed = 1)
    {
        lock (gate)
        {
            (Seed, random, copying) = (seed, new Random(seed), new Random(seed));
            entries = [.. rules.Select(rule => new Entry(rule))];
        }
    }

    /// <summary>The rules from now on. Those that hold already go on from where they are, and so do the dice.</summary>
    public void Change(IEnumerable<FaultRule> rules)
    {
        lock (gate)
        {
            var holding = entries.ToList();
            entries =
            [
                .. rules.Select(rule =>
                {
                    var known = holding.Find(entry => entry.Rule == rule);
                    // of two alike each goes on as itself
                    return known is not null && holding.Remove(known) ? known : new Entry(rule);
                }),
            ];
        }
    }

    /// <summary>Whether anything may go wrong at all.</summary>
    public bool Any => entries.Length > 0;

    /// <summary>The seed of the dice.</summary>
    public int Seed { get; private set; } = 1;

    /// <summary>What goes wrong with this send; each rule that hits has one time less to go.</summary>
    public Trouble Take(string phoneNumberId, IReadOnlyList<string> names, string type)
    {
        var trouble = Trouble.None;

        foreach (var entry in entries)
        {
            if (entry.Rule.Matches(phoneNumberId, names, type) && Use(entry))
            {
                trouble = trouble.With(entry.Rule);
            }
        }

        return trouble;
    }

    /// <summary>The rule that refuses a call that is no send.</summary>
    public FaultRule? Refusal(string id, string edge) =>
        entries.FirstOrDefault(entry => entry.Rule.MatchesCall(id, edge) && Use(entry))?.Rule;

    /// <summary>How often a webhook about somebody with these names is posted.</summary>
    public int Copies(string phoneNumberId, IReadOnlyList<string> names)
    {
        var copies = 1;

        foreach (var entry in entries)
        {
            if (
                entry.Rule.Kind == FaultKind.Duplicate
                && entry.Rule.MatchesWebhook(phoneNumberId, names)
                && Copied(entry.Rule)
            )
            {
                copies = Math.Max(copies, entry.Rule.Copies);
            }
        }

        return copies;
    }

    // dice of their own: webhooks leave when they like, and must not move the dice of the sends
    private bool Copied(FaultRule rule)
    {
        if (rule.Probability is not { } likely)
        {
            return true;
        }

        lock (gate)
        {
            return copying.NextDouble() < likely;
        }
    }

    private bool Use(Entry entry)
    {
        if (entry.Rule is { Times: null, Probability: null })
        {
            return true;
        }

        lock (gate)
        {
            return (entry.Rule.Probability is not { } likely || random.NextDouble() < likely)
                && (entry.Rule.Times is null || entry.Left-- > 0);
        }
    }

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;
        public int Left { get; set; } = rule.Times ?? 0;
    }
}
