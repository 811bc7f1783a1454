using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>One way of a split; of all contacts, <paramref name="Weight"/> by the sum of the weights go it.</summary>
internal sealed record Share(string Handle, decimal Weight);

/// <summary>
/// Parts the contacts by weight. A contact always goes the same way: the choice is derived from contact, flow and node, so that it is the same
/// in every version as long as the weights are.
/// </summary>
internal sealed record SplitNode(string Id, string? Name, IReadOnlyList<Share> Shares) : Node(Id, Name)
{
    private const decimal MostWeight = 1_000_000;

    public static SplitNode Read(NodeData data)
    {
        var shares = data.List("branches", ConditionNode.MostBranches)
            .Select((branch, index) => ReadShare(data, branch, index))
            .ToList();
        if (shares.Count == 0 || shares.Sum(share => share.Weight) <= 0)
            data.Wrong("no_branches", "branches", "A split needs at least one branch with a weight above 0.");
        if (shares.DistinctBy(share => share.Handle).Count() < shares.Count)
            data.Wrong("duplicate_branch", "branches", "Two branches have the same id.");
        return new SplitNode(data.Id, data.Name, shares);
    }

    internal override IReadOnlyList<string?> Ways => [.. Shares.Select(share => share.Handle)];

    internal override Move Enter(Run run)
    {
        var at = Chance($"{run.Contact.Id}\n{run.Flow.FlowId}\n{Id}") * Shares.Sum(share => share.Weight);
        foreach (var share in Shares)
        {
            if (at < share.Weight)
                return new Leave(share.Handle);
            at -= share.Weight;
        }
        return new Leave(Shares.Last(share => share.Weight > 0).Handle);
    }

    /// <summary>From 0 up to 1, the same for the same text.</summary>
    private static decimal Chance(string of)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(of));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) / (decimal)(1L << 32);
    }

    private static Share ReadShare(NodeData data, JsonElement branch, int index)
    {
        string? Member(string name) =>
            branch.ValueKind == JsonValueKind.Object && branch.TryGetProperty(name, out var member)
                ? NodeData.TextOf(member)
                : null;

        var weight = 1m;
        if (
            Member("weight") is { } text
            && (
                !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out weight)
                || weight is < 0 or > MostWeight
            )
        )
        {
            data.Wrong("bad_number", "branches", $"A weight must be a number from 0 to {MostWeight}.");
            weight = 0;
        }
        return new Share(Member("id") is { Length: > 0 } id ? id : $"branch-{index}", weight);
    }
}
