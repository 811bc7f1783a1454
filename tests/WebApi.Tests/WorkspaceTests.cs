using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests;

public sealed class WorkspaceTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clock_of_a_workspace_is_read_and_set_and_stands_in_the_log()
    {
        var workspace = await Fresh();
        using var admin = await office.SignedIn(await office.Person(Role.Admin, workspace));
        using var viewer = await office.SignedIn(await office.Person(Role.Viewer, workspace));
        var root = $"/api/v1/workspaces/{workspace}";
        Assert.Equal("UTC", await Zone(viewer, root));

        using var set = await admin.PatchAsJsonAsync(root, new { timeZone = "America/Argentina/Buenos_Aires" }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal("America/Argentina/Buenos_Aires", await Zone(viewer, root));
        using var refused = await viewer.PatchAsJsonAsync(root, new { timeZone = "Europe/Madrid" }, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var log = await admin.GetStringAsync($"{root}/audit?action=workspace.time-zone", Cancel);
        Assert.Contains("Buenos_Aires", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"timeZone":"Mars/Olympus"}""")]
    [InlineData("""{"timeZone":""}""")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""")]
    [InlineData("""{"name":" ","timeZone":"Europe/Madrid"}""")]
    [InlineData("{}")]
    public async Task What_is_no_clock_is_refused_and_changes_nothing(string body)
    {
        var workspace = await Fresh();
        using var http = await office.SignedIn(await office.Person(Role.Admin, workspace));
        var root = $"/api/v1/workspaces/{workspace}";

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PatchAsync(root, content, Cancel);

        await Site.Problem(answer, 400);
        Assert.Equal("UTC", await Zone(http, root));
    }

    private async Task<string> Fresh()
    {
        var workspace = office.Fresh("clock");
        await office.Do($"insert into workspaces (id, name) values ('{workspace}', 'Clock')");
        return workspace;
    }

    private static async Task<string?> Zone(HttpClient http, string root) =>
        (await http.GetFromJsonAsync<JsonElement>(root, Cancel)).GetProperty("timeZone").GetString();
}
