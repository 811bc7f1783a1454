namespace WhatsAppBot.Flows;

/// <summary>Moves a run from node to node until it parks or ends, and stops what would never end.</summary>
internal sealed class Walk(Run run)
{
    private const int MostSteps = 500;
    private const int ShownPath = 12;

    private readonly List<string> path = [];
    private readonly HashSet<(string NodeId, int Variables)> seen = [];
    private readonly HashSet<string> states = new(StringComparer.Ordinal);

    /// <summary>The session after the walk; null when it has ended.</summary>
    public Session? From(Node node, Move move)
    {
        while (true)
        {
            if (run.Failure is { } why)
                return Fail(node.Id, why);

            switch (move)
            {
                case Park park:
                    return Parked(node, park);
                case Remain when run.Before is { } before:
                    return before with { Variables = run.Variables.Current, Memory = run.Memory };
                case Finish(var outcome, var reason):
                    return End(outcome, reason);
            }

            var handle = (move as Leave)?.Handle;
            run.Tell(new NodeLeft(run.SessionId, node.Id, handle));
            if ((move is Jump jump ? jump.NodeId : run.Flow.ExitsOf(node.Id).To(handle)) is not { } target)
                return Out(node, handle);

            if (run.Flow.Node(target) is not { } next)
                return Fail(node.Id, $"the node “{target}” does not exist");

            if (Visit(next) is { } problem)
                return Fail(next.Id, problem);

            node = next;
            move = node.Enter(run);
        }
    }

    /// <summary>Enters a node from outside the flow.</summary>
    public Session? Into(Node node) =>
        Visit(node) is { } problem ? Fail(node.Id, problem) : From(node, node.Enter(run));

    public Session? Fail(string nodeId, string why)
    {
        run.SayFailure(nodeId);
        return End(Outcome.Failed, why);
    }

    /// <summary>
    /// Notes the visit; a reason to stop if it is one too many. The same node with the same variables again cannot end. Variables that
    /// change and change back are compared as text, and only from the first return on: straight walks pay nothing.
    /// </summary>
    private string? Visit(Node node)
    {
        path.Add(node.Id);
        if (path.Count > MostSteps)
            return $"more than {MostSteps} steps in one turn: {Trail()}";

        if (!seen.Add((node.Id, run.Variables.Version)) || (IsBack(node) && !states.Add(State(node))))
            return $"a loop that cannot end: {Trail()}";

        run.Tell(new NodeEntered(run.SessionId, node.Id, node.Name));
        return null;
    }

    private bool IsBack(Node node) => path.IndexOf(node.Id) < path.Count - 1;

    private string State(Node node) => $"{node.Id}\n{run.Variables.Current.ToJsonString()}";

    private string Trail() => string.Join(" → ", path.TakeLast(ShownPath));

    /// <summary>A handle without an edge ends the session, each in its way.</summary>
    private Session? Out(Node node, string? handle) =>
        handle switch
        {
            Handles.Error => Fail(node.Id, "nothing is connected to the error handle"),
            Handles.Timeout => End(Outcome.Expired, "no answer in time"),
            _ => End(Outcome.Completed, null),
        };

    private Session? End(Outcome outcome, string? reason)
    {
        run.Tell(new SessionEnded(run.SessionId, run.Flow.FlowId, outcome, reason));
        return null;
    }

    private Session Parked(Node node, Park park)
    {
        var now = run.Situation.Now;
        run.Tell(new WaitBegan(run.SessionId, node.Id, park.For));
        return new Session
        {
            Id = run.SessionId,
            FlowId = run.Flow.FlowId,
            Version = run.Flow.Number,
            FlowName = run.Flow.Name,
            StartedAt = run.StartedAt,
            WaitingSince = now,
            Generation = Generations.After(run.Before ?? run.Situation.Session, now),
            Wait = new Wait(
                node.Id,
                node.Name,
                park.For,
                park.Attempts,
                Later(now, park.Limit),
                Expiry(now, park),
                park.CallId
            ),
            Variables = run.Variables.Current,
            Broadcast = run.Broadcast,
            Memory = run.Memory,
        };
    }

    /// <summary>Only a wait for the contact grows stale: time, people and calls come to their own ends.</summary>
    private DateTimeOffset? Expiry(DateTimeOffset now, Park park) =>
        park.For == WaitFor.Answer ? Later(now, run.Flow.Settings.ExpireAfter) : null;

    private static DateTimeOffset? Later(DateTimeOffset now, TimeSpan? by) =>
        by is not { } span ? null
        : span < DateTimeOffset.MaxValue - now ? now + span
        : DateTimeOffset.MaxValue;
}

/// <summary>Numbers of waits. They start at the time, so that a timer of an earlier session never fits a later one.</summary>
internal static class Generations
{
    public static long After(Session? session, DateTimeOffset now) =>
        Math.Max((session?.Generation ?? 0) + 1, now.ToUnixTimeMilliseconds());
}
