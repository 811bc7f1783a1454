using System.Net.Http.Json;
using System.Text.RegularExpressions;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;

namespace WhatsAppBot.WebApi.Tests;

public sealed partial class SetupTests
{
    private const string Setup = "/api/v1/setup";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_owner_comes_in_by_the_printed_link_once()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Main"] = place.ConnectionString,
            ["WhatsApp__GraphBaseUrl"] = "http://127.0.0.1:9",
            ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
        };
        string token;
        await using (var node = await ProcessHost.Start("Node", environment, Cancel))
        {
            await Eventually.True(() => Link().IsMatch(node.Output), "the link is printed", Cancel);
            var link = Link().Match(node.Output);
            Assert.StartsWith(node.Address.GetLeftPart(UriPartial.Authority), link.Groups[1].Value);
            token = link.Groups[2].Value;

            Assert.True(await Needed(node.Client));
            await Site.Problem(await node.Client.PostAsJsonAsync(Setup, Owner("a guess"), Cancel), 403, "setup");
            await Site.Problem(
                await node.Client.PostAsJsonAsync(Setup, Owner(token) with { Password = "short" }, Cancel),
                400,
                "invalid"
            );
            using var made = await node.Client.PostAsJsonAsync(Setup, Owner(token), Cancel);
            var view = await Office.Json(made);
            Assert.Equal("owner", view.GetProperty("user").GetProperty("role").GetString());
            Assert.Equal("Acme", view.GetProperty("workspaces")[0].GetProperty("name").GetString());

            Assert.DoesNotContain(token, view.ToString());

            // behind a proxy that speaks TLS the cookie belongs to this host alone
            using var secure = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session")
            {
                Content = JsonContent.Create(new { email = "ada@example.com", password = Office.Password }),
            };
            secure.Headers.Add("X-Forwarded-Proto", "https");
            using var entered = await node.Client.SendAsync(secure, Cancel);
            var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
            Assert.StartsWith("__Host-whatsappbot=", cookie);
            Assert.Contains("; secure", cookie);

            Assert.False(await Needed(node.Client));
            await Site.Problem(await node.Client.PostAsJsonAsync(Setup, Owner(token), Cancel), 403, "setup");
        }

        // and the next start prints none
        await using var again = await ProcessHost.Start("Node", environment, Cancel);
        Assert.DoesNotContain("/setup", again.Output);
    }

    [Fact]
    public async Task Twenty_who_use_the_link_at_once_are_one_owner()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var database = new Database($"{place.ConnectionString};Timeout=60");
        var setup = new Setup(database);
        var token = Token.Hash("link");
        Assert.True(await setup.Offer(token, Cancel));

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    setup.Take(token, new NewUser($"u{i}", $"u{i}@example.com", "U", "hash"), $"w{i}", "W", Cancel)
                )
        );

        Assert.Single(made, one => one);
        Assert.False(await setup.Offer(Token.Hash("another"), Cancel));
    }

    [Fact]
    public async Task Without_a_key_for_secrets_production_does_not_start_and_says_so_in_one_line()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var node = ProcessHost.Begin(
            Repository.Host("Node"),
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__Main"] = place.ConnectionString,
                ["Secrets__Key"] = "",
            }
        );

        await node.End(Cancel);

        Assert.Equal(2, node.ExitCode);
        Assert.StartsWith("Not started: Secrets__Key is not set.", node.Output);
        Assert.DoesNotContain('\n', node.Output.Trim());
    }

    private static OwnerToBe Owner(string token) => new(token, "ada@example.com", "Ada", Office.Password, "Acme");

    private static async Task<bool> Needed(HttpClient http) =>
        (await Office.Json(await http.GetAsync(Setup, Cancel))).GetProperty("needed").GetBoolean();

    private sealed record OwnerToBe(string Token, string Email, string Name, string Password, string Workspace);

    [GeneratedRegex(@"(http://\S+)/setup\?token=(\S+)")]
    private static partial Regex Link();
}
