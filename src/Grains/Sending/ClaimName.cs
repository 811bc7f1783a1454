using Microsoft.Extensions.Hosting;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Sending;

/// <summary>Claims are made in the name of this silo, so that others need not wait for it once it is dead.</summary>
internal sealed class ClaimName(ClaimWriter claims, ILocalSiloDetails silo) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        claims.By = Of(silo.SiloAddress);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>As the cluster's table of members has it.</summary>
    internal static string Of(SiloAddress silo) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{silo.Endpoint.Address}:{silo.Endpoint.Port}@{silo.Generation}"
        );
}
