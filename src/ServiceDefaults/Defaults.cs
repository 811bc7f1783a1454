using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WhatsAppBot.ServiceDefaults;

/// <summary>Logs, traces, metrics and health: the same for every host.</summary>
public static class Defaults
{
    private const string Metrics = "/metrics";
    private const string Ours = "WhatsAppBot.";
    private static readonly double[] Seconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];

    /// <summary>
    /// JSON logs outside development, metrics at <c>/metrics</c>, and traces and metrics by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        else
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        // subscribers of a dead process are cleaned up with a warning each
        builder.Logging.AddFilter("Orleans.Streams.PubSubRendezvousGrain", LogLevel.Error);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Orleans", LogLevel.Warning);

        var otlp = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter($"{Ours}*", "Microsoft.Orleans", "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddView(Durations)
                    .AddPrometheusExporter();
                if (otlp)
                    metrics.AddOtlpExporter();
            });

        // spans are made only for someone who collects them
        if (otlp)
        {
            builder
                .Services.AddOpenTelemetry()
                .WithTracing(traces =>
                    traces
                        .AddSource($"{Ours}*", "Microsoft.Orleans.Application", "Npgsql")
                        .AddAspNetCoreInstrumentation()
                        .AddHttpClientInstrumentation()
                        .AddOtlpExporter()
                );
        }

        builder.Services.AddHealthChecks();
        return builder;
    }

    /// <summary>
    /// <c>/health/live</c> (the process answers), <c>/health/ready</c> (every check tagged <c>ready</c> is content) and <c>/metrics</c>.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseMetricsDoor(Metrics);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(
            "/health/ready",
            new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains("ready"),
                ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(Words(report)),
            }
        );
        app.MapPrometheusScrapingEndpoint(Metrics);
    }

    // the usual bounds are made for milliseconds: everything of ours would lie below the first
    private static ExplicitBucketHistogramConfiguration? Durations(Instrument instrument) =>
        instrument is Histogram<double> { Unit: "s" }
        && instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal)
            ? new() { Boundaries = Seconds }
            : null;

    private static object Words(HealthReport report) =>
        new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => $"{entry.Value.Status} {entry.Value.Description}".Trim()
            ),
        };
}
