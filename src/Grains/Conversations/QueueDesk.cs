using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>Places a conversation in a queue: the queue that the name means, and the member whose turn it is, if the queue gives in turn.</summary>
internal sealed class QueueDesk(Queues queues)
{
    public async Task<ConversationState> Place(
        Conversation conversation,
        ConversationState state,
        List<NewMessage> messages,
        DateTimeOffset now
    )
    {
        var unowned = state with { AssigneeId = null, AssigneeName = null };
        if (state.Queue is not { } name)
            return unowned;

        var place = await queues.Give(conversation.WorkspaceId, name, CancellationToken.None);
        if (place is null)
            return unowned;
        if (place.Member is not { } member)
            return unowned with { Queue = place.Key };

        messages.Add(
            EventLine.Of(
                "assigned",
                $"{place.Title} gave it to {member.Name}",
                new PersonAuthor("", place.Title),
                now,
                member.Name
            )
        );
        return unowned with { Queue = place.Key, AssigneeId = member.Id, AssigneeName = member.Name };
    }
}
