using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// One of one's own sessions. The device is the browser's own name for itself, the address the one that it signed in from; both are null for sessions
/// that began before they were noted. <c>current</c>: the one that asks.
/// </summary>
public sealed record OwnSessionView(
    string Id,
    string? Device,
    string? Address,
    DateTimeOffset CreatedAt,
    DateTimeOffset SeenAt,
    bool Current
);

/// <summary>One's own sessions, this one first, then as they were seen last.</summary>
public sealed record OwnSessionList(IReadOnlyList<OwnSessionView> Items);

/// <summary>Where one is signed in, and ending that.</summary>
internal static class OwnSessionEndpoints
{
    public static void MapOwnSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/session/all").Needs(Permission.Self).WithTags("Session");
        group.MapGet("", List).WithName("ListOwnSessions").WithSummary("Where one is signed in");
        group.MapDelete("", EndOthers).WithName("EndOtherSessions").WithSummary("End all one's sessions but this one");
        group.MapDelete("/{session}", End).WithName("EndOwnSession").WithSummary("End one of one's sessions");
    }

    private static async Task<Ok<OwnSessionList>> List(
        ClaimsPrincipal user,
        OwnSessions sessions,
        CancellationToken cancel
    ) =>
        // the demo has no session: it is let in by where it is
        user.Known
            is { Kind: CallerKind.Person, Hash: { } hash } person
            ? TypedResults.Ok(
                new OwnSessionList([
                    .. (await sessions.List(person.Id, hash, cancel)).Select(one => new OwnSessionView(
                        $"{one.Id}",
                        one.Device,
                        one.Address,
                        one.BegunAt,
                        one.SeenAt,
                        one.IsThis
                    )),
                ])
            )
            : TypedResults.Ok(new OwnSessionList([]));

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOthers(
        ClaimsPrincipal user,
        OwnSessions sessions,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (user.Known is not { Kind: CallerKind.Person, Hash: { } hash } person)
            return Problems.Conflict("demo", "The demo has no sessions.");

        await sessions.EndOthers(person.Actor, hash, cancel);
        callers.Forget();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        string session,
        HttpContext http,
        ClaimsPrincipal user,
        OwnSessions sessions,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (
            !long.TryParse(session, out var id)
            || user.Known is not { Kind: CallerKind.Person, Hash: { } hash } person
            || (await sessions.List(person.Id, hash, cancel)).FirstOrDefault(one => one.Id == id) is not { } found
            || !await sessions.End(person.Actor, id, cancel)
        )
            return Problems.NotFound("There is no such session.");

        callers.Forget();
        if (found.IsThis)
            SessionCookie.Clear(http);
        return TypedResults.NoContent();
    }
}
