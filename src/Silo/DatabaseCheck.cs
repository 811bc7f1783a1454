using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Silo;

/// <summary>Ready only while the database answers.</summary>
internal sealed class DatabaseCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await database.Answers(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the database does not answer");
}
