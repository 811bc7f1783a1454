namespace WhatsAppBot.Chaos.Storm;

/// <summary>All chance of a storm, from one number: the same seed draws the same plan.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    public int Seed { get; } = seed;

    /// <summary>Dice of their own for one of the actors, so that what one does leaves the others' luck alone.</summary>
    public Dice For(string actor) => new(HashCode(actor) ^ Seed);

    public int Next(int below)
    {
        lock (_gate)
            return _random.Next(below);
    }

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Next(100) < percent;

    public TimeSpan Between(double from, double to)
    {
        lock (_gate)
            return TimeSpan.FromSeconds(from + _random.NextDouble() * (to - from));
    }

    public T Pick<T>(IReadOnlyList<(int Weight, T Value)> choices)
    {
        var at = Next(choices.Sum(choice => choice.Weight));
        foreach (var (weight, value) in choices)
        {
            if (at < weight)
                return value;
            at -= weight;
        }
        throw new InvalidOperationException("Nothing to pick from.");
    }

    // string.GetHashCode differs from process to process
    private static int HashCode(string text) => text.Aggregate(17, (sum, letter) => unchecked(sum * 31 + letter));
}
