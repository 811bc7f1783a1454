using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// The time between the order to end and the end (<c>Drain__Seconds</c>, 0 to 30; 5, in development 0): <c>/health/ready</c> is off already, so that
/// balancers send nothing new here, and what comes all the same is answered and told to come no more over this connection. Without it a request that is
/// sent at the moment of the end meets a connection that is being closed.
/// </summary>
internal sealed class Draining(
    TimeSpan length,
    IHostApplicationLifetime life,
    [FromKeyedServices("app")] TimeProvider clock
) : IHostedLifecycleService
{
    private const int Most = 30;

    /// <summary>What is configured. Throws <see cref="ConfigurationException"/> for what is not a number of seconds.</summary>
    public static TimeSpan Length(IConfiguration settings, IHostEnvironment environment)
    {
        if (settings["Drain:Seconds"] is not { Length: > 0 } given)
            return environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5);
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Most
            ? TimeSpan.FromSeconds(seconds)
            : throw new ConfigurationException($"Drain__Seconds is {given}; it wants whole seconds, 0 to {Most}.");
    }

    /// <summary>Before anything of the host stops.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // whoever stops the host without a signal has not said so yet
        life.StopApplication();
        return Task.Delay(length, clock, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainingHost
{
    /// <summary>Must come before whatever answers.</summary>
    public static void UseDraining(this WebApplication app)
    {
        var ending = app.Lifetime.ApplicationStopping;
        app.Use(
            (http, next) =>
            {
                // screens are told by their own protocol
                if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
                    http.ComeNoMore(ending);
                return next(http);
            }
        );
    }

    /// <summary>Once the host is to end the caller is told to come no more over this connection. For whatever passes the pipeline by.</summary>
    public static void ComeNoMore(this HttpContext http, CancellationToken ending)
    {
        if (ending.IsCancellationRequested)
            http.Response.Headers.Connection = "close";
    }
}
