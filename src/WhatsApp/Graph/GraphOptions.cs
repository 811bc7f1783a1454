namespace WhatsAppBot.WhatsApp;

/// <summary>Where the Graph API stands and how long one call may take.</summary>
public sealed record GraphOptions
{
    /// <summary>Without version and without a trailing slash being needed.</summary>
    public Uri BaseUrl { get; init; } = new("https://graph.facebook.com");

    public string Version { get; init; } = "v25.0";

    /// <summary>For one call, from waiting for a connection to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
