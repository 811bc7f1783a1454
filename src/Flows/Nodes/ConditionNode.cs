using System.Text.Json;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>One way out of a condition, and when it is taken.</summary>
internal sealed record Branch(string Handle, Rule Holds);

/// <summary>Goes the first way whose rules hold.</summary>
internal sealed record ConditionNode(string Id, string? Name, IReadOnlyList<Branch> Branches, string Otherwise)
    : Node(Id, Name)
{
    /// <summary>More ways than a flow has nodes lead nowhere.</summary>
    public const int MostBranches = 1_000;

    public static ConditionNode Read(NodeData data)
    {
        var branches = data.List("branches", MostBranches);
        if (branches.Count == 0)
            return new ConditionNode(
                data.Id,
                data.Name,
                [new Branch(Handles.True, Rules.Read(data, data.Whole(), "rules"))],
                Handles.False
            );

        return new ConditionNode(
            data.Id,
            data.Name,
            [
                .. branches.Select(
                    (branch, index) =>
                        new Branch(IdOf(branch) ?? $"branch-{index}", Rules.Read(data, branch, "branches"))
                ),
            ],
            Handles.Else
        );
    }

    internal override IReadOnlyList<string?> Ways => [.. Branches.Select(branch => branch.Handle), Otherwise];

    internal override Move Enter(Run run)
    {
        foreach (var branch in Branches)
        {
            if (branch.Holds(run, Id))
                return new Leave(branch.Handle);
        }
        return new Leave(Otherwise);
    }

    private static string? IdOf(JsonElement branch) =>
        branch.ValueKind == JsonValueKind.Object
        && branch.TryGetProperty("id", out var id)
        && NodeData.TextOf(id) is { Length: > 0 } given
            ? given
            : null;
}
