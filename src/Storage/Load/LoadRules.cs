namespace WhatsAppBot.Storage.Load;

/// <summary>Which level a load is: up at once, down one at a time, and only when it has been well below for a while.</summary>
public sealed class LoadRules
{
    /// <summary>A message that comes now waits so long for its turn: from here on it is busy, crowded, full, over.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits = [.. new[] { 1.0, 2, 4, 6 }.Select(TimeSpan.FromSeconds)];

    /// <summary>So long it takes to write it down. Whoever is not written within 1.7 s is refused, and what was done for him was done for nothing.</summary>
    public static readonly IReadOnlyList<TimeSpan> Lines =
    [
        .. new[] { 0.3, 0.6, 0.9, 1.2 }.Select(TimeSpan.FromSeconds),
    ];

    /// <summary>It has to be below half of what the level begins with for so long.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    private TimeSpan? below;

    public LoadLevel Level { get; private set; }

    /// <summary>The level from now on; <paramref name="at"/> is any clock that only goes forward.</summary>
    public LoadLevel Take(TimeSpan wait, TimeSpan line, TimeSpan at)
    {
        var reached = Reached(wait, line);
        if (reached >= Level)
        {
            Level = reached;
            below = null;
        }
        else if (wait >= Waits[(int)Level - 1] / 2 || line >= Lines[(int)Level - 1] / 2)
            below = null;
        else if (below is not { } since)
            below = at;
        else if (at - since >= Hold)
        {
            Level--;
            below = at;
        }
        return Level;
    }

    private static LoadLevel Reached(TimeSpan wait, TimeSpan line)
    {
        var level = LoadLevel.Over;
        while (level > LoadLevel.Calm && wait < Waits[(int)level - 1] && line < Lines[(int)level - 1])
            level--;
        return level;
    }
}
