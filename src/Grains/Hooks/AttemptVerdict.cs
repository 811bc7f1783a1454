using System.Globalization;
using System.Text;
using WhatsAppBot.CallingOut;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Hooks;

namespace WhatsAppBot.Grains.Hooks;

/// <summary>What becomes of a delivery after an attempt; one that waits is tried again after a while.</summary>
internal readonly record struct AttemptVerdict(DeliveryState State, TimeSpan After, bool IsGone)
{
    // of the first one (10 s): 30 s, 2 min, 10 min, 30 min, 1 h, 3 h, 6 h, 12 h, 24 h; 47 hours in all
    private static readonly int[] Pauses = [1, 3, 12, 60, 180, 360, 1080, 2160, 4320, 8640];

    /// <summary>How often a delivery is tried at most.</summary>
    public static int MostAttempts => Pauses.Length + 1;

    // of what waited behind others until it was this old, one attempt is enough
    private static readonly TimeSpan Old = TimeSpan.FromDays(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    /// <param name="end">How the attempt ended.</param>
    /// <param name="before">How many attempts came before it.</param>
    /// <param name="age">How long ago the delivery was made.</param>
    /// <param name="now">For a Retry-After that names a time.</param>
    /// <param name="first">The pause after the first attempt.</param>
    /// <param name="chance">0 to 1: pauses differ by a tenth, so that what failed together does not come back together.</param>
    public static AttemptVerdict Of(
        CallEnd end,
        int before,
        TimeSpan age,
        DateTimeOffset now,
        TimeSpan first,
        double chance
    )
    {
        if (end is CallEnd.Answered(>= 200 and < 300, _, _))
            return new(DeliveryState.Delivered, TimeSpan.Zero, false);

        var gone = end is CallEnd.Answered(410, _, _);
        if (!gone && (before >= Pauses.Length || age > Old))
            return new(DeliveryState.Failed, TimeSpan.Zero, false);

        var pause = first * Pauses[Math.Min(before, Pauses.Length - 1)] * (0.95 + chance / 10);
        var asked = RetryAfter(end, now);
        return new(DeliveryState.Waiting, asked > pause ? asked : pause, gone);
    }

    /// <summary>What the receiver asks for, in seconds or as a time; zero when it asks for nothing, and a day at most.</summary>
    public static TimeSpan RetryAfter(CallEnd end, DateTimeOffset now)
    {
        if (
            end is not CallEnd.Answered(429 or 503, var headers, _)
            || !headers.TryGetValue("retry-after", out var text)
        )
            return TimeSpan.Zero;

        var asked =
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var until) ? until - now
            : TimeSpan.Zero;
        return asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked > LongestPause ? LongestPause
            : asked;
    }

    /// <summary>The attempt as the log keeps it.</summary>
    public static HookTry Try(CallEnd end, DateTimeOffset at, TimeSpan took)
    {
        var milliseconds = (int)Math.Min(took.TotalMilliseconds, int.MaxValue);
        return end switch
        {
            CallEnd.Answered(var status, _, var body) => new(at, status, null, milliseconds, Snippet(body)),
            CallEnd.Failed(var word) => new(at, null, word, milliseconds, null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private const int LongestSnippet = 500;

    private static string? Snippet(string body)
    {
        var text = new StringBuilder();
        foreach (
            var rune in CleanText.Of(body.Length > LongestSnippet ? body[..LongestSnippet] : body).EnumerateRunes()
        )
            text.Append(Rune.IsControl(rune) && rune.Value is not '\n' ? " " : rune.ToString());
        return text.Length == 0 ? null : text.ToString();
    }
}
