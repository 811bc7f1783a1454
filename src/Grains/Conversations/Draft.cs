using WhatsAppBot.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using Turn = WhatsAppBot.Storage.Turn;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>What a turn is to do, before it has a number.</summary>
internal sealed record Draft(
    ConversationState State,
    TimerChange Timer,
    IReadOnlyList<NewMessage> Messages,
    TurnLog? Log,
    bool ChangesNothing = false,
    IReadOnlyList<FlowEvent>? Events = null,
    bool NotesContact = false,
    IReadOnlyList<NewCall>? Calls = null,
    ContactChange? Contact = null,
    ServedRecipient? Recipient = null,
    Response? Response = null
)
{
    public Turn ToTurn(Conversation conversation, long inboxId) =>
        new(
            conversation.WorkspaceId,
            conversation.ChannelId,
            conversation.Id,
            conversation.Version,
            inboxId,
            Settled(conversation),
            Timer,
            Messages,
            Log,
            Calls,
            Contact,
            Recipient,
            Response,
            conversation.Contact.Id
        );

    /// <summary>The conversation as the commit left it.</summary>
    public Conversation After(Conversation before, TurnCommitted committed)
    {
        var last = before.Last;
        for (var ord = 0; ord < Messages.Count; ord++)
        {
            var message = Messages[ord];
            if (message.Direction != Direction.Event)
            {
                last = new LastMessage(
                    committed.FirstSeq + ord,
                    message.Content.Kind,
                    Cut(message.Content.Plain),
                    message.Direction,
                    message.Status,
                    message.CreatedAt
                );
            }
        }

        return before with
        {
            Version = committed.Version,
            Seq = committed.FirstSeq + Messages.Count - 1,
            State = Settled(before),
            Contact = committed.Contact ?? before.Contact,
            Unread = committed.Unread,
            ReadSeq = committed.ReadSeq,
            Last = last,
            IsNoted = before.IsNoted || NotesContact,
            Broadcast =
                Recipient is { } served && Messages.Count > 0
                    ? new BroadcastMark(served.BroadcastId, Messages[0].CreatedAt)
                    : before.Broadcast,
        };
    }

    /// <summary>What follows from the rest: who is not asleep has no alarm, and who was answered does not wait.</summary>
    private ConversationState Settled(Conversation before) =>
        State with
        {
            SnoozedUntil = State.Status == ConversationStatus.Snoozed ? State.SnoozedUntil : null,
            WaitingSince = Waiting.After(before.State, State, Messages),
        };

    private static string Cut(string text) => text.Length > 200 ? CleanText.Of(text[..200]) : text;
}
