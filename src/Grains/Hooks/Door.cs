using WhatsAppBot.CallingOut;

namespace WhatsAppBot.Grains.Hooks;

/// <summary>
/// How much one receiver is asked at once by this silo. Each failure halves it and each success adds one, so that one that hangs or is down is only probed,
/// and takes no room from others. One that asks for a pause gets it as a whole.
/// </summary>
internal sealed class Door
{
    private readonly Lock gate = new();
    private readonly int most;
    private int under;
    private int allowed;
    private DateTimeOffset restUntil = DateTimeOffset.MinValue;

    public Door(int most) => (this.most, allowed) = (most, most);

    /// <summary>How many more may be begun now.</summary>
    public int Free(DateTimeOffset now)
    {
        lock (gate)
            return restUntil > now ? 0 : Math.Max(0, allowed - under);
    }

    public void Enter()
    {
        lock (gate)
            under++;
    }

    public void Leave()
    {
        lock (gate)
            under--;
    }

    public void Note(CallEnd end, bool delivered, DateTimeOffset now)
    {
        var rest = AttemptVerdict.RetryAfter(end, now);
        lock (gate)
        {
            allowed = delivered ? Math.Min(most, allowed + 1) : Math.Max(1, allowed / 2);
            if (rest > TimeSpan.Zero && now + rest > restUntil)
                restUntil = now + rest;
        }
    }
}
