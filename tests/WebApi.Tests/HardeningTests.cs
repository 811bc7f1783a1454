using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>What stands between the open net and the pages: headers for browsers, and whom to believe about where a call comes from.</summary>
public sealed class HardeningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_tells_browsers_to_run_nothing_but_our_own_files()
    {
        await using var app = await Start(simulator: "http://localhost:5090/simulator/api");
        using var http = Site.ClientOf(app);

        using var answer = await http.GetAsync("/who", Cancel);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        var policy = Header(answer, "Content-Security-Policy");
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("connect-src 'self' http://localhost:5090;", policy);
        // plain HTTP is for one's own machine: nobody is told to stay away from it
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_simulator_in_the_same_host_adds_nothing()
    {
        await using var app = await Start(simulator: "/simulator/api");
        using var http = Site.ClientOf(app);

        using var answer = await http.GetAsync("/who", Cancel);

        Assert.Contains("connect-src 'self';", Header(answer, "Content-Security-Policy"));
    }

    [Fact]
    public async Task A_trusted_proxy_tells_where_a_call_comes_from_and_that_it_came_by_TLS()
    {
        await using var app = await Start(network: "127.0.0.0/8");

        var (who, answer) = await Forwarded(app);

        using (answer)
        {
            Assert.Equal("203.0.113.9 https", who);
            Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Nobody_else_is_believed(string? network)
    {
        await using var app = await Start(network);

        var (who, answer) = await Forwarded(app);

        answer.Dispose();
        Assert.Equal("127.0.0.1 http", who);
    }

    [Fact]
    public async Task A_network_that_is_none_ends_the_start_in_one_line()
    {
        var wrong = await Assert.ThrowsAsync<ConfigurationException>(() => Start(network: "my balancer"));

        Assert.Contains("Proxy__Networks has my balancer", wrong.Message);
    }

    private static async Task<(string Who, HttpResponseMessage Answer)> Forwarded(WebApplication app)
    {
        using var http = Site.ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        var answer = await http.SendAsync(request, Cancel);
        return (await answer.Content.ReadAsStringAsync(Cancel), answer);
    }

    private static async Task<WebApplication> Start(string? network = null, string? simulator = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Proxy:Networks:0"] = network }.Where(one => one.Value is not null)
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new DemoOptions { SimulatorApi = simulator });
        var app = builder.Build();
        try
        {
            app.UseProxies();
            app.UseSecurityHeaders();
            app.MapGet("/who", (HttpContext http) => $"{http.Connection.RemoteIpAddress} {http.Request.Scheme}");
            await app.StartAsync(Cancel);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(',', answer.Headers.GetValues(name));
}
