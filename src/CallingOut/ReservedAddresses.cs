using System.Net;
using System.Net.Sockets;

namespace WhatsAppBot.CallingOut;

/// <summary>
/// Addresses that are not a public server: private, local, shared, documentation, tunnels into any of these (IANA's special-purpose registries), and
/// the address of a cloud's metadata service that lies outside of them.
/// </summary>
internal static class ReservedAddresses
{
    private static readonly IPNetwork[] V4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network: 0.0.0.0 reaches the machine itself
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carriers' NAT; some clouds' metadata
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's metadata
        IPNetwork.Parse("169.254.0.0/16"), // link-local; most clouds' metadata is 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.31.196.0/24"), // AS112
        IPNetwork.Parse("192.52.193.0/24"), // AMT
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("192.175.48.0/24"), // AS112
        IPNetwork.Parse("198.18.0.0/15"), // benchmarking
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
    ];

    // Only 2000::/3 is given out to anybody. Outside lie loopback, IPv4-mapped and -compatible, NAT64, unique local, link-local, site-local and
    // multicast; these are the exceptions inside.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] V6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments: Teredo, ORCHID, benchmarking
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4
        IPNetwork.Parse("2620:4f:8000::/48"), // AS112
        IPNetwork.Parse("3ffe::/16"), // once the 6bone
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    public static bool Contains(IPAddress address) =>
        address.AddressFamily switch
        {
            AddressFamily.InterNetwork => Array.Exists(V4, range => range.Contains(address)),
            AddressFamily.InterNetworkV6 => !Global.Contains(address)
                || Array.Exists(V6, range => range.Contains(address))
                || IsIsatap(address),
            _ => true,
        };

    /// <summary>An IPv4 address in the lower half of any prefix (RFC 5214).</summary>
    private static bool IsIsatap(IPAddress address) =>
        address.GetAddressBytes() is [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5e, 0xfe, ..];
}
