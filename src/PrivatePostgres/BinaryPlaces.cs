using System.Runtime.InteropServices;

namespace WhatsAppBot.PrivatePostgres;

/// <summary>The folders in which PostgreSQL's programs may be, in the order in which they are preferred.</summary>
/// <param name="Named">What <c>APP_PG_BIN</c> names; when set, it must be right.</param>
/// <param name="System">The folders of the machine.</param>
/// <param name="Packaged">The folder of the npm package.</param>
internal sealed record BinaryPlaces(string? Named, IReadOnlyList<string> System, string? Packaged)
{
    private const int OldestMajor = 15;

    public static BinaryPlaces OfThisMachine(string? nodeModules) =>
        new(
            Environment.GetEnvironmentVariable("APP_PG_BIN") is { Length: > 0 } named ? named : null,
            [
                .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                    Path.PathSeparator,
                    StringSplitOptions.RemoveEmptyEntries
                ),
                .. Versions("/usr/lib/postgresql", "*", "bin"),
                .. Versions("/usr", "pgsql-*", "bin"),
                .. Versions("/opt/homebrew/opt", "postgresql@*", "bin"),
                .. Versions("/usr/local/opt", "postgresql@*", "bin"),
            ],
            (nodeModules ?? NodeModules()) is not { } packages
                ? null
                : Path.Combine(packages, "@embedded-postgres", PlatformName(), "native", "bin")
        );

    /// <summary>
    /// The programs to use. An existing cluster can be opened only by its own <paramref name="major"/>: without that rule a machine
    /// that gains a newer PostgreSQL would make an empty cluster beside the real one.
    /// </summary>
    public PostgresBinaries Find(int? major)
    {
        if (Named is not null)
            return Checked(Named, major);

        var seen = new List<PostgresBinaries>();
        foreach (var folder in Packaged is null ? System : [.. System, Packaged])
        {
            if (PostgresBinaries.In(folder) is not { } found)
                continue;
            if (major is null ? found.Major >= OldestMajor : found.Major == major)
                return found;
            seen.Add(found);
        }

        throw new PrivatePostgresException($"{Missing(major, seen)} {PrivatePostgresException.WaysOut}");
    }

    /// <summary>In a checkout: what <c>npm ci --prefix tools/postgres</c> made, seen from the built program.</summary>
    private static string? NodeModules()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var tools = Path.Combine(at.FullName, "tools", "postgres");
            if (Directory.Exists(tools))
                return Path.Combine(tools, "node_modules");
        }

        return null;
    }

    private static PostgresBinaries Checked(string folder, int? major)
    {
        var found =
            PostgresBinaries.In(folder)
            ?? throw new PrivatePostgresException(
                $"APP_PG_BIN names {folder}, which does not hold postgres, initdb and pg_ctl together. {PrivatePostgresException.WaysOut}"
            );
        if (major is null ? found.Major >= OldestMajor : found.Major == major)
            return found;

        throw new PrivatePostgresException(
            $"APP_PG_BIN names PostgreSQL {found.Major} in {folder}, but {Wanted(major)}. {PrivatePostgresException.WaysOut}"
        );
    }

    private string Missing(int? major, List<PostgresBinaries> seen)
    {
        var others =
            seen.Count == 0
                ? ""
                : $"; found {string.Join(", ", seen.Select(s => $"{s.Major} in {s.Folder}").Distinct())}";
        return $"No PostgreSQL to start: {Wanted(major)}. Looked in APP_PG_BIN, PATH, the system's folders"
            + $" and {Packaged ?? "no packaged binaries"}{others}.";
    }

    private static string Wanted(int? major) =>
        major is null
            ? $"version {OldestMajor} or newer is needed"
            : $"the data here was made by PostgreSQL {major} and only that version may open it"
                + " (to change the version: dump with the old, restore with the new)";

    private static IEnumerable<string> Versions(string parent, string pattern, string below) =>
        Directory.Exists(parent)
            ? Directory
                .EnumerateDirectories(parent, pattern)
                .OrderDescending(ByNumber)
                .Select(f => Path.Combine(f, below))
            : [];

    private static readonly Comparer<string> ByNumber = Comparer<string>.Create(
        (a, b) => Number(a).CompareTo(Number(b))
    );

    private static int Number(string folder) =>
        int.TryParse(Path.GetFileName(folder).Split('-', '@')[^1].Split('.')[0], out var number) ? number : 0;

    private static string PlatformName()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
