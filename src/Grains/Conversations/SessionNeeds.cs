using WhatsAppBot.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>What a session needs of its host: the versions that it stands on, and the timer of its wait.</summary>
internal static class SessionNeeds
{
    /// <summary>Every version that the turn may look into: those that the session stands on, and the one that it is to move to.</summary>
    public static IEnumerable<(string FlowId, int Version)> Versions(Session? session, Input input) =>
        session is null ? []
        : input is Moved moved ? session.Versions.Append((moved.FlowId ?? session.MainFlowId, moved.Version))
        : session.Versions;

    public static TimerChange Timer(Session? before, Session? after)
    {
        if (after is null)
            return before is null ? TimerChange.None : TimerChange.Clear;
        if (before is not null && before.Id == after.Id && before.Generation == after.Generation)
            return TimerChange.None;
        return after.WakeAfter is { } wait ? new TimerChange.Set(after.Generation, wait) : TimerChange.Clear;
    }
}
