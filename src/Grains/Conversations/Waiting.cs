using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>
/// Since when a contact waits: from the first message that nobody has answered. A bot answers only while the conversation is its own; what it says
/// before it hands over is no answer.
/// </summary>
internal static class Waiting
{
    public static DateTimeOffset? After(
        ConversationState before,
        ConversationState after,
        IReadOnlyList<NewMessage> messages
    )
    {
        if (after.Status == ConversationStatus.Resolved)
            return null;

        var since = before.WaitingSince;
        foreach (var message in messages)
        {
            since = message switch
            {
                { Direction: Direction.Inbound, Content: not (ReactionContent or SystemContent or DeletedContent) } =>
                    since ?? message.CreatedAt,
                { Direction: Direction.Outbound, Content: not ReactionContent, Author: PersonAuthor } => null,
                { Direction: Direction.Outbound, Author: BotAuthor } when after.Owner == Owner.Bot => null,
                _ => since,
            };
        }

        // handed over in the middle of a talk with the bot: who waits for a person waits from now on
        return since is null && before.Owner == Owner.Bot && after.Owner == Owner.Queue && messages.Count > 0
            ? messages[^1].CreatedAt
            : since;
    }
}
