using System.Text.Json.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>Moves a run from node to node, into sub-flows and back, until it parks or ends.</summary>
internal sealed class Walk(Run run, Node start)
{
    private readonly Visits visits = new(run);
    private Node at = start;
    private Move move = Move.Stay;
    private Session? session;

    /// <summary>The session after the walk; null when it has ended.</summary>
    public Session? Go(Move first)
    {
        move = first;
        return Walked();
    }

    /// <summary>Enters the first node from outside the flow.</summary>
    public Session? Enter() => Come(at) ? Walked() : session;

    /// <summary>The session cannot go on; a caller that has a way out of it goes that way.</summary>
    public Session? Fail(string why) => Stumble(why) ? Walked() : session;

    private Session? Walked()
    {
        while (run.Failure is { } why ? Stop(visits.Blame(why)) : Step()) { }
        return session;
    }

    /// <summary>False when the walk is over; so with everything below.</summary>
    private bool Step() =>
        move switch
        {
            Park park => Stay(Parked(park)),
            Remain when run.Before is { } before => Stay(
                before with
                {
                    Variables = run.Variables.Current,
                    Memory = run.Memory,
                }
            ),
            Finish(Outcome.Completed, _, var returns) when run.IsInside => Ascend(returns),
            Finish(var outcome, var reason, _) => End(outcome, reason),
            Descend(var flow, var entry, var inputs) => Descend(flow, entry, inputs),
            Jump(var target) => Follow(null, target, null),
            Leave(var handle, var why) => Follow(handle, run.Flow.ExitsOf(at.Id).To(handle), why),
            _ => Follow(null, run.Flow.ExitsOf(at.Id).To(null), null),
        };

    private bool Follow(string? handle, string? target, string? why)
    {
        run.Tell(new NodeLeft(run.SessionId, at.Id, handle));
        if (target is null)
            return Out(handle, why);

        return run.Flow.Node(target) is { } next ? Come(next) : Stumble($"the node “{target}” does not exist");
    }

    private bool Come(Node node)
    {
        at = node;
        if (visits.Add(node) is { } problem)
            return Stop(problem);

        run.Tell(new NodeEntered(run.SessionId, node.Id, node.Name));
        move = node.Enter(run);
        return true;
    }

    /// <summary>A handle without an edge ends the flow, each in its way.</summary>
    private bool Out(string? handle, string? why) =>
        handle switch
        {
            Handles.Error => Stumble(why ?? "nothing is connected to the error handle"),
            Handles.Timeout => End(Outcome.Expired, "no answer in time"),
            _ when run.IsInside => Ascend(null),
            _ => End(Outcome.Completed, null),
        };

    private bool Descend(FlowVersion flow, Node entry, JsonObject inputs)
    {
        run.Descend(at, flow, inputs);
        return Come(entry);
    }

    /// <summary>The sub-flow has come to its end: its caller goes on, with what it gives back.</summary>
    private bool Ascend(JsonObject? returns)
    {
        if (Caller() is not { } caller)
            return Stumble("the flow that called the sub-flow does not exist any more");

        at = caller;
        move = caller.Back(run, returns ?? []);
        return true;
    }

    /// <summary>The innermost flow cannot go on: the first caller with an edge at its error handle does, else the session fails.</summary>
    private bool Stumble(string why)
    {
        var stumbled = at.Id;
        while (run.IsInside)
        {
            var inside = run.Flow.Name;
            if (Caller() is not { } caller)
                continue;

            at = caller;
            if (!run.Flow.ExitsOf(caller.Id).Has(Handles.Error))
                continue;

            run.Trouble(
                caller.Id,
                "subflow_failed",
                $"The sub-flow “{inside}” could not go on at “{stumbled}”: {why}."
            );
            move = new Leave(Handles.Error);
            return true;
        }
        return Stop(why);
    }

    /// <summary>Back in the flow that called, at the node that did; null when it is gone.</summary>
    private Node? Caller()
    {
        var nodeId = run.Ascend();
        return nodeId is null ? null : run.Flow.Node(nodeId);
    }

    /// <summary>Ends the session as failed, whoever called whom: limits hold for the whole turn.</summary>
    private bool Stop(string why)
    {
        run.SayFailure(at.Id);
        return End(Outcome.Failed, why);
    }

    private bool End(Outcome outcome, string? reason)
    {
        run.End(outcome, reason);
        return false;
    }

    private bool Stay(Session parked)
    {
        session = parked;
        return false;
    }

    private Session Parked(Park park)
    {
        var now = run.Situation.Now;
        run.Tell(new WaitBegan(run.SessionId, at.Id, park.For));
        return new Session
        {
            Id = run.SessionId,
            FlowId = run.Flow.FlowId,
            Version = run.Flow.Number,
            FlowName = run.Flow.Name,
            Callers = run.Callers.Count == 0 ? null : run.Callers,
            StartedAt = run.StartedAt,
            WaitingSince = now,
            Generation = Generations.After(run.Before ?? run.Situation.Session, now),
            Wait = new Wait(
                at.Id,
                at.Name,
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
