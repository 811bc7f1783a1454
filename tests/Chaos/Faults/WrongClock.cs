using System.Globalization;

namespace WhatsAppBot.Chaos.Faults;

// The clock of a machine that is so many seconds ahead (CHAOS_CLOCK_AHEAD=3), or right. Compiled into Debug builds only.
internal sealed class WrongClock : TimeProvider
{
    public const string Setting = "CHAOS_CLOCK_AHEAD";

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable(Setting) ?? "0", CultureInfo.InvariantCulture)
    );

    public static string Now => (DateTimeOffset.UtcNow + Ahead).ToString("O", CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
