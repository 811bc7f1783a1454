using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Messages;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Live;

/// <summary>Who is where.</summary>
public sealed record PresenceList(IReadOnlyList<PresenceChanged> Items);

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

    private static Ok<PresenceList> Now(string ws, PresenceBoard board, long? conversation = null) =>
        TypedResults.Ok(new PresenceList(board.At(ws, conversation)));
}
