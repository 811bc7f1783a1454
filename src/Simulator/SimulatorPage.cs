using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>Serves the built web page beside the stand-alone simulator, when there is one.</summary>
internal static class SimulatorPage
{
    public static void MapSimulatorPage(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SimulatorOptions>>().Value.WebRoot is not { Length: > 0 } root)
        {
            return;
        }

        var files = new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.GetFullPath(root)) };
        app.UseStaticFiles(files);
        app.MapFallbackToFile("/simulator/{**path:nonfile}", "index.html", files);
        app.MapGet("/", () => TypedResults.Redirect("/simulator"));
    }
}
