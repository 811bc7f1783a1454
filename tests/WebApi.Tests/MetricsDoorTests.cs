using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WhatsAppBot.ServiceDefaults;

namespace WhatsAppBot.WebApi.Tests;

public sealed class MetricsDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("Bearer wrong", HttpStatusCode.OK)]
    public async Task Without_a_setting_whoever_reaches_the_port_may_read(string? sent, HttpStatusCode answer) =>
        Assert.Equal(answer, await Ask([], sent));

    [Theory]
    [InlineData("Bearer scrape-me", HttpStatusCode.OK)]
    [InlineData("Bearer scrape-you", HttpStatusCode.Unauthorized)]
    [InlineData("Basic scrape-me", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task With_a_token_only_who_shows_it(string? sent, HttpStatusCode answer) =>
        Assert.Equal(answer, await Ask(new() { ["Metrics:Token"] = "scrape-me" }, sent));

    [Fact]
    public async Task Loopback_lets_this_machine_in_but_not_what_it_passes_on_for_others()
    {
        var settings = new Dictionary<string, string?> { ["Metrics:Loopback"] = "true" };

        Assert.Equal(HttpStatusCode.OK, await Ask(settings, null));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask(settings, null, forwardedFor: "203.0.113.9"));
    }

    [Fact]
    public async Task Health_stays_open_and_carries_no_figures()
    {
        Assert.Equal(
            HttpStatusCode.OK,
            await Ask(new() { ["Metrics:Token"] = "scrape-me" }, null, path: "/health/live")
        );
    }

    [Fact]
    public async Task Times_of_ours_fall_into_fine_steps_of_seconds()
    {
        using var meter = new Meter("WhatsAppBot.Test");
        var time = meter.CreateHistogram<double>("whatsappbot.test.duration", "s");
        await using var app = await Started([]);
        time.Record(0.3);

        using var http = Site.ClientOf(app);
        var told = await http.GetStringAsync("/metrics", Cancel);

        var lines = told.Split('\n')
            .Where(line => line.StartsWith("whatsappbot_test_duration_seconds_bucket", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(
            lines,
            line =>
                line.Contains("le=\"0.25\"", StringComparison.Ordinal) && line.Contains("} 0", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            line =>
                line.Contains("le=\"0.5\"", StringComparison.Ordinal) && line.Contains("} 1", StringComparison.Ordinal)
        );
    }

    private static async Task<HttpStatusCode> Ask(
        Dictionary<string, string?> settings,
        string? sent,
        string? forwardedFor = null,
        string path = "/metrics"
    )
    {
        await using var app = await Started(settings);

        using var http = Site.ClientOf(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (sent is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(sent);
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var answer = await http.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private static async Task<WebApplication> Started(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = "WhatsAppBot.WebApi" }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync(Cancel);
        return app;
    }
}
