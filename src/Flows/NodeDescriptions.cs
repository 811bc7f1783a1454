using WhatsAppBot.Flows.Describing;

namespace WhatsAppBot.Flows;

/// <summary>The table of node types as builders see them: a new type of node is a new entry in its family, and no change to any screen.</summary>
public static class NodeDescriptions
{
    /// <summary>Every type of the language, in the order of the palette.</summary>
    public static IReadOnlyList<NodeDescription> All { get; } =
    [.. SendNodes.All(), .. AskNodes.All(), .. DecideNodes.All(), .. DoNodes.All(), .. EndNodes.All()];

    /// <summary>Those that this engine runs.</summary>
    public static IReadOnlyList<NodeDescription> Offered { get; } =
    [.. All.Where(each => Node.Types.ContainsKey(each.Type))];
}
