using System.Collections.Concurrent;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>Which clock a contact lives by: what their field says, else where their number is from, else the workspace's.</summary>
internal static class ContactClocks
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo?> Known = new();

    public static TimeZoneInfo Of(string? field, string? phone, TimeZoneInfo workspace) =>
        (field is { Length: > 0 and < 64 } ? Zone(field) : null)
        ?? (phone is not null && PhoneZone.Of(phone) is { } name ? Zone(name) : null)
        ?? workspace;

    /// <summary>Null: there is no zone of that name.</summary>
    public static TimeZoneInfo? Zone(string name)
    {
        if (Known.TryGetValue(name, out var zone))
            return zone;

        var found = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var one) ? one : null;
        // fields are written by people: what is none is not remembered for ever
        if (found is not null)
            Known[name] = found;
        return found;
    }
}
