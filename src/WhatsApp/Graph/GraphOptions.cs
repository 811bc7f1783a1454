using System.Globalization;

namespace WhatsAppBot.WhatsApp;

/// <summary>Where the Graph API stands and how long one call may take.</summary>
public sealed record GraphOptions
{
    /// <summary>Without version and without a trailing slash being needed.</summary>
    public Uri BaseUrl { get; init; } = new("https://graph.facebook.com");

    public string Version { get; init; } = "v25.0";

    /// <summary>For one call, from waiting for a connection to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the settings GraphBaseUrl, GraphVersion and TimeoutSeconds; what is not set stays as it is.</summary>
    public static GraphOptions Of(Func<string, string?> setting)
    {
        var usual = new GraphOptions();
        return usual with
        {
            BaseUrl = setting("GraphBaseUrl") is { Length: > 0 } url ? new Uri(url) : usual.BaseUrl,
            Version = setting("GraphVersion") is { Length: > 0 } version ? version : usual.Version,
            Timeout = double.TryParse(
                setting("TimeoutSeconds"),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var seconds
            )
                ? TimeSpan.FromSeconds(seconds)
                : usual.Timeout,
        };
    }
}
