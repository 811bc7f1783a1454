using System.Globalization;

namespace WhatsAppBot.Chaos;

/// <summary>People who keep writing at a steady rate, whatever happens on the other side.</summary>
internal static class Load
{
    /// <summary>
    /// <paramref name="perSecond"/> messages of <paramref name="people"/> for <paramref name="seconds"/>, and <paramref name="midway"/> once in the
    /// middle; ends when the last one is acked.
    /// </summary>
    public static async Task Run(
        Meta meta,
        string words,
        int people,
        int perSecond,
        int seconds,
        Func<Task> midway,
        CancellationToken cancel
    )
    {
        var all = new List<Task>();
        var count = perSecond * seconds;
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; i < count && await beat.WaitForNextTickAsync(cancel); i++)
        {
            all.Add(meta.Say(Person(i % people), Text(words, i), cancel));
            if (i == count / 2)
                all.Add(Task.Run(midway, cancel));
        }

        await Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(5), cancel);
    }

    public static string Person(int number) => (4915200000000 + number).ToString(CultureInfo.InvariantCulture);

    private static string Text(string words, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{words} {number}");
}
