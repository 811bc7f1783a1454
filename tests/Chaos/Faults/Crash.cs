using System.Diagnostics;
using System.Globalization;

namespace WhatsAppBot.Chaos.Faults;

// Kills its own process at a place that the environment names: CHAOS_CRASH=TurnWriter after commit:3 dies at the third pass there. Compiled into
// Debug builds only.
internal static class Crash
{
    public const string Setting = "CHAOS_CRASH";

    private static readonly (string Place, int Pass) Chosen = Read();
    private static int passes;

    // Dies here if it is the place, as kill -9 would: nothing is flushed, nothing is said to anybody.
    public static void At(string place)
    {
        if (!CrashPoints.All.Contains(place))
            throw new InvalidOperationException($"{place} does not stand in the list of crash points.");
        if (place != Chosen.Place || Interlocked.Increment(ref passes) < Chosen.Pass)
            return;

        Console.Error.WriteLine($"crash point: {place}");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    // Dies here a moment later: what was just written to a socket is on its way.
    public static async Task Soon(string place)
    {
        if (place == Chosen.Place)
            await Task.Delay(20);
        At(place);
    }

    private static (string, int) Read()
    {
        var chosen = Environment.GetEnvironmentVariable(Setting)?.Split(':');
        return chosen is null ? ("", 0) : (chosen[0], int.Parse(chosen[1], CultureInfo.InvariantCulture));
    }
}
