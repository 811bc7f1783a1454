using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.Node;

/// <summary>What <c>--local</c> sets unless it is configured: the simulator as Meta, the demo, and the address.</summary>
internal static class LocalSettings
{
    public const string DefaultAddress = "http://localhost:5080";

    public static IReadOnlyDictionary<string, string?> For(string address)
    {
        var port = new Uri(
            address.Replace("//*", "//localhost").Replace("//+", "//localhost").Replace("0.0.0.0", "127.0.0.1")
        ).Port;
        var here = $"http://127.0.0.1:{port}";
        return new Dictionary<string, string?>
        {
            ["WhatsApp:GraphBaseUrl"] = $"{here}/simulator/graph",
            ["Demo:Enabled"] = "true",
            ["Demo:SimulatorApi"] = "/simulator/api",
            // so that an estimate has something to show; Meta's own prices change and are to be configured
            ["RateCard:Name"] = "Example rates, not Meta's",
            ["RateCard:Rates:other:marketing"] = "0.06",
            ["RateCard:Rates:other:utility"] = "0.02",
            ["RateCard:Rates:other:authentication"] = "0.02",
            ["RateCard:Rates:1:marketing"] = "0.025",
            ["RateCard:Rates:1:utility"] = "0.004",
            // flows may call what runs beside them, and nothing else that is private
            ["CallingOut:PrivateHosts:0"] = $"127.0.0.1:{port}",
            ["CallingOut:PrivateHosts:1"] = $"localhost:{port}",
            ["Simulator:Numbers:0:PhoneNumberId"] = DemoSeed.PhoneNumberId,
            ["Simulator:Numbers:0:Number"] = DemoSeed.Number,
            ["Simulator:Numbers:0:Title"] = "Demo",
            ["Simulator:Numbers:0:AppSecret"] = DemoSeed.AppSecret,
            ["Simulator:Numbers:0:AccessToken"] = DemoSeed.AccessToken,
            ["Simulator:Numbers:0:WebhookUrl"] = $"{here}/webhooks/whatsapp/{DemoSeed.Connection}",
            // the database remembers conversations that a restarted simulator does not
            ["Simulator:Numbers:0:TrustUnseen"] = "true",
        };
    }
}
