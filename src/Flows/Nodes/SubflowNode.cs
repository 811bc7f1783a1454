using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>
/// Runs another flow's published version inside this session, and goes on here when it has come to its end. The other flow knows nothing of
/// this one's variables but its inputs; what its end gives back is saved by <see cref="Returns"/>, or under its own names when there are none.
/// </summary>
internal sealed record SubflowNode(
    string Id,
    string? Name,
    string FlowId,
    JsonTemplate? Inputs,
    IReadOnlyList<(string Variable, Expression Value)> Returns
) : Node(Id, Name)
{
    public const int MostDepth = 10;

    public static SubflowNode Read(NodeData data)
    {
        var flowId = data.Text("flowId") ?? "";
        if (flowId.Length == 0)
            data.Wrong("missing", "flowId", "Choose the flow to run.");
        return new SubflowNode(
            data.Id,
            data.Name,
            flowId,
            data.Raw("inputs") is { ValueKind: JsonValueKind.Object } inputs
                ? JsonTemplate.Read(data, inputs, "inputs")
                : null,
            data.Raw("returns") is { ValueKind: JsonValueKind.Object } returns
                ? [.. returns.EnumerateObject().Select(part => (part.Name, ReadValue(data, part.Value)))]
                : []
        );
    }

    internal override IReadOnlyList<string?> Ways => [null, Handles.Error];

    internal override Move Enter(Run run)
    {
        if (run.Callers.Count >= MostDepth)
            return Refused(run, $"sub-flows are nested more than {MostDepth} deep");

        if (run.Situation.Flows.Published.Flow(FlowId) is not { Entry: { } entry } flow)
            return Refused(run, $"the flow “{Texts.Shorten(FlowId, 100)}” is not published or has no trigger");

        if ((Inputs is null ? new JsonObject() : Inputs.Fill(run, Id)) is not JsonObject inputs)
            return Refused(run, "the inputs could not be filled");

        return Variables.Fault(inputs) is { } fault
            ? Refused(run, $"the inputs are refused: {fault}")
            : new Descend(flow, entry, inputs);
    }

    internal override Move Back(Run run, JsonObject returns)
    {
        if (Returns.Count == 0)
        {
            foreach (var (name, value) in returns)
                run.Save(Id, name, value?.DeepClone());
        }
        else
        {
            foreach (var (variable, value) in Returns)
                run.Save(Id, variable, run.AsJson(run.Value(value, Id, returns), Id));
        }
        return Move.Next;
    }

    private Leave Refused(Run run, string why)
    {
        run.Trouble(Id, "subflow_refused", $"The sub-flow could not start: {why}.");
        return new Leave(Handles.Error, why);
    }

    /// <summary>A value is an expression over what was given back, with or without its braces.</summary>
    private static Expression ReadValue(NodeData data, JsonElement json)
    {
        var source = (NodeData.TextOf(json) ?? "").Trim();
        if (source.StartsWith("{{", StringComparison.Ordinal) && source.EndsWith("}}", StringComparison.Ordinal))
            source = source[2..^2];
        return data.Expression(source, "returns");
    }
}
