using System.Net;
using System.Net.Http.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Live;

namespace WhatsAppBot.WebApi.Tests;

public sealed class UserTests(Office office)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_role_counts_on_all_nodes()
    {
        using var admin = await office.As(Role.Admin);
        var ada = await office.Person(Role.Viewer);
        using var http = await office.SignedIn(ada, office.OtherNode);
        const string list = "/api/v1/workspaces/demo/api-keys";
        await Site.Problem(await http.GetAsync(list, Cancel), 403, "role");

        using var changed = await Change(admin, ada, new { role = "admin" });

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await Eventually.True(
            async () => (await http.GetAsync(list, Cancel)).StatusCode == HttpStatusCode.OK,
            "the role counts",
            Cancel
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_suspended_or_removed_is_out_on_all_nodes(bool suspended)
    {
        using var admin = await office.As(Role.Admin);
        var ada = await office.Person(Role.Agent);
        using var http = await office.SignedIn(ada, office.OtherNode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/workspaces/demo/users", Cancel)).StatusCode);

        using var done = suspended
            ? await Change(admin, ada, new { suspended = true })
            : await admin.DeleteAsync($"/api/v1/workspaces/demo/users/{ada.Id}", Cancel);

        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        await Eventually.True(
            async () =>
                (await http.GetAsync("/api/v1/workspaces/demo/users", Cancel)).StatusCode == HttpStatusCode.NotFound,
            "the workspace is closed",
            Cancel
        );
    }

    [Fact]
    public void What_a_node_remembers_of_somebody_is_looked_up_anew_well_before_five_seconds_are_over()
    {
        // the other tests wait as long as a slow machine needs, and would not see these grow
        Assert.InRange(Callers.Fresh, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.InRange(HubWatch.Every, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_workspace_keeps_an_owner_whoever_removes_whom_at_once()
    {
        var workspace = office.Fresh("team");
        await office.Do($"insert into workspaces (id, name) values ('{workspace}', 'Team')");
        var owners = new[] { await office.Person(Role.Owner, workspace), await office.Person(Role.Owner, workspace) };
        using var one = await office.SignedIn(owners[0]);
        using var two = await office.SignedIn(owners[1], office.OtherNode);

        var answers = await Task.WhenAll(
            one.DeleteAsync($"/api/v1/workspaces/{workspace}/users/{owners[1].Id}", Cancel),
            two.DeleteAsync($"/api/v1/workspaces/{workspace}/users/{owners[0].Id}", Cancel)
        );

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(
            1L,
            await office.Ask<long>($"select count(*) from members where workspace_id = '{workspace}' and role = 3")
        );
    }

    [Fact]
    public async Task The_last_owner_stays_one()
    {
        var workspace = office.Fresh("team");
        await office.Do($"insert into workspaces (id, name) values ('{workspace}', 'Team')");
        var owner = await office.Person(Role.Owner, workspace);
        using var http = await office.SignedIn(owner);
        var address = $"/api/v1/workspaces/{workspace}/users/{owner.Id}";

        await Site.Problem(await http.PatchAsJsonAsync(address, new { role = "admin" }, Cancel), 409, "last-owner");
        await Site.Problem(await http.PatchAsJsonAsync(address, new { suspended = true }, Cancel), 409, "last-owner");
        await Site.Problem(await http.DeleteAsync(address, Cancel), 409, "last-owner");
        using var same = await http.PatchAsJsonAsync(address, new { role = "owner" }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, same.StatusCode);
    }

    [Fact]
    public async Task An_admin_neither_makes_nor_touches_owners()
    {
        using var admin = await office.As(Role.Admin);
        var owner = await office.Person(Role.Owner);
        var agent = await office.Person(Role.Agent);

        await Site.Problem(await Change(admin, owner, new { role = "viewer" }), 403, "role");
        await Site.Problem(await Change(admin, agent, new { role = "owner" }), 403, "role");
        await Site.Problem(await admin.DeleteAsync($"/api/v1/workspaces/demo/users/{owner.Id}", Cancel), 403, "role");
    }

    [Fact]
    public async Task Whoever_makes_a_workspace_owns_it_and_names_it_anew()
    {
        using var owner = await office.As(Role.Owner);

        using var made = await owner.PostAsJsonAsync("/api/v1/workspaces", new { name = "Käse & Co" }, Cancel);
        var id = (await Office.Json(made, HttpStatusCode.Created)).GetProperty("id").GetString();
        using var renamed = await owner.PatchAsJsonAsync($"/api/v1/workspaces/{id}", new { name = "Cheese" }, Cancel);
        var list = await Office.Json(await owner.GetAsync("/api/v1/workspaces", Cancel));

        Assert.Equal(HttpStatusCode.NoContent, renamed.StatusCode);
        Assert.Equal(
            "Demo owner, Cheese owner",
            string.Join(
                ", ",
                list.GetProperty("items")
                    .EnumerateArray()
                    .Select(one => $"{one.GetProperty("name")} {one.GetProperty("role")}")
            )
        );
    }

    private static Task<HttpResponseMessage> Change(HttpClient http, Someone person, object change) =>
        http.PatchAsJsonAsync($"/api/v1/workspaces/demo/users/{person.Id}", change, Cancel);
}
