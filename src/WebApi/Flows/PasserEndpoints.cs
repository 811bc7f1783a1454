using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>A conversation that went a way of a flow.</summary>
public sealed record PasserView(long ConversationId, long ContactId, string? Name, string? Phone, DateTimeOffset At);

/// <summary>Who went a way of a flow lately, the last one first; there is one page.</summary>
public sealed record PasserPage(IReadOnlyList<PasserView> Items, string? Next);

/// <summary>Who went a certain way of a flow.</summary>
internal static class PasserEndpoints
{
    private const int Most = 10;
    private const int LongestId = 200;

    public static void MapPassers(this IEndpointRouteBuilder group) =>
        group
            .MapGet("/{flow}/passers", List)
            .Needs(Permission.ConversationsRead)
            .CanWait()
            .WithName("ListFlowPassers")
            .WithSummary("The last ten conversations that left a node by a handle, among the newest turns");

    private static async Task<Results<Ok<PasserPage>, ProblemHttpResult>> List(
        string ws,
        string flow,
        FlowBook flows,
        FlowPassers passers,
        CancellationToken cancel,
        string? node = null,
        string handle = ""
    )
    {
        if (await flows.Draft(ws, flow, cancel) is null)
            return FlowEndpoints.NoFlow();
        if (node is not { Length: > 0 and <= LongestId } || handle.Length > LongestId)
            return Problems.BadRequest("node", "node is the id of a node, handle that of a way out of it.");
        var found = await passers.Last(ws, flow, node, handle, Most, cancel);
        return TypedResults.Ok(
            new PasserPage(
                [
                    .. found.Select(one => new PasserView(
                        one.ConversationId,
                        one.ContactId,
                        one.Name,
                        one.Phone,
                        one.At
                    )),
                ],
                null
            )
        );
    }
}
