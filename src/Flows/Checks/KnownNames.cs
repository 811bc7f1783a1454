namespace WhatsAppBot.Flows.Checks;

/// <summary>The names that templates know without anybody setting them; <see cref="Flows.Names"/> gives them their values.</summary>
internal static class KnownNames
{
    public static IReadOnlySet<string> Scopes { get; } =
        Set("contact", "vars", "context", "input", "message", "flow", "channel", "broadcast", "now");

    /// <summary>The names of the system that this one replaces.</summary>
    public static IReadOnlySet<string> Older { get; } =
        Set(
            "lastUserMessage",
            "lastInput",
            "lastSelectedOption",
            "lastSelectedOptionIndex",
            "lastOptionMatched",
            "lastBotMessage",
            "messageCount",
            "triggerMessage",
            "handoffQueue",
            "endReason"
        );

    public static IReadOnlySet<string> Contact { get; } =
        Set("id", "name", "firstName", "phone", "language", "tags", "optedOut", "fields");

    public static IReadOnlySet<string> Message { get; } = Set("kind", "text", "media", "location", "button", "content");

    public static IReadOnlySet<string> Flow { get; } = Set("id", "name", "version");

    public static IReadOnlySet<string> Channel { get; } = Set("id", "number", "title");

    private static HashSet<string> Set(params ReadOnlySpan<string> names) => new([.. names], StringComparer.Ordinal);
}
