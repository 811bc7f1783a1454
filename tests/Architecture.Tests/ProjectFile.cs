using System.Xml.Linq;

namespace WhatsAppBot.Architecture.Tests;

/// <summary>What a project says it uses.</summary>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> Rooms, IReadOnlyList<string> Packages, bool Web)
{
    public static ProjectFile Read(string name, string xml)
    {
        var project = XElement.Parse(xml);
        return new ProjectFile(
            name,
            [
                .. Included(project, "ProjectReference")
                    .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))),
            ],
            [.. Included(project, "PackageReference")],
            project.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web"
                || Included(project, "FrameworkReference").Contains("Microsoft.AspNetCore.App")
        );
    }

    private static IEnumerable<string> Included(XElement project, string item) =>
        project.Descendants(item).Select(i => i.Attribute("Include")?.Value).OfType<string>();
}
