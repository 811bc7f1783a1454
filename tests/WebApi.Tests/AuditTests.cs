using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class AuditTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_changed_stands_in_the_log_with_who_did_it()
    {
        var (workspace, owner) = await Team();
        using var http = await office.SignedIn(owner);
        var agent = await office.Person(Role.Agent, workspace);
        var root = $"/api/v1/workspaces/{workspace}";

        await http.PatchAsJsonAsync(root, new { name = "Renamed" }, Cancel);
        await http.PatchAsJsonAsync($"{root}/users/{agent.Id}", new { role = "viewer" }, Cancel);
        await http.DeleteAsync($"{root}/users/{agent.Id}", Cancel);
        await http.DeleteAsync($"{root}/users/{agent.Id}", Cancel);
        await http.PostAsJsonAsync($"{root}/api-keys", new { name = "K", scopes = new[] { "users:read" } }, Cancel);
        await http.PostAsJsonAsync($"{root}/invitations", new { email = "new@example.com", role = "agent" }, Cancel);

        var page = await Page(http, workspace, "");
        Assert.Equal(
            ["invitation.create", "api-key.create", "member.remove", "member.change", "workspace.rename"],
            page.Items.Select(one => one.GetProperty("action").GetString())
        );
        Assert.All(page.Items, one => Assert.Equal(owner.Id, one.GetProperty("actor").GetProperty("id").GetString()));
        Assert.Equal("viewer", page.Items[3].GetProperty("detail").GetProperty("role").GetString());
    }

    [Fact]
    public async Task The_log_is_read_page_by_page_and_by_filters()
    {
        var (workspace, owner) = await Team();
        using var http = await office.SignedIn(owner);
        var log = office.Service<AuditLog>();
        for (var i = 0; i < 5; i++)
            await log.Append(
                new AuditEntry(workspace, new Actor($"actor{i % 2}", "A"), $"thing.{i}", $"target{i}"),
                Cancel
            );

        var first = await Page(http, workspace, "?limit=3");
        var second = await Page(http, workspace, $"?limit=3&cursor={first.Next}");

        Assert.Equal("4 3 2 1 0", Numbers([.. first.Items, .. second.Items]));
        Assert.Null(second.Next);
        Assert.Equal("3 1", Numbers((await Page(http, workspace, "?actor=actor1")).Items));
        Assert.Equal("2", Numbers((await Page(http, workspace, "?action=thing.2")).Items));
        Assert.Equal("4", Numbers((await Page(http, workspace, "?target=target4")).Items));
        Assert.Equal("", Numbers((await Page(http, workspace, "?to=2020-01-01T00:00:00Z")).Items));
        await Site.Problem(
            await http.GetAsync($"/api/v1/workspaces/{workspace}/audit?cursor=x&limit=0", Cancel),
            400,
            "invalid"
        );
    }

    [Fact]
    public async Task Whoever_is_not_let_in_stands_in_the_log_and_cannot_fill_it()
    {
        var (workspace, owner) = await Team();
        var agent = await office.Person(Role.Agent, workspace);
        for (var tries = 0; tries < 25; tries++)
            using (await office.SignIn(agent.Email, $"a guess {tries}")) { }

        using var http = await office.SignedIn(owner);
        var page = await Eventually.Value(
            async () =>
            {
                var (items, _) = await Page(http, workspace, $"?action=session.refused&target={agent.Id}");
                var reasons = items.Select(one => one.GetProperty("detail").GetProperty("reason").GetString()).ToList();
                return reasons.Contains("too_often") && reasons.Contains("password") ? items : null;
            },
            "the first tries and the end of patience are in the log",
            Cancel
        );
        // another test may end the window: then it begins once more
        Assert.InRange(page.Count, 2, 9);
        await office.ForgetTries(agent.Email);
        var text = await office.Ask<string>(
            $"select string_agg(detail::text, ' ') from audit where target = '{agent.Id}'"
        );
        Assert.DoesNotContain("guess", text);
        Assert.DoesNotContain(agent.Email, text);
    }

    [Fact]
    public async Task A_wrong_password_stands_in_the_log_of_the_workspace_and_what_a_stranger_typed_in_none()
    {
        var (workspace, owner) = await Team();
        using var stranger = await office.SignIn("nobody@example.com", "a guess");
        using var wrong = await office.SignIn(owner.Email, "a guess");
        using var http = await office.SignedIn(owner);

        await Eventually.True(
            async () => (await Page(http, workspace, "?action=session.refused")).Items.Count == 1,
            "it stands there",
            Cancel
        );
        Assert.Equal(
            0L,
            await office.Ask<long>(
                "select count(*) from audit where action = 'session.refused' and detail::text like '%nobody%'"
            )
        );
    }

    [Theory]
    [InlineData("update audit set actor_id = 'somebody else'")]
    [InlineData("delete from audit")]
    [InlineData("truncate audit")]
    public async Task Nobody_changes_the_log(string sql)
    {
        await office.Service<AuditLog>().Append(new AuditEntry(null, Actor.Product, "test"), Cancel);

        await Assert.ThrowsAsync<PostgresException>(() => office.Do(sql));
    }

    private async Task<(string Workspace, Someone Owner)> Team()
    {
        var workspace = office.Fresh("team");
        await office.Do($"insert into workspaces (id, name) values ('{workspace}', 'Team')");
        return (workspace, await office.Person(Role.Owner, workspace));
    }

    private static async Task<(IReadOnlyList<JsonElement> Items, string? Next)> Page(
        HttpClient http,
        string workspace,
        string query
    )
    {
        var page = await Office.Json(await http.GetAsync($"/api/v1/workspaces/{workspace}/audit{query}", Cancel));
        return ([.. page.GetProperty("items").EnumerateArray()], page.GetProperty("next").GetString());
    }

    private static string Numbers(IEnumerable<JsonElement> items) =>
        string.Join(' ', items.Select(one => one.GetProperty("action").GetString()?.Split('.')[1]));
}
