namespace WhatsAppBot.Support;

/// <summary>Where the sources of the running tests lie, and what was built from them.</summary>
public static class Repository
{
    /// <summary>The folder of WhatsAppBot.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built program of a host in <c>src</c>, of the same configuration as the tests.</summary>
    public static string Host(string project) => Built("src", project);

    /// <summary>The built program of a project in <c>src</c> or <c>tests</c>.</summary>
    public static string Built(string folder, string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Debug";
        var dll = Path.Combine(Root, folder, project, "bin", configuration, "net10.0", $"WhatsAppBot.{project}.dll");
        return File.Exists(dll)
            ? dll
            : throw new FileNotFoundException($"{folder}/{project} is not built ({configuration}).", dll);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WhatsAppBot.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No WhatsAppBot.sln above {AppContext.BaseDirectory}.");
    }
}
