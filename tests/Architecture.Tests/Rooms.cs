namespace WhatsAppBot.Architecture.Tests;

/// <summary>Who may use whom: the table of the design, and the packages of each room.</summary>
internal static class Rooms
{
    private static readonly string[] Vocabulary = ["Messages", "Flows"];
    private static readonly string[] Clients = [.. Vocabulary, "WhatsApp", "Storage", "Grains.Abstractions"];

    private static readonly Dictionary<string, Room> Table = new()
    {
        ["Messages"] = new([], []),
        ["Flows"] = new(["Messages"], ["Fluid.Core", "Microsoft.CodeAnalysis.BannedApiAnalyzers"]),
        ["WhatsApp"] = new(["Messages"], ["Microsoft.Extensions.", "libphonenumber-csharp"]),
        ["Storage"] = new(Vocabulary, ["Npgsql", "dbup-postgresql", "Microsoft.Extensions."]),
        ["PrivatePostgres"] = new([], ["Npgsql"]),
        ["CallingOut"] = new([], ["Microsoft.Extensions."]),
        ["Grains.Abstractions"] = new(Vocabulary, ["Microsoft.Orleans.Sdk", "Microsoft.Orleans.Streaming"]),
        ["Grains"] = new([.. Clients, "CallingOut"], ["Microsoft.Orleans.", "Microsoft.Extensions."]),
        ["ServiceDefaults"] = new([], ["OpenTelemetry.", "Npgsql.OpenTelemetry", "Microsoft.Extensions."], Web: true),
        ["Silo"] = new(
            ["Grains", "WhatsApp", "Storage", "ServiceDefaults"],
            ["Microsoft.Orleans.", "Microsoft.Extensions."],
            Web: true
        ),
        ["WebApi"] = new(
            [.. Clients, "CallingOut", "ServiceDefaults"],
            [
                "Microsoft.Orleans.Client",
                "Microsoft.Orleans.Clustering.AdoNet",
                "Microsoft.Orleans.Streaming",
                "Microsoft.AspNetCore.",
                "Microsoft.Extensions.",
                "Scalar.AspNetCore",
            ],
            Web: true
        ),
        ["Simulator"] = new(
            ["Messages", "ServiceDefaults"],
            ["Microsoft.AspNetCore.", "Microsoft.Extensions."],
            Web: true
        ),
        ["Node"] = new(
            ["WebApi", "Silo", "Simulator", "Storage", "ServiceDefaults", "PrivatePostgres"],
            ["Microsoft.Orleans.", "Microsoft.Extensions."],
            Web: true
        ),
    };

    public static IEnumerable<string> Broken(IReadOnlyList<ProjectFile> projects)
    {
        foreach (var project in projects)
        {
            if (!Table.TryGetValue(project.Name, out var room))
            {
                yield return $"{project.Name} is not in the table of rooms";
                continue;
            }

            foreach (var used in project.Rooms.Except(room.MayUse))
                yield return $"{project.Name} may not use {used}";
            foreach (var package in project.Packages.Where(package => !room.Takes(package)))
                yield return $"{project.Name} may not take the package {package}";
            if (project.Web && !room.Web)
                yield return $"{project.Name} may not take ASP.NET";
        }

        foreach (var missing in Table.Keys.Except(projects.Select(p => p.Name)))
            yield return $"{missing} stands in the table, but there is no such project";
        foreach (var project in projects.Where(p => Reaches(p.Name, p.Name, projects, [])))
            yield return $"{project.Name} uses itself, in a circle";
    }

    private static bool Reaches(string from, string to, IReadOnlyList<ProjectFile> projects, HashSet<string> seen) =>
        seen.Add(from)
        && projects.FirstOrDefault(p => p.Name == from) is { } project
        && (project.Rooms.Contains(to) || project.Rooms.Any(next => Reaches(next, to, projects, seen)));

    private sealed record Room(string[] MayUse, string[] Packages, bool Web = false)
    {
        public bool Takes(string package) =>
            Packages.Any(p => p.EndsWith('.') ? package.StartsWith(p, StringComparison.Ordinal) : package == p);
    }
}
