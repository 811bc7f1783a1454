using System.Diagnostics;

namespace WhatsAppBot.Support;

/// <summary>Waits for something that will become true, with a bound that only a fault reaches.</summary>
public static class Eventually
{
    /// <summary>Long enough for a machine that is four times as slow as it should be, and busy.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer is yes.</summary>
    public static Task True(
        Func<Task<bool>> condition,
        string what,
        CancellationToken cancel,
        TimeSpan? within = null
    ) => Value(async () => await condition() ? what : null, what, cancel, within);

    /// <summary>Asks until the answer is yes.</summary>
    public static Task True(Func<bool> condition, string what, CancellationToken cancel, TimeSpan? within = null) =>
        True(() => Task.FromResult(condition()), what, cancel, within);

    /// <summary>Asks until there is an answer.</summary>
    public static async Task<T> Value<T>(
        Func<Task<T?>> ask,
        string what,
        CancellationToken cancel,
        TimeSpan? within = null
    )
        where T : class
    {
        var bound = within ?? Bound;
        var waited = Stopwatch.StartNew();
        var pause = 10;
        while (true)
        {
            if (await ask() is { } answer)
                return answer;
            if (waited.Elapsed > bound)
                throw new TimeoutException($"Not within {bound.TotalSeconds:0} s: {what}");
            await Task.Delay(pause, cancel);
            pause = Math.Min(pause * 2, 200);
        }
    }
}
