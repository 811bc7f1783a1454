using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Nodes;

namespace WhatsAppBot.Flows;

/// <summary>A node of a flow: its data and what it does. A new type is one new file and one line in <see cref="Types"/>.</summary>
internal abstract record Node(string Id, string? Name)
{
    /// <summary>The types that can be drawn, by the name that documents use.</summary>
    public static IReadOnlyDictionary<string, Func<NodeData, Node>> Types { get; } =
        new Dictionary<string, Func<NodeData, Node>>(StringComparer.Ordinal)
        {
            ["trigger"] = TriggerNode.Read,
            ["message"] = MessageNode.Read,
            ["media"] = MediaNode.Read,
            ["location"] = LocationNode.Read,
            ["options"] = OptionsNode.Read,
            ["ask"] = AskNode.Read,
            ["whatsapp_flow"] = FormNode.Read,
            ["condition"] = ConditionNode.Read,
            ["split"] = SplitNode.Read,
            ["assign"] = AssignNode.Read,
            ["contact"] = ContactNode.Read,
            ["api"] = ApiNode.Read,
            ["delay"] = DelayNode.Read,
            ["goto"] = GotoNode.Read,
            ["subflow"] = SubflowNode.Read,
            ["end"] = EndNode.Read,
            ["handoff"] = HandoffNode.Read,
            ["note"] = NoteNode.Read,
        };

    /// <summary>The handles that an edge may leave by; null is the one without a name. Checks, funnels and the canvas ask for them.</summary>
    internal virtual IReadOnlyList<string?> Ways => [null];

    /// <summary>Whether a session can stop here until something comes: what keeps a loop from running for ever.</summary>
    internal virtual bool Waits => false;

    /// <summary>Whether people hear something when the session comes here.</summary>
    internal virtual bool Speaks => false;

    /// <summary>The session came here.</summary>
    internal abstract Move Enter(Run run);

    /// <summary>A message came while the session waits here; null when the node has no use for it.</summary>
    internal virtual Move? Hear(Run run, Heard heard) => null;

    /// <summary>The message was of no use here, and to no other flow either.</summary>
    internal virtual Move Mishear(Run run, Wait wait) => Move.Stay;

    /// <summary>The time that the node set is up.</summary>
    internal virtual Move TimeUp(Run run) => new Leave(Handles.Timeout);

    /// <summary>A person hands the conversation back while the session waits for that.</summary>
    internal virtual Move GoOn(Run run) => Move.Next;

    /// <summary>The call that the node asked for has ended.</summary>
    internal virtual Move Answer(Run run, CallResult result) => Move.Next;

    /// <summary>The sub-flow that the node called has come to its end.</summary>
    internal virtual Move Back(Run run, JsonObject returns) => Move.Next;

    /// <summary>The author's mistake: told in the log, and left by the error handle where it leads somewhere.</summary>
    private protected Move Amiss(Run run, string code, string text)
    {
        run.Trouble(Id, code, text);
        return run.Flow.ExitsOf(Id).Has(Handles.Error) ? new Leave(Handles.Error) : Move.Next;
    }
}

/// <summary>The handles with a meaning of their own.</summary>
internal static class Handles
{
    public const string Error = "error";
    public const string Timeout = "timeout";
    public const string NoMatch = "no-match";
    public const string Invalid = "invalid";
    public const string True = "true";
    public const string False = "false";
    public const string Else = "else";
}
