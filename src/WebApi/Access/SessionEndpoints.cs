using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Who somebody says they are; <c>code</c> is the second factor's or a recovery code, where the person has set one up.</summary>
public sealed record SignInRequest(string Email, string Password, string? Code = null);

/// <summary>A change of one's own password; every other sign-in of the person ends.</summary>
public sealed record PasswordRequest(string Current, string Next);

/// <summary><c>/api/v1/session</c>: signing in and out.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/session").WithTags("Session");
        group
            .MapGet("", Me)
            .Needs(Permission.SignedIn)
            .WithName("GetSession")
            .WithSummary("Who is signed in, and to which workspaces");
        group
            .MapPost("", SignIn)
            .OpenToAll()
            .WithName("SignIn")
            .WithSummary("Sign in with e-mail and password; the answer sets a cookie");
        group.MapDelete("", SignOut).Needs(Permission.SignedIn).WithName("SignOut").WithSummary("End this session");
        group
            .MapPut("/password", ChangePassword)
            .Needs(Permission.Self)
            .WithName("ChangePassword")
            .WithSummary("Change one's own password; all other sessions end");
    }

    private static Ok<SessionView> Me(ClaimsPrincipal user, SessionViews views) =>
        TypedResults.Ok(views.Of(user.Known));

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignIn(
        SignInRequest request,
        HttpContext http,
        SignInDoor door,
        SessionViews views,
        CancellationToken cancel
    )
    {
        var fields = new Fields()
            .Check(PersonRules.IsEmail(request.Email), "email", "An e-mail address is needed.")
            .Check(
                request.Password is { Length: > 0 and <= PersonRules.LongestPassword },
                "password",
                "A password is needed."
            )
            .Check(request.Code is null or { Length: > 0 and < 40 }, "code", "A code of the second factor.");
        if (fields.Problem is { } wrong)
            return wrong;
        if (door.Unsafe(http) is { } unsafely)
            return unsafely;

        return await door.Knock(request, http, cancel) switch
        {
            Knocked.Welcome(var person) => await door.Enter(person, http, cancel) is { } caller
                ? TypedResults.Ok(views.Of(caller))
                : Problems.Unavailable(http),
            Knocked.TooOften(var wait) => Problems.TooMany(
                http,
                "sign-in-rate",
                "Too many tries. Wait, and try again.",
                wait
            ),
            Knocked.CodeNeeded => Problems.Unauthorized("code-needed", "Send the code of your second factor as well."),
            Knocked.WrongCode => Problems.Unauthorized("code", "The code is not right, or was used before."),
            _ => Problems.Unauthorized("sign-in", "The e-mail address or the password is not right."),
        };
    }

    private static async Task<NoContent> SignOut(
        HttpContext http,
        ClaimsPrincipal user,
        SignIns signIns,
        Callers callers,
        CancellationToken cancel
    )
    {
        // a key and the demo have no session to end
        if (user.Known is { Kind: CallerKind.Person, Hash: { } hash } person)
        {
            await signIns.End(hash, person.Actor, cancel);
            callers.Forget();
            SessionCookie.Clear(http);
        }
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        PasswordRequest request,
        HttpContext http,
        ClaimsPrincipal user,
        SignInDoor door,
        People people,
        Passwords passwords,
        Callers callers,
        CancellationToken cancel
    )
    {
        if (user.Known is not { Kind: CallerKind.Person, Hash: { } hash } caller)
            return Problems.Conflict("demo", "The demo has no password.");

        var fields = new Fields()
            .Check(
                request.Current is { Length: > 0 and <= PersonRules.LongestPassword },
                "current",
                "The current password is needed."
            )
            .Password(request.Next, caller.Email, "next");
        if (fields.Problem is { } wrong)
            return wrong;
        if (await door.Wait(caller.Email ?? "", http, cancel) is { } wait)
            return Problems.TooMany(http, "sign-in-rate", "Too many tries. Wait, and try again.", wait);

        var person = await people.Find(caller.Id, cancel);
        if (person is null || !await passwords.Matches(person.Password, request.Current, cancel))
            return new Fields().Check(false, "current", "The current password is not right.").Problem
                ?? Problems.NotSignedIn();

        await people.ChangePassword(caller.Actor, await passwords.Hash(request.Next, cancel), hash, cancel);
        await door.Forget(person.Email, http, cancel);
        callers.Forget();
        return TypedResults.NoContent();
    }
}
