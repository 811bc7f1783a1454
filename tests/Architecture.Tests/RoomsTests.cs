using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.Architecture.Tests;

public sealed class RoomsTests
{
    private static readonly IReadOnlyList<ProjectFile> Projects =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => ProjectFile.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))),
    ];

    [Fact]
    public void Every_room_uses_only_what_it_may() => Assert.Empty(Rooms.Broken(Projects));

    [Theory]
    [InlineData("Flows", "<ProjectReference Include='..\\Storage\\Storage.csproj' />", "Flows may not use Storage")]
    [InlineData(
        "Simulator",
        "<ProjectReference Include='../WhatsApp/WhatsApp.csproj' />",
        "Simulator may not use WhatsApp"
    )]
    [InlineData("WebApi", "<ProjectReference Include='../Grains/Grains.csproj' />", "WebApi may not use Grains")]
    [InlineData(
        "Storage",
        "<ProjectReference Include='../PrivatePostgres/PrivatePostgres.csproj' />",
        "Storage may not use PrivatePostgres"
    )]
    [InlineData("WebApi", "<PackageReference Include='Npgsql' />", "WebApi may not take the package Npgsql")]
    [InlineData(
        "WebApi",
        "<PackageReference Include='Microsoft.Orleans.Server' />",
        "WebApi may not take the package Microsoft.Orleans.Server"
    )]
    [InlineData("Messages", "<PackageReference Include='Npgsql' />", "Messages may not take the package Npgsql")]
    [InlineData("Grains", "<FrameworkReference Include='Microsoft.AspNetCore.App' />", "Grains may not take ASP.NET")]
    [InlineData("Attic", "", "Attic is not in the table of rooms")]
    public void A_forbidden_use_is_found(string room, string item, string finding)
    {
        var bad = ProjectFile.Read(room, $"<Project Sdk='Microsoft.NET.Sdk'><ItemGroup>{item}</ItemGroup></Project>");

        Assert.Contains(finding, Rooms.Broken([.. Projects.Where(p => p.Name != room), bad]));
    }

    [Fact]
    public void A_circle_is_found()
    {
        ProjectFile[] circle = [new("Flows", ["Messages"], [], false), new("Messages", ["Flows"], [], false)];

        Assert.Contains("Flows uses itself, in a circle", Rooms.Broken(circle));
    }

    [Fact]
    public void A_room_that_is_gone_is_found() =>
        Assert.Contains("Grains stands in the table, but there is no such project", Rooms.Broken([]));
}
