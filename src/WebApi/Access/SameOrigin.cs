using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Access;

/// <summary>Refuses changes and hub connections that a page of another origin makes a browser send.</summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) =>
        app.Use(
            async (http, next) =>
            {
                var request = http.Request;
                var guarded =
                    Changes(request) && request.Path.StartsWithSegments("/api")
                    || request.Path.StartsWithSegments("/hubs");
                if (guarded && IsForeign(request))
                    await Problems
                        .Forbidden("origin", "The request comes from a page of another origin.")
                        .ExecuteAsync(http);
                else
                    await next(http);
            }
        );

    public static bool Changes(HttpRequest request) =>
        !(
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
        );

    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value);
}
