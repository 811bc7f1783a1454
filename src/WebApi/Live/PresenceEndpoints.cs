using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>Who is where; <c>present</c> are the ids of all whose inbox is open, at a conversation or at none.</summary>
public sealed record PresenceList(IReadOnlyList<PresenceChanged> Items, IReadOnlyList<string> Present);

/// <summary>Who is at which conversation, for a page that has just been opened.</summary>
internal static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/workspaces/{ws}/presence", Now)
            .Needs(Permission.ConversationsRead)
            .WithTags("Inbox")
            .WithName("GetPresence")
            .WithSummary("Who is at which conversation");

    private static async Task<Ok<PresenceList>> Now(
        string ws,
        PresenceBoard board,
        Queues queues,
        CancellationToken cancel,
        long? conversation = null
    ) => TypedResults.Ok(new PresenceList(board.At(ws, conversation), await queues.PresentIn(ws, cancel)));
}
