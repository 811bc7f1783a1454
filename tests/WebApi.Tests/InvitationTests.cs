using System.Net;
using System.Net.Http.Json;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests;

public sealed class InvitationTests(Office office)
{
    private const string Invitations = "/api/v1/workspaces/demo/invitations";
    private const string Accept = "/api/v1/invitations/accept";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_new_joins_by_a_link_once()
    {
        using var admin = await office.As(Role.Admin);
        var email = office.Fresh("new") + "@example.com";
        var token = await Invite(admin, email, "agent");

        using var look = await office.Client().PostAsJsonAsync("/api/v1/invitations/look", new { token }, Cancel);
        var offer = await Office.Json(look);
        Assert.Equal(
            ("Demo", email, "agent", false),
            (
                offer.GetProperty("workspace").GetString(),
                offer.GetProperty("email").GetString(),
                offer.GetProperty("role").GetString(),
                offer.GetProperty("known").GetBoolean()
            )
        );

        var person = new
        {
            token,
            name = "Grace",
            password = Office.Password,
        };
        using var joined = await office.Client().PostAsJsonAsync(Accept, person, Cancel);
        var view = await Office.Json(joined);
        Assert.Equal("agent", view.GetProperty("user").GetProperty("role").GetString());
        using var http = office.Client(Office.SessionOf(joined));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/workspaces/demo/users", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(email, Office.Password)).StatusCode);

        await Site.Problem(await office.Client().PostAsJsonAsync(Accept, person, Cancel), 404, "not-found");
    }

    [Fact]
    public async Task Somebody_with_an_account_joins_when_signed_in_and_nobody_in_their_place()
    {
        using var admin = await office.As(Role.Admin);
        var ada = await office.Person();
        var token = await Invite(admin, ada.Email, "viewer");

        using var other = await office.SignedIn(await office.Person());
        await Site.Problem(
            await other.PostAsJsonAsync(
                Accept,
                new
                {
                    token,
                    name = "Eve",
                    password = Office.Password,
                },
                Cancel
            ),
            409,
            "sign-in-first"
        );
        using var http = await office.SignedIn(ada);
        var view = await Office.Json(await http.PostAsJsonAsync(Accept, new { token }, Cancel));

        Assert.Equal("demo", view.GetProperty("workspaces")[0].GetProperty("id").GetString());
        await Site.Problem(
            await admin.PostAsJsonAsync(Invitations, new { email = ada.Email, role = "agent" }, Cancel),
            409,
            "member"
        );
    }

    [Fact]
    public async Task Twenty_who_use_one_link_at_once_are_one()
    {
        using var admin = await office.As(Role.Admin);
        var token = await Invite(admin, office.Fresh("many") + "@example.com", "agent");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    office
                        .Client()
                        .PostAsJsonAsync(
                            Accept,
                            new
                            {
                                token,
                                name = $"Name {i}",
                                password = Office.Password,
                            },
                            Cancel
                        )
                )
        );

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(
            answers,
            answer =>
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Conflict,
                    $"{answer.StatusCode}"
                )
        );
    }

    [Fact]
    public async Task A_revoked_or_old_link_is_useless()
    {
        using var admin = await office.As(Role.Admin);
        var revoked = await Invite(admin, office.Fresh("revoked") + "@example.com", "agent");
        var id = await office.Ask<string>($"select id from invitations where token_hash = sha256('{revoked}'::bytea)");
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"{Invitations}/{id}", Cancel)).StatusCode);
        var old = await Invite(admin, office.Fresh("old") + "@example.com", "agent");
        await office.Do($"update invitations set expires_at = now() where token_hash = sha256('{old}'::bytea)");

        foreach (var token in new[] { revoked, old, "guess" })
            await Site.Problem(
                await office
                    .Client()
                    .PostAsJsonAsync(
                        Accept,
                        new
                        {
                            token,
                            name = "Eve",
                            password = Office.Password,
                        },
                        Cancel
                    ),
                404,
                "not-found"
            );
    }

    [Fact]
    public async Task Nobody_invites_above_themselves()
    {
        using var admin = await office.As(Role.Admin);

        await Site.Problem(
            await admin.PostAsJsonAsync(Invitations, new { email = "boss@example.com", role = "owner" }, Cancel),
            403,
            "role"
        );
    }

    private static async Task<string> Invite(HttpClient http, string email, string role)
    {
        using var made = await http.PostAsJsonAsync(Invitations, new { email, role }, Cancel);
        var view = await Office.Json(made, HttpStatusCode.Created);
        var token = view.GetProperty("token").GetString() ?? "";
        Assert.Equal($"/invite#token={token}", view.GetProperty("link").GetString());
        Assert.DoesNotContain(token, made.Headers.Location?.ToString());
        return token;
    }
}
