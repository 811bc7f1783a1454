using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>A connection with which all is well, for tests that spoil one thing of it.</summary>
internal static class WellConnection
{
    public static ConnectionState At(DateTimeOffset now) =>
        new(
            "meta",
            "ours",
            "Meta",
            "200000000000001",
            "verify",
            "cret",
            null,
            "oken",
            now.AddDays(-30),
            now.AddDays(-29),
            now.AddMinutes(-1),
            null,
            null
        );
}
