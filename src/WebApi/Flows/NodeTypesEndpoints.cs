using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Every type of node that the engine runs, as a builder needs it.</summary>
public sealed record NodeTypeList(IReadOnlyList<NodeDescription> Items);

/// <summary><c>/flows/node-types</c>: what the builder offers, draws and edits comes from here.</summary>
internal static class NodeTypesEndpoints
{
    public static void MapNodeTypes(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/workspaces/{ws}/flows/node-types", All)
            .Needs(Permission.FlowsRead)
            .WithTags("Flows")
            .WithName("ListNodeTypes")
            .WithSummary("The types of nodes: their fields, limits, ways out and words");

    private static Ok<NodeTypeList> All() => TypedResults.Ok(new NodeTypeList(NodeDescriptions.Offered));
}
