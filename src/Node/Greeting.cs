using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace WhatsAppBot.Node;

/// <summary>What a newcomer reads when the node is up.</summary>
internal static class Greeting
{
    public static void Print(WebApplication app, bool local)
    {
        var addresses =
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"WhatsAppBot is up: {address}");
        if (!local)
            return;

        Console.WriteLine("  sign in    nothing to do: the demo lets this machine in");
        Console.WriteLine($"  try        open {address}, type hi into the phone, and watch the inbox beside it");
        Console.WriteLine($"  phone      {address}/simulator");
        Console.WriteLine($"  API        {address}/scalar   (key: demo-key)");
        Console.WriteLine("  stop       Ctrl+C");
    }
}
