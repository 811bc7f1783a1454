namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// What Meta charges for a delivered template, by calling code and category; section <c>RateCard</c> of the configuration. Meta changes its prices, so
/// none are built in: <c>RateCard:Rates:54:marketing = 0.06</c>. The calling code <c>other</c> is of all countries that are not named.
/// </summary>
public sealed record RateCard
{
    public const string Other = "other";

    /// <summary>Whose rates these are, as people see it.</summary>
    public string Name { get; init; } = "Rates";

    public string Currency { get; init; } = "USD";

    /// <summary>Meta bills what is delivered: the share that usually is, for the low end of an estimate.</summary>
    public decimal DeliveredShare { get; init; } = 0.85m;

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> Rates { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, decimal>>();

    /// <summary>The rate of the longest calling code that the digits begin with; null when there is none.</summary>
    public (string CallingCode, decimal Rate)? Of(string digits, string category)
    {
        for (var length = digits.Length; length > 0; length--)
        {
            if (Rates.TryGetValue(digits[..length], out var rates) && rates.TryGetValue(category, out var rate))
                return (digits[..length], rate);
        }
        return Rates.TryGetValue(Other, out var others) && others.TryGetValue(category, out var any)
            ? (Other, any)
            : null;
    }
}
