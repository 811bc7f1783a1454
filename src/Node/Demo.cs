using WhatsAppBot.Storage;

namespace WhatsAppBot.Node;

/// <summary>The demo's fixed names, so that people, tests and tools can rely on them.</summary>
internal static class Demo
{
    public const string Connection = "demo";
    public const string AppSecret = "demo-app-secret";
    public const string AccessToken = "demo-access-token";
    public const string PhoneNumberId = "100000000000001";
    public const string Number = "15550000001";
    private const string VerifyToken = "demo-verify-token";

    /// <summary>One workspace, one connection, one number, and the flows Ping and Welcome, published.</summary>
    public static Seed Seed(bool simulated, int messagesPerSecond) =>
        new(
            "demo",
            "Demo",
            Connection,
            AppSecret,
            VerifyToken,
            AccessToken,
            PhoneNumberId,
            Number,
            "Demo",
            simulated,
            messagesPerSecond,
            [new SeedFlow("ping", "Ping", Flow("ping.json")), new SeedFlow("welcome", "Welcome", Flow("welcome.json"))]
        );

    private static string Flow(string name)
    {
        using var resource =
            typeof(Demo).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build did not embed {name}.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
