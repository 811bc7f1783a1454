using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>
/// Gives the conversation to people. With a way on, be it the caller's of a sub-flow, the session waits for them to return it; else it ends here.
/// </summary>
internal sealed record HandoffNode(
    string Id,
    string? Name,
    Template Queue,
    Template Note,
    Template Message,
    TimeSpan? Limit
) : Node(Id, Name)
{
    private const int MostQueue = 100;

    public static HandoffNode Read(NodeData data) =>
        new(
            data.Id,
            data.Name,
            data.Template("queue"),
            data.Template("note"),
            data.Template("message"),
            data.Seconds("timeoutSeconds")
        );

    internal override IReadOnlyList<string?> Ways => [null, Handles.Timeout];

    internal override bool Waits => true;

    internal override bool Speaks => !Message.IsBlank;

    internal override Move Enter(Run run)
    {
        var message = run.Fill(Message, this, "message", Texts.MostText);
        if (message.Length > 0)
            run.Say(this, new TextContent(message));
        if (run.Failure is not null)
            return Move.Next;

        var queue = run.Fill(Queue, this, "queue", MostQueue);
        var note = run.Fill(Note, this, "note", Texts.MostText);
        run.Memory = run.Memory with { HandoffQueue = queue };
        run.Tell(new HandedOff(run.SessionId, Id, Filled(queue), Filled(note)));

        var exits = run.Flow.ExitsOf(Id);
        return exits.Has(null) || run.IsInside || (Limit is not null && exits.Has(Handles.Timeout))
            ? new Park(WaitFor.Person, Limit)
            : new Finish(Outcome.HandedOff, Filled(queue));
    }

    private static string? Filled(string text) => text.Length == 0 ? null : text;
}
