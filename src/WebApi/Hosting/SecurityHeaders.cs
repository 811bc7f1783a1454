using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// What every answer tells a browser: not to guess types, not to show us in a frame, to come back by TLS, and, for pages, that nothing but our own files runs.
/// </summary>
public static class SecurityHeaders
{
    private const string Hsts = "max-age=31536000";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var pages = Policy(app.Services.GetRequiredService<DemoOptions>().SimulatorApi);
        // the reference of the API brings its own small scripts
        var reference = pages.Replace(
            "script-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            StringComparison.Ordinal
        );

        app.Use(
            (http, next) =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "same-origin";
                headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/scalar") ? reference : pages;
                if (http.Request.IsHttps)
                    headers.StrictTransportSecurity = Hsts;
                return next(http);
            }
        );
    }

    /// <summary>Styles may be inline: the kit positions its overlays so. A simulator on another origin belongs to the demo.</summary>
    private static string Policy(string? simulator)
    {
        var also =
            Uri.TryCreate(simulator, UriKind.Absolute, out var other)
            && other.Scheme.StartsWith("http", StringComparison.Ordinal)
                ? $" {other.GetLeftPart(UriPartial.Authority)}"
                : "";
        return string.Join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            $"img-src 'self' data: blob:{also}",
            $"media-src 'self' blob:{also}",
            $"connect-src 'self'{also}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'"
        );
    }
}
