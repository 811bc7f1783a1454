using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>The one place where it is decided who passes: by what the endpoint declares, and nothing that declares nothing.</summary>
internal static class Gate
{
    public const string AntiforgeryHeader = "X-Antiforgery";

    public static void UseGate(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<KeyLimits>();
        app.Use(
            async (http, next) =>
            {
                // nobody between us and the caller keeps what was told to somebody who was signed in
                if (Declarations.IsGuarded(http.Request.Path))
                    http.Response.Headers.CacheControl = "no-store";
                if (http.GetEndpoint() is { } endpoint && Refusal(http, endpoint, limits) is { } refusal)
                    await refusal.ExecuteAsync(http);
                else
                    await next(http);
            }
        );
    }

    private static ProblemHttpResult? Refusal(HttpContext http, Endpoint endpoint, KeyLimits limits)
    {
        if (endpoint.Metadata.GetMetadata<AccessDeclaration>() is not { } declared)
            // what routing puts in for a wrong method or content type is no endpoint of ours, and only says so
            return endpoint is RouteEndpoint && Declarations.IsGuarded(http.Request.Path)
                ? Problems.Forbidden("undeclared", "Nothing says who may do this.")
                : null;
        if (declared.Permission is not { } permission)
            return null;
        if (http.User.Caller is not { } caller)
            return Problems.NotSignedIn();
        if (limits.Wait(caller) is { } wait)
            return Problems.TooMany(http, "rate", "This key has used up its requests for now.", wait);

        // before anything else about it is told
        var workspace = http.Request.RouteValues["ws"] as string;
        if (workspace is not null && caller.RoleIn(workspace) is null)
            return Problems.NotFound("There is no such workspace.");
        if (!caller.May(permission, workspace))
            return caller.IsKey
                ? Problems.Forbidden(
                    "scope",
                    permission.ForKeys
                        ? $"The key lacks the scope {permission.Name}."
                        : "This is for people, not for keys."
                )
                : Problems.Forbidden("role", $"This takes the role {permission.Least?.ToString().ToLowerInvariant()}.");
        return caller.Antiforgery is { } secret ? Forged(http.Request, secret) : null;
    }

    /// <summary>A browser sends the cookie by itself: a page must show that it could read an answer of ours, a socket where it comes from.</summary>
    private static ProblemHttpResult? Forged(HttpRequest request, string secret)
    {
        if (request.Path.StartsWithSegments("/hubs"))
            return request.Headers.Origin.Count == 0
                ? Problems.Forbidden("origin", "A browser says of which page it is.")
                : null;
        if (!SameOrigin.Changes(request))
            return null;

        var given = Encoding.UTF8.GetBytes(request.Headers[AntiforgeryHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(secret))
            ? null
            : Problems.Forbidden("antiforgery", $"{AntiforgeryHeader} is not the one of this session.");
    }
}
