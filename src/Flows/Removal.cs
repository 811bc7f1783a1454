namespace WhatsAppBot.Flows;

/// <summary>
/// A live session goes on in another version, at the same nodes: they must be there, be of the same type, and able to wait. The wait and its
/// timer stay as they are.
/// </summary>
internal static class Removal
{
    public static Turn Of(Situation situation, Moved moved)
    {
        if (situation.Session is not { } session)
            return new Turn(null, []);

        var flowId = moved.FlowId ?? session.MainFlowId;
        if (!session.StandsOn(flowId) || situation.Flows.Find(flowId, moved.Version) is not { } target)
        {
            var text = $"Version {moved.Version} of the flow “{flowId}” does not exist, or the session is not in it.";
            return new Turn(session, [new Trouble(session.Id, null, "version_not_found", text)]);
        }

        var from = session.Versions.Last(version => version.FlowId == flowId).Version;
        if (from == moved.Version)
            return new Turn(session, []);

        if (Lost(situation, session, target) is { } nodeId)
        {
            var why = $"the node “{nodeId}” is not in version {moved.Version}";
            return new Turn(null, [new SessionEnded(session.Id, session.MainFlowId, Outcome.Interrupted, why)]);
        }

        return new Turn(To(session, target), [new SessionMoved(session.Id, flowId, from, moved.Version)]);
    }

    private static Session To(Session session, FlowVersion target)
    {
        var isHere = session.FlowId == target.FlowId;
        return session with
        {
            Version = isHere ? target.Number : session.Version,
            FlowName = isHere ? target.Name : session.FlowName,
            Callers = session.Callers?.Select(caller => To(caller, target)).ToList(),
        };
    }

    private static Caller To(Caller caller, FlowVersion target) =>
        caller.FlowId == target.FlowId ? caller with { Version = target.Number, FlowName = target.Name } : caller;

    /// <summary>The first node on which the session stands that the other version lacks.</summary>
    private static string? Lost(Situation situation, Session session, FlowVersion target)
    {
        foreach (var caller in session.Callers ?? [])
        {
            if (caller.FlowId == target.FlowId && target.Node(caller.NodeId) is not Nodes.SubflowNode)
                return caller.NodeId;
        }

        if (session.FlowId != target.FlowId)
            return null;

        var before = situation.Flows.Find(session.FlowId, session.Version)?.Node(session.CurrentNodeId);
        var after = target.Node(session.CurrentNodeId);
        var isSame = after is { Waits: true } && (before is null || before.GetType() == after.GetType());
        return isSame ? null : session.CurrentNodeId;
    }
}
