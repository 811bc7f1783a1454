using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace WhatsAppBot.Grains.Abstractions;

/// <summary>What goes wrong in a grain is told to its caller as what it is, wherever the two are.</summary>
public static class ClusterTrouble
{
    /// <summary>
    /// Orleans carries exceptions of a few namespaces only; anything else reaches a caller in another process as "no codec", for which nobody is
    /// prepared: a database that is away for a moment was taken for an error of ours. For every silo and every client.
    /// </summary>
    public static IServiceCollection AddClusterTrouble(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options =>
        {
            options.SupportedNamespacePrefixes.Add("Npgsql");
            options.SupportedNamespacePrefixes.Add("WhatsAppBot");
        });
}
