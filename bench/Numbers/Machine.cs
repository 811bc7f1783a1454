using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WhatsAppBot.Numbers;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1]
            .Trim();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"{Environment.ProcessorCount} cores ({model ?? RuntimeInformation.ProcessArchitecture.ToString()}), {memory} GB, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>
    /// Steps of a fixed reckoning that one core does in a microsecond. A rented machine is not equally fast every day: only figures of equal speed are to be
    /// compared.
    /// </summary>
    public static double Speed()
    {
        var best = double.MaxValue;
        // the first time it is compiled
        for (var tries = 0; tries < 5; tries++)
        {
            var started = Stopwatch.GetTimestamp();
            var state = Steps(20_000_000);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            GC.KeepAlive(state);
        }
        return Math.Round(20_000_000 / best);
    }

    private static ulong Steps(int count)
    {
        var state = 88172645463325252UL;
        for (var i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }
        return state;
    }

    /// <summary>How many wanted a core in the minute before.</summary>
    public static double Load() =>
        double.Parse(
            File.ReadAllText("/proc/loadavg").Split(' ')[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
