using WhatsAppBot.Flows.Nodes;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>What each input does to the live session and to the flows that could start.</summary>
internal sealed class Talk(Situation situation)
{
    private readonly List<FlowEvent> events = [];
    private Session? session = situation.Session;

    private bool BotIsSilent => situation.Owner != Owner.Bot;

    private Turn Nothing => new(situation.Session, []);

    public Turn Hear(InboundMessage message)
    {
        if (BotIsSilent || message.Content is ReactionContent or DeletedContent or SystemContent or UnknownContent)
            return Nothing;

        var heard = Heard.Of(message.Content);
        if (session is { ExpiresAt: { } expiry, Wait.Burst: null } && situation.Now >= expiry)
            End(Outcome.Expired, "no answer in time");
        if (session is not null)
            return Gathered(session, heard) is { } waiting ? new Turn(waiting, []) : Continue(session, heard);

        var hit = situation.Flows.Published.Match(
            heard,
            message.Referral is not null,
            situation.Contact.IsFirstMessage
        );
        return hit is { } start ? Begin(start, heard) : new Turn(null, events);
    }

    public Turn Wake(long generation)
    {
        if (session is null || session.Generation != generation || session.Wait.WakesAt is null)
            return Nothing;

        var wait = session.Wait;
        if (wait.Burst is { } burst)
            return BotIsSilent ? new Turn(Quiet(session), []) : Continue(Quiet(session), burst.Heard, burst.Messages);

        if (wait.WakesAt == wait.ExpiresAt && (wait.Overdue || wait.DueAt is null || wait.DueAt > wait.ExpiresAt))
        {
            End(Outcome.Expired, "no answer in time");
            return new Turn(null, events);
        }

        if (BotIsSilent && !(situation.Owner == Owner.Queue && wait.For == WaitFor.Person))
            return new Turn(Postponed(session), []);

        return At(
            session,
            (run, node) =>
            {
                if (BotIsSilent && run.Flow.ExitsOf(node.Id).Has(Handles.Timeout))
                    run.Tell(new TakenBack(run.SessionId, node.Id));
                return node.TimeUp(run);
            }
        );
    }

    /// <summary>While people have the conversation a failed send is theirs to see; the session stays for when they return it.</summary>
    public Turn Miss(SendFailed failed)
    {
        if (BotIsSilent || session is null || session.Id != failed.SessionId)
            return Nothing;

        var why = $"a message was not sent: {failed.Error.Code} {failed.Error.Title}";
        if (Flow(session) is not { } flow)
            return Gone();

        var run = Run.Resume(situation, flow, events, session);
        var node = run.Rewind(failed.FlowId, failed.NodeId);
        run.Trouble(failed.NodeId, "send_failed", why);
        var walk = new Walk(run, node ?? flow.Node(session.CurrentNodeId) ?? new NoteNode(failed.NodeId, null));
        return new Turn(
            node is not null && run.Flow.ExitsOf(node.Id).Has(Handles.Error)
                ? walk.Go(new Leave(Handles.Error, why))
                : walk.Fail(why),
            events
        );
    }

    /// <summary>The end of a call waits with the session while people have the conversation.</summary>
    public Turn Answer(CallAnswered answered) =>
        session?.Wait.CallId is not { } callId || callId != answered.CallId ? Nothing
        : BotIsSilent
            ? new Turn(
                Renewed(session, session.Wait with { DueAt = null, ExpiresAt = null, Result = answered.Result }),
                []
            )
        : At(session, (run, node) => node.Answer(run, answered.Result));

    public Turn Start(Started start)
    {
        if (situation.Flows.Published.Flow(start.FlowId) is not { Entry: { } entry } flow)
        {
            var text = $"The flow “{start.FlowId}” is not published or has no trigger.";
            return new Turn(session, [new Trouble(null, null, "flow_not_found", text)]);
        }

        if (start.Variables is { } variables && Variables.Fault(variables) is { } fault)
            return new Turn(
                session,
                [new Trouble(null, null, "variables_refused", $"The variables are refused: {fault}.")]
            );

        if (session is not null)
            End(Outcome.Interrupted, "another flow was started");
        return Begin(new TriggerHit(flow, entry), null, start);
    }

    public Turn TakeBack()
    {
        if (session is null)
            return Nothing;

        return session.Wait switch
        {
            { Result: { } result } => At(session, (run, node) => node.Answer(run, result)),
            { For: WaitFor.Person } => At(session, (run, node) => node.GoOn(run)),
            { Overdue: true } => At(session, (run, node) => node.TimeUp(run)),
            _ => Nothing,
        };
    }

