using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Says in <c>/health/ready</c> how loaded the node is. It stays ready: to take it away would burden the others the more.</summary>
internal sealed class LoadCheck(LoadWatch load) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            HealthCheckResult.Healthy(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{load.Level.ToString().ToLowerInvariant()}, a message waits {load.Wait.TotalSeconds:0.0} s"
                )
            )
        );
}
