using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Ends the session, with a reason for the log; a sub-flow goes back to its caller instead, with what it returns.</summary>
internal sealed record EndNode(string Id, string? Name, Template Reason, JsonTemplate? Returns) : Node(Id, Name)
{
    public static EndNode Read(NodeData data) =>
        new(
            data.Id,
            data.Name,
            data.Template("reason"),
            data.Raw("returns") is { ValueKind: JsonValueKind.Object } returns
                ? JsonTemplate.Read(data, returns, "returns")
                : null
        );

    internal override IReadOnlyList<string?> Ways => [];

    internal override Move Enter(Run run)
    {
        var reason = Texts.Shorten(run.Fill(Reason, Id).Trim(), Texts.MostBody);
        run.EndReason = reason;
        return new Finish(
            Outcome.Completed,
            reason.Length == 0 ? null : reason,
            run.IsInside ? Returns?.Fill(run, Id) as JsonObject : null
        );
    }
}
