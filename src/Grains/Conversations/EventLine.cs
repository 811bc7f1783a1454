using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>A line of the thread that tells what was done with the conversation.</summary>
internal static class EventLine
{
    public static NewMessage Of(string what, string text, Author author, DateTimeOffset now, string? about = null) =>
        new(
            Direction.Event,
            new SystemContent(what, CleanText.Of(text), About: about is null ? null : CleanText.Of(about)),
            author,
            MessageStatus.Received,
            now
        );
}
