using System.Globalization;

namespace WhatsAppBot.Chaos;

/// <summary>How long and how strict a run is: <c>./chaos</c> sets what <c>./test</c> leaves out.</summary>
internal static class Long
{
    public static int? Seconds => Setting("CHAOS_SECONDS");

    public static int Seed => Setting("CHAOS_SEED") ?? 71;

    /// <summary>This is <c>./chaos</c>, with the machine to itself.</summary>
    public static bool Run => Seconds is not null;

    /// <summary>Left to <c>./chaos</c>: the storm and the crash points have the same deaths, in less time.</summary>
    public static void Only() =>
        Assert.SkipUnless(Run, "Part of ./chaos; the storm and the crash points try the same here, in less time.");

    /// <summary>
    /// A bound in seconds as promised; in <c>./test</c>, where others use the machine, three times as long, and longer still on a machine that is slower.
    /// </summary>
    public static double Bound(double seconds) => Run ? seconds : seconds * Math.Max(3, Machine.Slowness);

    /// <summary>The machine is so slow that seconds say nothing of the product any more. Never in <c>./chaos</c>.</summary>
    public static bool Crawls => !Run && Machine.Slowness > 6;

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
