using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>
/// The balancers in front of us, by <c>Proxy__Networks__0…</c>: what they forward about address and scheme is believed, from nobody else. Without it a
/// sign-in behind a proxy would be throttled for everybody at once, and cookies would not be marked as secure.
/// </summary>
public static class Proxies
{
    public static void UseProxies(this WebApplication app)
    {
        if (app.Configuration.GetSection("Proxy:Networks").Get<string[]>() is not { Length: > 0 } networks)
            return;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // as many hops as there are trusted ones
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(
                IPNetwork.TryParse(network, out var known)
                    ? known
                    : throw new ConfigurationException(
                        $"Proxy__Networks has {network}; it wants networks such as 10.0.0.0/8."
                    )
            );
        }
        app.UseForwardedHeaders(options);
    }
}
