using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>A secret for an authenticator app, told once: to be typed, or as an address for a QR code.</summary>
public sealed record TwoFactorSecret(string Secret, string Uri);

/// <summary>The first code that the app shows.</summary>
public sealed record TwoFactorCode(string Code);

/// <summary>Codes for the day the phone is lost, told once; each works once.</summary>
public sealed record RecoveryCodeList(IReadOnlyList<string> RecoveryCodes);

/// <summary>The password, once more.</summary>
public sealed record TwoFactorRemoval(string Password);

/// <summary>One's own second factor.</summary>
internal static class TwoFactorEndpoints
{
    public static void MapTwoFactor(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/session/two-factor").Needs(Permission.Self).WithTags("Session");
        group.MapPost("", Begin).WithName("BeginTwoFactor").WithSummary("Begin to set up a second factor");
        group
            .MapPut("", Confirm)
            .WithName("ConfirmTwoFactor")
            .WithSummary("Confirm it with a first code; answers the recovery codes");
        group.MapPost("/remove", Remove).WithName("RemoveTwoFactor").WithSummary("Remove it; takes the password");
    }

    private static async Task<Results<Ok<TwoFactorSecret>, ProblemHttpResult>> Begin(
        ClaimsPrincipal user,
        SecondFactors factors,
        CancellationToken cancel
    )
    {
        if (user.Known is not { Kind: CallerKind.Person, Email: { } email } caller)
            return Demo();
        if (await factors.Begin(caller.Id, cancel) is not { } secret)
            return Problems.Conflict("two-factor", "There is a second factor. Remove it first.");

        var spelt = Totp.Spell(secret);
        return TypedResults.Ok(
            new TwoFactorSecret(
                spelt,
                $"otpauth://totp/WhatsAppBot:{Uri.EscapeDataString(email)}?secret={spelt}&issuer=WhatsAppBot"
            )
        );
    }

    private static async Task<Results<Ok<RecoveryCodeList>, ProblemHttpResult>> Confirm(
        TwoFactorCode request,
        HttpContext http,
        ClaimsPrincipal user,
        SignInDoor door,
        SecondFactors factors,
        CancellationToken cancel
    )
    {
        if (user.Known is not { Kind: CallerKind.Person, Email: { } email } caller)
            return Demo();
        if (
            new Fields().Check(request.Code is { Length: 6 }, "code", "The six digits of the app.").Problem is { } wrong
        )
            return wrong;
        if (await door.Wait(email, http, cancel) is { } wait)
            return Problems.TooMany(http, "sign-in-rate", "Too many tries. Wait, and try again.", wait);

        return await factors.Confirm(caller.Actor, request.Code, cancel) is { } codes
            ? TypedResults.Ok(new RecoveryCodeList(codes))
            : Problems.BadRequest("code", "The code is not right, or nothing was begun.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        TwoFactorRemoval request,
        HttpContext http,
        ClaimsPrincipal user,
        SignInDoor door,
        People people,
        Passwords passwords,
        SecondFactors factors,
        CancellationToken cancel
    )
    {
        if (user.Known is not { Kind: CallerKind.Person, Email: { } email } caller)
            return Demo();
        var given = new Fields().Check(
            request.Password is { Length: > 0 and <= PersonRules.LongestPassword },
            "password",
            "The password is needed."
        );
        if (given.Problem is { } wrong)
            return wrong;
        if (await door.Wait(email, http, cancel) is { } wait)
            return Problems.TooMany(http, "sign-in-rate", "Too many tries. Wait, and try again.", wait);

        var person = await people.Find(caller.Id, cancel);
        if (!await passwords.Matches(person?.Password, request.Password, cancel))
            return Problems.BadRequest("password", "The password is not right.");

        await factors.Remove(caller.Actor, cancel);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Demo() => Problems.Conflict("demo", "The demo has no password.");
}
