using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>The first owner, with the token of the link that the host printed.</summary>
public sealed record SetupRequest(string Token, string Email, string Name, string Password, string Workspace);

/// <summary>Whether there is nobody yet who could sign in.</summary>
public sealed record SetupView(bool Needed);

/// <summary><c>/api/v1/setup</c>: how the first owner comes in.</summary>
internal static class SetupEndpoints
{
    public static void MapSetup(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/setup").OpenToAll().WithTags("Session");
        group.MapGet("", Needed).WithName("GetSetup").WithSummary("Whether there is nobody yet who could sign in");
        group
            .MapPost("", Take)
            .WithName("SetUp")
            .WithSummary("Make the first owner, by the link that the host printed when it started");
    }

    private static async Task<Ok<SetupView>> Needed(Setup setup, CancellationToken cancel) =>
        TypedResults.Ok(new SetupView(await setup.IsNeeded(cancel)));

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Take(
        SetupRequest request,
        HttpContext http,
        Setup setup,
        SignInDoor door,
        Passwords passwords,
        SessionViews views,
        CancellationToken cancel
    )
    {
        var fields = new Fields()
            .Check(request.Token is { Length: > 0 and < 200 }, "token", "The token of the printed link is needed.")
            .Email(request.Email)
            .Name(request.Name)
            .Password(request.Password, request.Email)
            .Name(request.Workspace, "workspace");
        if (fields.Problem is { } wrong)
            return wrong;
        if (door.Unsafe(http) is { } unsafely)
            return unsafely;
        if (await door.Wait("setup", http, cancel) is { } wait)
            return Problems.TooMany(http, "sign-in-rate", "Too many tries. Wait, and try again.", wait);

        var owner = new NewUser(
            Token.NewId("usr_"),
            request.Email,
            request.Name.Trim(),
            await passwords.Hash(request.Password, cancel)
        );
        var made = await setup.Take(
            Token.Hash(request.Token),
            owner,
            WorkspaceEndpoints.NewId(request.Workspace),
            request.Workspace.Trim(),
            cancel
        );
        if (!made)
            return Problems.Forbidden(
                "setup",
                "The link is not valid (any more). Start the host anew for another, if nobody has set it up."
            );

        return await door.Enter(new User(owner.Id, owner.Email, owner.Name, null, false), http, cancel) is { } caller
            ? TypedResults.Ok(views.Of(caller))
            : Problems.Unavailable(http);
    }
}
