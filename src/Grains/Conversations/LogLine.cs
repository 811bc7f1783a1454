using System.Text.Json;
using WhatsAppBot.Flows;
using WhatsAppBot.Flows.Playing;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>A turn for the log: what came, what the engine told, and what it takes to play the turn again.</summary>
internal static class LogLine
{
    /// <summary>The line, and whether it says who the contact is.</summary>
    public static (TurnLog Log, bool NotesContact) Of(
        Conversation conversation,
        Situation situation,
        Input input,
        WhatsAppBot.Flows.Turn turn,
        DateTimeOffset? windowClosesAt,
        string? key
    )
    {
        var session = situation.Session;
        var contact = situation.Contact;
        var begun = turn.Events.OfType<SessionStarted>().LastOrDefault();
        var notes = begun is not null || (session is not null && !conversation.IsNoted);
        (string Flow, int Version)? before = session?.Versions.Last();
        (string Flow, int Version)? own =
            turn.Session is { } left ? left.Versions.Last()
            : begun is not null ? (begun.FlowId, begun.Version)
            : before;
        var isClosed = !(windowClosesAt > situation.Now) && turn.Events.Any(one => one is MessageCreated);
        var around = new Around(
            notes ? contact with { IsFirstMessage = false } : null,
            situation.Owner == Owner.Bot ? null : situation.Owner,
            contact.IsFirstMessage ? true : null,
            isClosed ? true : null,
            key,
            before == own ? null : before?.Flow,
            before == own ? null : before?.Version,
            notes && situation.TimeZone is not "UTC" ? situation.TimeZone : null
        );
        var log = new TurnLog(
            situation.Now,
            JsonSerializer.Serialize(input, FlowsJson.Default.Input),
            JsonSerializer.Serialize(turn.Events, FlowsJson.Default.IReadOnlyListFlowEvent),
            around.ToJson(),
            own?.Flow,
            own?.Version
        );
        return (log, notes);
    }
}
