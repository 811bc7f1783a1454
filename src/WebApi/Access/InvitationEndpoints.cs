using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Whom to invite, and as what.</summary>
public sealed record InvitationRequest(string Email, string Role);

/// <summary>An open invitation.</summary>
public sealed record InvitationView(
    string Id,
    string Email,
    string Role,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
);

/// <summary>A new invitation. The link is told this once: hand it to the person. It is a path of this site, and its secret part never reaches a server's log.</summary>
public sealed record NewInvitationView(InvitationView Invitation, string Token, string Link);

/// <summary>All open invitations.</summary>
public sealed record InvitationList(IReadOnlyList<InvitationView> Items);

/// <summary>The token of an invitation's link.</summary>
public sealed record InvitationLookRequest(string Token);

/// <summary>What an invitation is to; <c>known</c> says that its address belongs to somebody, who signs in before accepting.</summary>
public sealed record InvitationOffer(string Workspace, string Email, string Role, bool Known);

/// <summary>Accepting an invitation: with name and password by somebody new, without by the one who is signed in.</summary>
public sealed record AcceptRequest(string Token, string? Name = null, string? Password = null);

/// <summary>Invitations: made, revoked, looked at and accepted.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/api/v1/workspaces/{ws}/invitations")
            .Needs(Permission.UsersWrite)
            .WithTags("Users");
        group.MapGet("", List).WithName("ListInvitations").WithSummary("Open invitations");
        group.MapPost("", Create).WithName("Invite").WithSummary("Invite somebody; the link is told once");
        group.MapDelete("/{invitation}", Revoke).WithName("RevokeInvitation").WithSummary("Make a link useless");

        var open = routes.MapGroup("/api/v1/invitations").OpenToAll().WithTags("Users");
        open.MapPost("/look", Look).WithName("LookAtInvitation").WithSummary("What an invitation's link is to");
        open.MapPost("/accept", Accept)
            .WithName("AcceptInvitation")
            .WithSummary("Join a workspace, as somebody new or as the one who is signed in");
    }

    private static async Task<Ok<InvitationList>> List(string ws, Invitations invitations, CancellationToken cancel) =>
        TypedResults.Ok(new InvitationList([.. (await invitations.List(ws, cancel)).Select(View)]));

    private static async Task<Results<Created<NewInvitationView>, ProblemHttpResult>> Create(
        string ws,
        InvitationRequest request,
        ClaimsPrincipal user,
        Invitations invitations,
        CancellationToken cancel
    )
    {
        var role = Roles.Read(request.Role);
        if (new Fields().Email(request.Email).Check(role is not null, "role", Roles.Rule).Problem is { } wrong)
            return wrong;
        if (role > user.Known.RoleIn(ws))
            return Problems.Forbidden("role", "Nobody invites into a role above their own.");

        var token = Token.New();
        var made = await invitations.Create(
            ws,
            request.Email,
            role ?? Role.Viewer,
            Token.Hash(token),
            user.Actor,
            cancel
        );
        return made is null
            ? Problems.Conflict("member", "The address belongs to a member already.")
            : TypedResults.Created(
                $"/api/v1/workspaces/{ws}/invitations/{made.Id}",
                new NewInvitationView(View(made), token, $"/invite#token={token}")
            );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string ws,
        string invitation,
        ClaimsPrincipal user,
        Invitations invitations,
        CancellationToken cancel
    ) =>
        await invitations.Revoke(ws, invitation, user.Actor, cancel)
            ? TypedResults.NoContent()
            : Problems.NotFound("There is no such open invitation.");

    private static async Task<Results<Ok<InvitationOffer>, ProblemHttpResult>> Look(
        InvitationLookRequest request,
        Invitations invitations,
        People people,
        CancellationToken cancel
    ) =>
        await Find(request.Token, invitations, cancel) is { } found
            ? TypedResults.Ok(
                new InvitationOffer(
                    found.WorkspaceName,
                    found.Email,
                    Roles.Word(found.Role),
                    await people.ByEmail(found.Email, cancel) is not null
                )
            )
            : NoInvitation();

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Accept(
        AcceptRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        Invitations invitations,
        People people,
        SignInDoor door,
        Passwords passwords,
        Callers callers,
        SessionViews views,
        CancellationToken cancel
    )
    {
        if (await Find(request.Token, invitations, cancel) is not { } invitation)
            return NoInvitation();

        var token = Token.Hash(request.Token);
        if (await people.ByEmail(invitation.Email, cancel) is { } known)
        {
            if (user.Caller is not { Kind: CallerKind.Person } caller || caller.Id != known.Id)
                return Problems.Conflict("sign-in-first", "Sign in as the person who is invited, then accept.");
            if (!await invitations.Accept(token, invitation, caller.Actor, null, cancel))
                return NoInvitation();

            callers.Forget();
            return await callers.BySession(SessionCookie.Read(http.Request) ?? "") is { } joined
                ? TypedResults.Ok(views.Of(joined))
                : Problems.NotSignedIn();
        }

        if (new Fields().Name(request.Name).Password(request.Password, invitation.Email).Problem is { } wrong)
            return wrong;
        if (door.Unsafe(http) is { } unsafely)
            return unsafely;

        var person = new User(Token.NewId("usr_"), invitation.Email, request.Name?.Trim() ?? "", null, false);
        var hash = await passwords.Hash(request.Password ?? "", cancel);
        if (!await invitations.Accept(token, invitation, new Actor(person.Id, person.Name), hash, cancel))
            return NoInvitation();

        return await door.Enter(person, http, cancel) is { } made
            ? TypedResults.Ok(views.Of(made))
            : Problems.Unavailable(http);
    }

    private static async Task<Invitation?> Find(string? token, Invitations invitations, CancellationToken cancel) =>
        token is { Length: > 0 and < 200 } ? await invitations.ByToken(Token.Hash(token), cancel) : null;

    private static ProblemHttpResult NoInvitation() =>
        Problems.NotFound("The invitation was used, revoked, or is over. Ask for a new one.");

    private static InvitationView View(Invitation one) =>
        new(one.Id, one.Email, Roles.Word(one.Role), one.CreatedAt, one.ExpiresAt);
}
