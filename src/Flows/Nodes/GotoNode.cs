namespace WhatsAppBot.Flows.Nodes;

/// <summary>Jumps to a node, without an edge.</summary>
internal sealed record GotoNode(string Id, string? Name, string Target) : Node(Id, Name)
{
    public static GotoNode Read(NodeData data)
    {
        var target = data.Text("targetNodeId") ?? "";
        if (target.Length == 0)
            data.Wrong("missing", "targetNodeId", "Choose the node to jump to.");
        return new GotoNode(data.Id, data.Name, target);
    }

    internal override IReadOnlyList<string?> Ways => [];

    internal override Move Enter(Run run) => new Jump(Target);
}
