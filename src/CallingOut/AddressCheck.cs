using System.Net;

namespace WhatsAppBot.CallingOut;

/// <summary>What is wrong with an address that somebody wants called later.</summary>
public enum AddressFault
{
    None,

    /// <summary>It is no http or https address, or it names a user.</summary>
    Invalid,

    /// <summary>It is private or reserved.</summary>
    Private,

    /// <summary>It is not https.</summary>
    Plain,
}

/// <summary>
/// Looks at an address before it is kept, so that a person is told at once. Where a name leads is seen only when it is called: <see cref="HttpCaller"/>
/// checks it each time.
/// </summary>
public sealed class AddressCheck(IEnumerable<string> privateHosts)
{
    private readonly PrivateHosts allowed = new(privateHosts);

    /// <summary>Hosts that are allowed although they are private may be called without https, too.</summary>
    public AddressFault Fault(string url)
    {
        if (WebAddress.Read(url) is not { } address)
            return AddressFault.Invalid;
        var host = address.IdnHost.Trim('[', ']').TrimEnd('.');
        if (allowed.Has(host, address.Port))
            return AddressFault.None;
        if (
            IPAddress.TryParse(host, out var literal) && ReservedAddresses.Contains(literal)
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        )
            return AddressFault.Private;

        return address.Scheme == Uri.UriSchemeHttps ? AddressFault.None : AddressFault.Plain;
    }
}
