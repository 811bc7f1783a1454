using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Ends the session, with a reason for the log.</summary>
internal sealed record EndNode(string Id, string? Name, Template Reason) : Node(Id, Name)
{
    public static EndNode Read(NodeData data) => new(data.Id, data.Name, data.Template("reason"));

    internal override IReadOnlyList<string?> Ways => [];

    internal override Move Enter(Run run)
    {
        var reason = Texts.Shorten(run.Fill(Reason, Id).Trim(), Texts.MostBody);
        run.EndReason = reason;
        return new Finish(Outcome.Completed, reason.Length == 0 ? null : reason);
    }
}
