namespace WhatsAppBot.Flows.Nodes;

/// <summary>A sticky note on the canvas. An edge that leads here all the same goes on where the note's own edge leads.</summary>
internal sealed record NoteNode(string Id, string? Name) : Node(Id, Name)
{
    public static NoteNode Read(NodeData data) => new(data.Id, data.Name);

    internal override IReadOnlyList<string?> Ways => [];

    internal override Move Enter(Run run) => Move.Next;
}
