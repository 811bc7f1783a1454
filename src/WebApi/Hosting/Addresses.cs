using System.Net;
using System.Net.Sockets;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Looks before the start whether the addresses to listen on are free: half a start is undone in many lines, this is said in one.</summary>
public static class Addresses
{
    /// <summary>Throws <see cref="ConfigurationException"/> for the first address that another program has.</summary>
    public static void MustBeFree(string addresses)
    {
        foreach (var address in addresses.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var binding = BindingAddress.Parse(address);
            if (!binding.IsUnixPipe && binding.Port != 0 && IsTaken(binding))
                throw new ConfigurationException(
                    $"{address} is in use by another program. Stop that one, or choose another address: ASPNETCORE_URLS=http://localhost:{binding.Port + 1}"
                );
        }
    }

    private static bool IsTaken(BindingAddress binding)
    {
        var host =
            binding.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(binding.Host, out var given) ? given
            : IPAddress.Any;
        using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(host, binding.Port));
            return false;
        }
        catch (SocketException trouble) when (trouble.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException)
        {
            // an address that is not of this machine, or not ours to take: the server says it better
            return false;
        }
    }
}
