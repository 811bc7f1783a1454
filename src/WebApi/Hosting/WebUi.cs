using Microsoft.Extensions.FileProviders;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Serves the built web UI: files by their names, and its one page for every other address of a person.</summary>
internal static class WebUi
{
    public static void MapWebUi(this WebApplication app)
    {
        if (Folder(app.Configuration) is not { } folder)
        {
            app.MapGet("/", () => "The web UI is not built. Run: npm ci && npm run build in web/")
                .ExcludeFromDescription();
            return;
        }

        var files = new PhysicalFileProvider(folder);
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = served =>
                    served.Context.Response.Headers.CacheControl = served.Context.Request.Path.StartsWithSegments(
                        "/assets"
                    )
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            }
        );
        // not an endpoint: a route that takes every address would hide that a program's address, method or content type is wrong
        app.Use(
            async (http, next) =>
            {
                if (
                    http.GetEndpoint() is not null
                    || !HttpMethods.IsGet(http.Request.Method)
                    || !IsPage(http.Request.Path)
                )
                {
                    await next(http);
                    return;
                }
                http.Response.ContentType = "text/html; charset=utf-8";
                http.Response.Headers.CacheControl = "no-cache";
                await http.Response.SendFileAsync(files.GetFileInfo("index.html"), http.RequestAborted);
            }
        );
    }

    /// <summary>Whether a person may open this address: neither a file nor anything of a program.</summary>
    private static bool IsPage(PathString path) =>
        !Programs.Any(program => path.StartsWithSegments(program)) && !Path.HasExtension(path.Value);

    private static readonly PathString[] Programs =
    [
        "/api",
        "/hubs",
        "/webhooks",
        "/openapi",
        "/health",
        "/metrics",
        "/simulator/api",
        "/simulator/graph",
    ];

    private static string? Folder(IConfiguration settings)
    {
        if (settings["Web:Root"] is { Length: > 0 } configured)
            return Directory.Exists(configured)
                ? Path.GetFullPath(configured)
                : throw new ConfigurationException($"Web__Root is {configured}, and there is no such folder.");

        var beside = Path.Combine(AppContext.BaseDirectory, "ui");
        if (File.Exists(Path.Combine(beside, "index.html")))
            return beside;

        // from a source tree: where the build puts it
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var built = Path.Combine(at.FullName, "web", "dist");
            if (File.Exists(Path.Combine(built, "index.html")))
                return built;
        }
        return null;
    }
}
