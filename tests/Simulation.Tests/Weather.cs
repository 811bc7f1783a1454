namespace WhatsAppBot.Simulation.Tests;

/// <summary>What goes wrong in a history, and how often.</summary>
internal sealed record Weather(
    double DatabaseLoses,
    double DatabaseForgetsToAnswer,
    double HintsLost,
    double WebhooksRepeated,
    double MetaRefuses,
    double MetaDelays,
    double MetaDrops,
    double MetaHangs,
    int Crashes,
    int Hangs,
    bool Broadcast
)
{
    public static Weather Of(Random dice)
    {
        double Often(double chance, double most) => dice.NextDouble() < chance ? dice.NextDouble() * most : 0;
        return new Weather(
            Often(0.4, 0.06),
            Often(0.4, 0.06),
            Often(0.5, 0.4),
            Often(0.6, 0.5),
            Often(0.3, 0.2),
            Often(0.3, 0.3),
            Often(0.5, 0.3),
            Often(0.3, 0.15),
            dice.NextDouble() < 0.6 ? dice.Next(1, 4) : 0,
            dice.NextDouble() < 0.3 ? dice.Next(1, 3) : 0,
            dice.NextDouble() < 0.35
        );
    }

    public static readonly Weather Fair = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);
}

/// <summary>A promise that a store of the simulation breaks on purpose, so that it is seen whether the checks notice.</summary>
internal enum Fault
{
    None,

    /// <summary>Turns are committed whatever version they were made from.</summary>
    NoFence,

    /// <summary>A message that is delivered again is put into the inbox again.</summary>
    NoKey,

    /// <summary>The oldest unhandled row need not be first.</summary>
    AnyOrder,

    /// <summary>Whoever asks may send, also what another is just sending.</summary>
    ClaimWithoutLock,

    /// <summary>A lost outcome is tried again as if nothing had been sent.</summary>
    RetryOnTimeOut,

    /// <summary>A lost outcome counts as failed.</summary>
    UnknownCountedFailed,

    /// <summary>The newest status wins.</summary>
    StatusByArrival,

    /// <summary>A status that comes before the record of its message is thrown away.</summary>
    NothingParked,

    /// <summary>Timers go by the clock of the process that asks.</summary>
    LocalClock,

    /// <summary>Meta hears 200 before the commit.</summary>
    AckBeforeCommit,

    /// <summary>Nobody looks for what was forgotten.</summary>
    NoSweeper,

    /// <summary>A recipient is handed over whether it still waits or not.</summary>
    RecipientNotAsked,

    /// <summary>Whether a broadcast runs is asked at its start only.</summary>
    PauseNotAsked,

    /// <summary>What went out twice does not say so when its status comes before its record.</summary>
    ResendNotMarked,
}
