using System.Net;
using System.Net.Http.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed class ApiKeyTests(Office office)
{
    private const string Keys = "/api/v1/workspaces/demo/api-keys";
    private const string Conversations = "/api/v1/workspaces/demo/conversations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_told_once_does_what_its_scopes_say_and_ends_when_revoked()
    {
        using var admin = await office.As(Role.Admin);
        var name = office.Fresh("Reader ");
        using var made = await admin.PostAsJsonAsync(
            Keys,
            new { name, scopes = new[] { "conversations:read" } },
            Cancel
        );
        var view = await Office.Json(made, HttpStatusCode.Created);
        var key = view.GetProperty("key").GetString() ?? "";
        var id = view.GetProperty("apiKey").GetProperty("id").GetString();
        using var program = office.Client(null, office.OtherNode);
        program.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Conversations, Cancel)).StatusCode);
        await Site.Problem(await program.PostAsync($"{Conversations}/1/return", null, Cancel), 403, "scope");
        await Site.Problem(await program.GetAsync(Keys, Cancel), 403, "scope");
        await Site.Problem(await program.GetAsync("/api/v1/workspaces/theirs/conversations", Cancel), 404, "not-found");
        var list = await admin.GetStringAsync(Keys, Cancel);
        Assert.Contains(name, list);
        Assert.Contains("lastUsedAt\":\"2", list);
        Assert.DoesNotContain(key, list);
        Assert.Equal(
            1L,
            await office.Ask<long>($"select count(*) from api_keys where key_hash = sha256('{key}'::bytea)")
        );

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"{Keys}/{id}", Cancel)).StatusCode);
        await Eventually.True(
            async () => (await program.GetAsync(Conversations, Cancel)).StatusCode == HttpStatusCode.Unauthorized,
            "the key is useless",
            Cancel
        );
    }

    [Fact]
    public async Task A_key_that_is_over_is_none()
    {
        var key = await office.Key("conversations:read");
        await office.Do($"update api_keys set expires_at = now() where key_hash = sha256('{key}'::bytea)");
        using var program = office.Client();
        program.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");

        await Site.Problem(await program.GetAsync(Conversations, Cancel), 401, "not-signed-in");
    }

    [Fact]
    public async Task A_key_that_asks_too_fast_is_told_when_to_ask_again()
    {
        var key = await office.Key("conversations:read");
        await office.Do($"update api_keys set per_minute = 12 where key_hash = sha256('{key}'::bytea)");
        using var program = office.Client();
        program.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");

        // a sixth of a minute's at once
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Conversations, Cancel)).StatusCode);
        // and one more every five seconds, which a slow machine may be given
        using var refused = await Eventually.Value(
            async () =>
                await program.GetAsync(Conversations, Cancel) is { StatusCode: HttpStatusCode.TooManyRequests } answer
                    ? answer
                    : null,
            "it asks too fast",
            Cancel
        );

        await Site.Problem(refused, 429, "rate");
        Assert.InRange(
            refused.Headers.RetryAfter?.Delta ?? TimeSpan.Zero,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5)
        );
    }

    [Fact]
    public async Task Two_keys_of_a_workspace_have_two_names()
    {
        using var admin = await office.As(Role.Admin);
        var key = new { name = office.Fresh("Twin "), scopes = new[] { "conversations:read" } };

        using var made = await admin.PostAsJsonAsync(Keys, key, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await Site.Problem(await admin.PostAsJsonAsync(Keys, key, Cancel), 409, "name-taken");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_key_is_told_at_once()
    {
        using var admin = await office.As(Role.Admin);
        using var refused = await admin.PostAsJsonAsync(
            Keys,
            new
            {
                name = " ",
                scopes = new[] { "conversations:read", "everything" },
                expiresAt = DateTimeOffset.UtcNow.AddDays(-1),
                perMinute = 0,
            },
            Cancel
        );

        var problem = await Office.Json(refused, HttpStatusCode.BadRequest);
        Assert.Equal(
            ["expiresAt", "name", "perMinute", "scopes[1]"],
            problem.GetProperty("errors").EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{"name":"a","scopes":["users:read"],"admin":true}""", "admin")]
    [InlineData("""{"name":7,"scopes":["users:read"]}""", "name")]
    [InlineData("""{"name":"a","scopes":["users:read",7]}""", "scopes[1]")]
    public async Task A_member_that_is_unknown_or_of_another_kind_is_named(string body, string path)
    {
        using var admin = await office.As(Role.Admin);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var problem = await Office.Json(await admin.PostAsync(Keys, content, Cancel), HttpStatusCode.BadRequest);

        Assert.Equal(path, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }
}
