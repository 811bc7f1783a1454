using System.Diagnostics;
using WhatsAppBot.Support;

namespace WhatsAppBot.Architecture.Tests;

/// <summary>The text files of the project, as git knows them.</summary>
internal static class TrackedFiles
{
    private static readonly string[] Pictures = [".png", ".ico", ".woff2", ".webp", ".jpg", ".mp4", ".ogg", ".pdf"];

    public static IReadOnlyList<(string Path, string Text)> All { get; } = Read();

    public static IEnumerable<(string Path, string Text)> Sources =>
        All.Where(f =>
            f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Path.EndsWith(".cs", StringComparison.Ordinal)
        );

    private static List<(string, string)> Read()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git does not start");
        var names = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        if (git.ExitCode != 0 || names.Length == 0)
            throw new InvalidOperationException("git names no files here");

        return
        [
            .. names
                .Where(name => !Pictures.Contains(Path.GetExtension(name)))
                .Select(name => (Name: name, File: Path.Combine(Repository.Root, name)))
                .Where(f => File.Exists(f.File))
                .Select(f => (f.Name, File.ReadAllText(f.File))),
        ];
    }
}
