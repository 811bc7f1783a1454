namespace WhatsAppBot.Grains;

/// <summary>How the grains' pumps behave; section <c>Conversations</c> of the configuration.</summary>
public sealed record GrainsOptions
{
    /// <summary>An inbox row or pending send this old was forgotten by its hint, and is swept up.</summary>
    public TimeSpan SweepAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often to look for forgotten work.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt without a result this old is lost: longer than the Graph client's time-out (10 s).</summary>
    public TimeSpan AttemptLostAfter { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>An unknown outcome that no status has resolved this long after the attempt is sent once more, if it may be.</summary>
    public TimeSpan ReconcileAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look for due timers.</summary>
    public TimeSpan TimersEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often to look for what was put aside or scheduled until now.</summary>
    public TimeSpan InboxEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often to look for broadcasts that are to begin or go on.</summary>
    public TimeSpan BroadcastsEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a silo asks which broadcasts run; one that it does not know to run sends nothing here.</summary>
    public TimeSpan GateEvery { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How many recipients each part of a broadcast hands over at once.</summary>
    public int RecipientsInFlight { get; init; } = 64;

    /// <summary>How often to look for flows that people are to leave.</summary>
    public TimeSpan FlowJobsEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to count what the turn log has that is new.</summary>
    public TimeSpan CountEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many calls to the Graph API may be under way at once in this silo.</summary>
    public int SendsInFlight { get; init; } = 512;

    /// <summary>How many calls of flows may be under way at once in this silo.</summary>
    public int CallsInFlight { get; init; } = 128;

    /// <summary>A call whose attempt is on record for so long without an end is lost: longer than any call may take (30 s), and some.</summary>
    public TimeSpan CallLostAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long after a failed attempt a call that may be repeated is made again; the next time twice as long.</summary>
    public TimeSpan CallPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the relay gathers events before it publishes them.</summary>
    public TimeSpan LiveWindow { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>How often to look for what webhooks are to be told, and for what is due to be posted.</summary>
    public TimeSpan HooksEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many posts to webhooks may be under way at once in this silo.</summary>
    public int HooksInFlight { get; init; } = 128;

    /// <summary>How many of them to the same webhook.</summary>
    public int HooksInFlightEach { get; init; } = 16;

    /// <summary>How long after the first failed attempt a delivery is tried again; the later pauses are multiples of it, up to a day.</summary>
    public TimeSpan HooksPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A webhook that has taken nothing for so long is switched off.</summary>
    public TimeSpan HooksOffAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long the delivery log is kept.</summary>
    public TimeSpan HooksKeep { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many events are kept at most, of all workspaces together.</summary>
    public long HooksMost { get; init; } = 5_000_000;

    /// <summary>How often a webhook is told how far a broadcast is.</summary>
    public TimeSpan HooksProgressEvery { get; init; } = TimeSpan.FromSeconds(10);
}
