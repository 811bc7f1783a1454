using WhatsAppBot.Flows;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Calls;

/// <summary>The calls that a turn's events ask for, and how the turn log tells of them.</summary>
internal static class CallWriting
{
    public static IReadOnlyList<NewCall> Of(IReadOnlyList<FlowEvent> events) =>
        Any(events)
            ?
            [
                .. events
                    .OfType<CallRequested>()
                    .Select(wanted => new NewCall(wanted.CallId, wanted.SessionId, wanted.NodeId, wanted.Call)),
            ]
            : [];

    /// <summary>The log is kept for long and read by many: it has no header, body or query of a call, where its secrets are.</summary>
    public static IReadOnlyList<FlowEvent> Logged(IReadOnlyList<FlowEvent> events) =>
        Any(events)
            ? [.. events.Select(happened => happened is CallRequested wanted ? wanted.Bare() : happened)]
            : events;

    private static bool Any(IReadOnlyList<FlowEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is CallRequested)
                return true;
        }
        return false;
    }
}
