using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>The demo's fixed names, so that people, tests and tools can rely on them; planted where <c>Demo:Enabled</c> says so.</summary>
public static class DemoSeed
{
    public const string Connection = "demo";
    public const string AppSecret = "demo-app-secret";
    public const string AccessToken = "demo-access-token";
    public const string PhoneNumberId = "100000000000001";
    public const string Number = "15550000001";
    public const string WabaId = "200000000000001";
    private const string VerifyToken = "demo-verify-token";

    // a simulated number is as fast as Meta's upgraded ones
    private const int Fast = 1000;

    /// <summary>One workspace, one connection, one number, and the flows Ping and Welcome, published. What is there stays as it is.</summary>
    public static async Task PlantDemo(this WebApplication app)
    {
        var settings = app.Configuration;
        if (!settings.GetValue("Demo:Enabled", false))
            return;

        var seed = new Seed(
            "demo",
            "Demo",
            Connection,
            AppSecret,
            VerifyToken,
            AccessToken,
            PhoneNumberId,
            Number,
            "Demo",
            Simulated: settings["Demo:SimulatorApi"] is not null,
            settings.GetValue("Demo:MessagesPerSecond", Fast),
            [new SeedFlow("ping", "Ping", Flow("ping.json")), new SeedFlow("welcome", "Welcome", Flow("welcome.json"))],
            WabaId
        );
        var seeds = app.Services.GetRequiredService<Seeds>();
        await Patience.For(() => seeds.Plant(seed, CancellationToken.None), CancellationToken.None);
    }

    private static string Flow(string name)
    {
        using var resource =
            typeof(DemoSeed).Assembly.GetManifestResourceStream($"examples/{name}")
            ?? throw new InvalidOperationException($"The build did not embed {name}.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
