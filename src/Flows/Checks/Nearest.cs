namespace WhatsAppBot.Flows.Checks;

/// <summary>The name that somebody who wrote another one probably meant.</summary>
internal static class Nearest
{
    /// <summary>Nobody writes a longer name by hand, and comparing two of them takes time by their lengths multiplied.</summary>
    private const int MostName = 100;

    /// <summary>The known name with the fewest slips: one per three letters, and never more than three; null when none is as near.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        if (name.Length > MostName)
            return null;

        var (best, slips) = (default(string), Math.Clamp(name.Length / 3, 1, 3) + 1);
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) >= slips)
                continue;

            var distance = Distance(name, candidate);
            if (distance < slips)
                (best, slips) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Letters to add, drop, change or swap with a neighbour until one is the other; case costs nothing.</summary>
    public static int Distance(string from, string to)
    {
        var (before, above, row) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++)
            above[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = Same(from[i - 1], to[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
                var isSwap = i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]);
                if (isSwap)
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, above, row) = (above, row, before);
        }
        return above[to.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