    public Turn Stop(string reason)
    {
        if (session is null)
            return Nothing;

        End(Outcome.Interrupted, reason);
        return new Turn(null, events);
    }

    /// <summary>
    /// With quiet seconds, what comes while the session waits for an answer is gathered, and each message starts the time anew. A tap is an
    /// answer by itself. Null when the message is to be answered now.
    /// </summary>
    private Session? Gathered(Session live, Heard heard)
    {
        if (live.Wait.For != WaitFor.Answer || Flow(live)?.Settings.Quiet is not { } quiet)
            return null;

        var before = live.Wait.Burst;
        if (heard.Content is ReplyContent or FormReplyContent || before?.Messages >= Burst.Most)
            return null;

        var all = before is null ? heard : before.Heard.And(heard);
        var burst = new Burst(all, (before?.Messages ?? 0) + 1, situation.Now + quiet);
        return Renewed(live, live.Wait with { Burst = burst });
    }

    private Session Quiet(Session live) => Renewed(live, live.Wait with { Burst = null });

    /// <summary>The wait has changed, and with it the timer.</summary>
    private Session Renewed(Session live, Wait wait) =>
        live with
        {
            Wait = wait,
            WaitingSince = situation.Now,
            Generation = Generations.After(live, situation.Now),
        };

    private Turn Continue(Session live, Heard heard, int messages = 1)
    {
        if (live.Wait.Burst is { } burst)
            (live, heard, messages) = (Quiet(live), Last(burst.Heard, heard), messages + burst.Messages);

        return At(
            live,
            (run, node) =>
            {
                run.Listen(heard, messages);
                var move = node.Hear(run, heard);
                if (move is not null || messages == 1 || heard.Content is null || heard.Text.Length == 0)
                    return move;

                // a file among words: the words alone may be what the node wants
                var words = new Heard("text", heard.Text);
                run.Listen(words, 0);
                return node.Hear(run, words);
            },
            (run, node) => Mishear(live, run, node, heard)
        );
    }

    /// <summary>What ends a burst: a tap stands for itself, anything else is added.</summary>
    private static Heard Last(Heard before, Heard heard) =>
        heard.Content is ReplyContent or FormReplyContent ? heard : before.And(heard);

    /// <summary>The waiting node has no use for the message: another flow's trigger comes before the node's own way with it.</summary>
    private Turn Mishear(Session live, Run run, Node node, Heard heard)
    {
        if (!run.Flow.Settings.IgnoreTriggers && situation.Flows.Published.Interrupt(heard, live) is { } hit)
        {
            events.Clear();
            End(Outcome.Interrupted, $"“{hit.Flow.Name}” was started");
            return Begin(hit, heard);
        }
        return new Turn(new Walk(run, node).Go(node.Mishear(run, live.Wait)), events);
    }

    private Turn Begin(TriggerHit hit, Heard? heard, Started? start = null)
    {
        var run = Run.Begin(situation, hit.Flow, events, $"{situation.TurnId}.s", start);
        if (heard is not null)
            run.Listen(heard);
        var flow = hit.Flow;
        run.Tell(new SessionStarted(run.SessionId, flow.FlowId, flow.Number, flow.Name, hit.Trigger.Id));
        return new Turn(new Walk(run, hit.Trigger).Enter(), events);
    }

    /// <summary>Resumes the session at the node where it waits; a null move asks <paramref name="otherwise"/>.</summary>
    private Turn At(Session live, Func<Run, Node, Move?> decide, Func<Run, Node, Turn>? otherwise = null)
    {
        if (Flow(live) is not { } flow)
            return Gone();

        var run = Run.Resume(situation, flow, events, live);
        if (flow.Node(live.CurrentNodeId) is not { } node)
            return new Turn(
                new Walk(run, new NoteNode(live.CurrentNodeId, null)).Fail(
                    $"the node “{live.CurrentNodeId}” does not exist"
                ),
                events
            );

        var move = decide(run, node);
        return move is null && otherwise is not null
            ? otherwise(run, node)
            : new Turn(new Walk(run, node).Go(move ?? Move.Stay), events);
    }

    private FlowVersion? Flow(Session live) => situation.Flows.Find(live.FlowId, live.Version);

    private Turn Gone()
    {
        End(Outcome.Failed, $"version {session?.Version} of the flow does not exist");
        return new Turn(null, events);
    }

    /// <summary>The node's time is up while people have the conversation: it waits until they return it.</summary>
    private Session Postponed(Session live) => Renewed(live, live.Wait with { Overdue = true });

    private void End(Outcome outcome, string? reason)
    {
        if (session is not null)
            events.Add(new SessionEnded(session.Id, session.MainFlowId, outcome, reason));
        session = null;
    }
}
