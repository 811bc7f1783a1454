using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Tests;

public sealed class AccessTests(Site site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_demo_nobody_is_signed_in()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var app = await Site.Start(place.ConnectionString, demo: false);
        using var http = Site.ClientOf(app);

        foreach (var path in new[] { "/api/v1/session", "/api/v1/workspaces/demo/conversations" })
            await Site.Problem(await http.GetAsync(path, Cancel), 401, "not-signed-in");
        using var key = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        key.Headers.Add("Authorization", "Bearer demo-key");
        await Site.Problem(await http.SendAsync(key, Cancel), 401, "not-signed-in");
    }

    [Fact]
    public async Task The_demo_owns_what_it_makes_and_says_that_it_is_one()
    {
        using var made = await site.Http.PostAsJsonAsync("/api/v1/workspaces", new { name = "Trial" }, Cancel);
        var id = (await Office.Json(made, HttpStatusCode.Created)).GetProperty("id").GetString();
        var view = await Office.Json(await site.Http.GetAsync("/api/v1/session", Cancel));

        Assert.True(view.GetProperty("demo").GetBoolean());
        Assert.Equal("owner", view.GetProperty("user").GetProperty("role").GetString());
        Assert.Contains(
            id,
            view.GetProperty("workspaces").EnumerateArray().Select(one => one.GetProperty("id").GetString())
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await site.Http.GetAsync($"/api/v1/workspaces/{id}/api-keys", Cancel)).StatusCode
        );
    }

    [Fact]
    public async Task The_key_of_the_demo_does_what_keys_may_do()
    {
        using var program = new HttpClient { BaseAddress = site.Http.BaseAddress };
        program.DefaultRequestHeaders.Add("Authorization", "Bearer demo-key");

        Assert.Equal(
            HttpStatusCode.OK,
            (await program.GetAsync("/api/v1/workspaces/demo/conversations", Cancel)).StatusCode
        );
        await Site.Problem(await program.GetAsync("/api/v1/workspaces/demo/api-keys", Cancel), 403, "scope");
    }

    [Fact]
    public async Task An_endpoint_that_does_not_say_who_may_call_it_stops_the_start()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        const string nowhere = "Host=127.0.0.1;Port=1;Database=none";
        builder.Services.AddStorage(nowhere);
        builder.AddOrleansClient(nowhere);
        builder.AddWebApi();
        await using var app = builder.Build();
        app.MapGet("/api/v1/silent", () => "hello");

        var trouble = Assert.Throws<ConfigurationException>(app.MapWebApi);

        Assert.Contains("/api/v1/silent", trouble.Message);
    }

    [Fact]
    public async Task The_demo_is_refused_in_Production_with_one_line()
    {
        await using var place = await TestDatabase.Create(Site.Migrate);
        await using var host = ProcessHost.Begin(
            Repository.Host("Node"),
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__Main"] = place.ConnectionString,
                ["Demo__Enabled"] = "true",
            }
        );

        await host.End(Cancel);

        Assert.Equal(2, host.ExitCode);
        Assert.StartsWith("Not started: Demo__Enabled is true in Production", host.Output);
        Assert.DoesNotContain('\n', host.Output.Trim());
    }

    [Theory]
    [InlineData(
        "Host=127.0.0.1;Port=1;Username=nobody;Database=none",
        "the database none at 127.0.0.1 cannot be reached"
    )]
    [InlineData("nonsense", "ConnectionStrings__Main is not a connection string")]
    public async Task A_database_that_cannot_be_had_stops_the_start_with_one_line(string database, string line)
    {
        await using var host = ProcessHost.Begin(
            Repository.Host("Node"),
            new Dictionary<string, string> { ["ConnectionStrings__Main"] = database }
        );

        await host.End(Cancel);

        Assert.Equal(2, host.ExitCode);
        Assert.StartsWith($"Not started: {line}", host.Output);
        Assert.DoesNotContain('\n', host.Output.Trim());
    }

    [Fact]
    public async Task An_address_that_another_program_has_stops_the_start_with_one_line()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        await using var host = ProcessHost.Begin(
            Repository.Host("Node"),
            new Dictionary<string, string> { ["ConnectionStrings__Main"] = "Host=127.0.0.1;Port=1;Database=none" },
            port
        );

        await host.End(Cancel);

        Assert.Equal(2, host.ExitCode);
        Assert.StartsWith($"Not started: http://127.0.0.1:{port} is in use by another program", host.Output);
        Assert.DoesNotContain('\n', host.Output.Trim());
    }
}
