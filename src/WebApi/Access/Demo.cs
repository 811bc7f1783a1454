using System.Net;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// The demo: whoever comes from one of these networks (the loopback, unless configured) is its owner, and the key <c>demo-key</c> works from there.
/// Section <c>Demo</c>; refused in Production.
/// </summary>
public sealed record DemoOptions
{
    public bool Enabled { get; init; }

    /// <summary>CIDR blocks, such as the bridge network of a compose file on one's own machine.</summary>
    public IReadOnlyList<string> Networks { get; init; } = ["127.0.0.0/8", "::1/128"];

    /// <summary>Where the simulator's control API stands for the browser; null without a simulator.</summary>
    public string? SimulatorApi { get; init; }

    /// <summary>Where an address is let in.</summary>
    public bool Admits(IPAddress? address)
    {
        if (!Enabled || address is null)
            return false;

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks.Any(network => IPNetwork.Parse(network).Contains(plain));
    }
}
