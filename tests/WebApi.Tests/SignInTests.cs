using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed partial class SignInTests(Office office)
{
    private const string Session = "/api/v1/session";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_signs_in_is_told_who_they_are_and_signs_out()
    {
        var ada = await office.Person(Role.Agent);

        using var entered = await office.SignIn($" {ada.Email.ToUpperInvariant()} ", Office.Password);
        var view = await Office.Json(entered);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
        var session = Office.SessionOf(entered) ?? "";

        Assert.Equal((ada.Id, "agent"), (Text(view, "user", "id"), Text(view, "user", "role")));
        Assert.False(view.GetProperty("demo").GetBoolean());
        Assert.Equal(
            "demo:agent",
            string.Join(
                ' ',
                view.GetProperty("workspaces")
                    .EnumerateArray()
                    .Select(one => $"{one.GetProperty("id")}:{one.GetProperty("role")}")
            )
        );
        Assert.Equal(Office.AntiforgeryOf(session), view.GetProperty("antiforgery").GetString());
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.Contains("path=/", cookie);
        Assert.DoesNotContain("domain", cookie);

        using var http = office.Client(session);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Session, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(Session, Cancel)).StatusCode);
        await Site.Problem(await http.GetAsync(Session, Cancel), 401, "not-signed-in");
    }

    [Fact]
    public async Task The_database_knows_no_token_and_no_password()
    {
        var ada = await office.Person(Role.Agent);
        using var entered = await office.SignIn(ada.Email, Office.Password);
        var session = Office.SessionOf(entered) ?? "";

        Assert.Equal(
            0L,
            await office.Ask<long>(
                $"select count(*) from sign_ins where position('{session}'::bytea in token_hash) > 0"
            )
        );
        Assert.Equal(
            1L,
            await office.Ask<long>($"select count(*) from sign_ins where token_hash = sha256('{session}'::bytea)")
        );
        Assert.Equal(
            0L,
            await office.Ask<long>($"select count(*) from users where password like '%{Office.Password}%'")
        );
    }

    [Fact]
    public async Task A_wrong_password_and_a_stranger_get_the_same_answer_in_the_same_time()
    {
        var ada = await office.Person(Role.Agent);
        await office.SignIn(office.Fresh("warm") + "@example.com", "up");

        // the shortest of five: a busy machine makes single ones longer
        var (wrong, stranger) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            var (toHer, hers) = await Timed(ada.Email, "not her password");
            var (toNobody, nobodys) = await Timed(office.Fresh("nobody") + "@example.com", "not her password");
            Assert.Equal(toHer, toNobody);
            Assert.Contains("urn:whatsappbot:problem:sign-in", toHer);
            (wrong, stranger) = (Math.Min(wrong, hers), Math.Min(stranger, nobodys));
        }
        await office.ForgetTries(ada.Email);

        // without the hash it would be a hundredth
        Assert.InRange(stranger / wrong, 0.2, 5);
    }

    [Fact]
    public async Task Whoever_guesses_is_slowed_down_on_all_nodes_and_learns_nothing_of_who_exists()
    {
        foreach (var email in new[] { (await office.Person()).Email, office.Fresh("nobody") + "@example.com" })
        {
            for (var tries = 0; tries < 10; tries++)
            {
                var node = tries % 2 == 0 ? office.App : office.OtherNode;
                await Site.Problem(await office.SignIn(email, "guess", node: node), 401, "sign-in");
            }

            // even the right one, until the window is over
            using var refused = await office.SignIn(email, Office.Password, node: office.OtherNode);
            await Site.Problem(refused, 429, "sign-in-rate");
            Assert.InRange(
                refused.Headers.RetryAfter?.Delta ?? TimeSpan.Zero,
                TimeSpan.FromMinutes(10),
                TimeSpan.FromMinutes(15)
            );
            await office.ForgetTries(email);
        }
    }

    [Fact]
    public async Task A_session_works_on_every_node_and_ends_on_every_node()
    {
        var token = await office.NewSession(await office.Person(Role.Viewer));
        using var here = office.Client(token);
        using var there = office.Client(token, office.OtherNode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync(Session, Cancel)).StatusCode);

        await here.DeleteAsync(Session, Cancel);

        await Eventually.True(
            async () => (await there.GetAsync(Session, Cancel)).StatusCode == HttpStatusCode.Unauthorized,
            "the session ended on the other node",
            Cancel
        );
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_only_those()
    {
        var ada = await office.Person(Role.Viewer);
        using var here = await office.SignedIn(ada);
        using var elsewhere = await office.SignedIn(ada, office.OtherNode);
        const string next = "a longer, better one";

        await Site.Problem(
            await here.PutAsJsonAsync($"{Session}/password", new { current = "wrong", next }, Cancel),
            400,
            "invalid"
        );
        using var changed = await here.PutAsJsonAsync(
            $"{Session}/password",
            new { current = Office.Password, next },
            Cancel
        );

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync(Session, Cancel)).StatusCode);
        await Eventually.True(
            async () => (await elsewhere.GetAsync(Session, Cancel)).StatusCode == HttpStatusCode.Unauthorized,
            "the other session ended",
            Cancel
        );
        await Site.Problem(await office.SignIn(ada.Email, Office.Password), 401, "sign-in");
        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(ada.Email, next)).StatusCode);
    }

    [Fact]
    public async Task A_page_that_cannot_read_our_answers_changes_nothing()
    {
        var token = await office.NewSession(await office.Person(Role.Owner));
        using var http = office.Client(token);
        http.DefaultRequestHeaders.Remove("X-Antiforgery");

        await Site.Problem(
            await http.PostAsJsonAsync("/api/v1/workspaces", new { name = "Mine" }, Cancel),
            403,
            "antiforgery"
        );
        http.DefaultRequestHeaders.Add("X-Antiforgery", Office.AntiforgeryOf("of another session"));
        await Site.Problem(
            await http.PostAsJsonAsync("/api/v1/workspaces", new { name = "Mine" }, Cancel),
            403,
            "antiforgery"
        );
        await Site.Problem(
            await http.PostAsync("/hubs/inbox/negotiate?negotiateVersion=1", null, Cancel),
            403,
            "origin"
        );
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Session, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_password_does_not_pass_over_plain_http_but_to_this_machine()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Session)
        {
            Content = JsonContent.Create(new { email = "ada@example.com", password = Office.Password }),
        };
        request.Headers.Host = "chat.example.com";

        await Site.Problem(await office.Client().SendAsync(request, Cancel), 403, "https-needed");
    }

    [Fact]
    public async Task A_session_that_is_not_used_for_a_week_is_over()
    {
        var token = await office.NewSession(await office.Person(Role.Owner));
        await office.Do(
            $"update sign_ins set seen_at = now() - interval '8 days' where token_hash = sha256('{token}'::bytea)"
        );

        await Site.Problem(await office.Client(token).GetAsync(Session, Cancel), 401, "not-signed-in");
    }

    private async Task<(string Answer, double Took)> Timed(string email, string password)
    {
        var time = Stopwatch.StartNew();
        using var answer = await office.SignIn(email, password);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (Trace().Replace(text, ""), time.Elapsed.TotalSeconds);
    }

    private static string? Text(System.Text.Json.JsonElement view, string part, string name) =>
        view.GetProperty(part).GetProperty(name).GetString();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Trace();
}
