using System.Text.Json;

namespace WhatsAppBot.Flows.Checks;

/// <summary>Which flows a flow runs inside itself.</summary>
internal static class Calls
{
    public static IReadOnlyList<SubflowCall> Of(FlowVersion flow)
    {
        if (!flow.Json.Contains("\"subflow\"", StringComparison.Ordinal))
            return [];

        using var document = JsonDocument.Parse(flow.Json);
        return
        [
            .. document
                .RootElement.GetProperty("nodes")
                .EnumerateArray()
                .Where(node => Text(node, "type") == "subflow" && node.TryGetProperty("data", out _))
                .Select(node => Of(Text(node, "id") ?? "", node.GetProperty("data"))),
        ];
    }

    public static IReadOnlyList<SubflowCall> Of(Draft draft) =>
        [
            .. draft
                .Types.Where(node => node.Value == "subflow")
                .Select(node => new SubflowCall(
                    node.Key,
                    draft.Text(node.Key, "flowId") ?? "",
                    [.. draft.KeysOf(node.Key, "inputs")]
                )),
        ];

    private static SubflowCall Of(string id, JsonElement data)
    {
        var hasInputs =
            data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("inputs", out var inputs)
            && inputs.ValueKind == JsonValueKind.Object;
        return new SubflowCall(
            id,
            Text(data, "flowId") ?? "",
            hasInputs ? [.. data.GetProperty("inputs").EnumerateObject().Select(input => input.Name)] : []
        );
    }

    private static string? Text(JsonElement whole, string name) =>
        whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var part)
            ? NodeData.TextOf(part)
            : null;
}

/// <summary>A node that runs another flow, and the names of the variables that it hands over.</summary>
internal sealed record SubflowCall(string NodeId, string FlowId, IReadOnlyList<string> Inputs);
