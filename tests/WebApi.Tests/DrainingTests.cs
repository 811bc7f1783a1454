using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WhatsAppBot.ServiceDefaults;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Tests;

public sealed class DrainingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_to_end_says_so_and_answers_until_it_is_empty()
    {
        var clock = new FakeTimeProvider();
        await using var app = App(clock);
        await app.StartAsync(Cancel);
        using var http = Site.ClientOf(app);

        using (var before = await http.GetAsync("/hello", Cancel))
            Assert.Null(before.Headers.ConnectionClose);

        var ended = app.StopAsync(Cancel);
        await Eventually.True(
            async () => (await http.GetAsync("/health/ready", Cancel)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "balancers hear of it",
            Cancel
        );
        using (var during = await http.GetAsync("/hello", Cancel))
        {
            Assert.Equal("hello", await during.Content.ReadAsStringAsync(Cancel));
            Assert.True(during.Headers.ConnectionClose);
        }
        clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(ended.IsCompleted);
        using (var still = await http.GetAsync("/hello", Cancel))
            Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        clock.Advance(TimeSpan.FromSeconds(0.2));
        await ended;
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/hello", Cancel));
    }

    [Theory]
    [InlineData(null, "Production", 5)]
    [InlineData(null, "Development", 0)]
    [InlineData("0", "Production", 0)]
    [InlineData("30", "Development", 30)]
    public void It_lasts_as_long_as_is_configured(string? given, string environment, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Length(given, environment));

    [Theory]
    [InlineData("31")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("soon")]
    public void What_is_no_number_of_seconds_stops_the_start(string given) =>
        Assert.Throws<ConfigurationException>(() => Length(given, "Production"));

    private static TimeSpan Length(string? given, string environment) =>
        Draining.Length(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Drain:Seconds"] = given })
                .Build(),
            new HostingEnvironment { EnvironmentName = environment }
        );

    private static WebApplication App(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddKeyedSingleton("app", clock);
        builder.Services.AddHealthChecks().AddCheck<Readiness>("host");
        builder.Services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<Draining>(provider, TimeSpan.FromSeconds(3))
        );
        var app = builder.Build();
        app.UseDraining();
        app.MapHealthChecks("/health/ready");
        app.MapGet("/hello", () => "hello");
        return app;
    }
}
