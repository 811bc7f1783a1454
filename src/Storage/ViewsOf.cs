using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>What is stored, as screens and programs see it.</summary>
public static class ViewsOf
{
    private static readonly ChannelSummary NoChannel = new(0, "", "", false);

    public static ConversationView Conversation(Conversation conversation, Channel? channel)
    {
        var (state, contact) = (conversation.State, conversation.Contact);
        return new ConversationView(
            conversation.Id,
            new ContactSummary(contact.Id, contact.Name, contact.Phone, contact.Bsuid, contact.Language, contact.Tags),
            channel is null
                ? NoChannel
                : new ChannelSummary(channel.Id, channel.Title, channel.Number, channel.Simulated),
            state.Status.ToString().ToLowerInvariant(),
            state.Owner,
            state.AssigneeId is null
                ? null
                : new AssigneeSummary(state.AssigneeId, state.AssigneeName ?? state.AssigneeId),
            state.Standing is { } at
                ? new BotSummary(at.FlowId, at.FlowName, at.FlowVersion, at.NodeId, at.NodeName)
                : null,
            conversation.Unread,
            conversation.ReadSeq,
            state.WindowClosesAt,
            conversation.Last is { } last
                ? new LastMessageSummary(last.Seq, last.Kind, last.Text, last.Direction, last.Status, last.At)
                : null,
            conversation.Seq,
            conversation.CreatedAt,
            state.Queue,
            state.Labels ?? [],
            state.SnoozedUntil,
            state.WaitingSince
        );
    }

    public static MessageView Message(Message message) =>
        new(
            MessageView.IdOf(message.ConversationId, message.Seq),
            message.ConversationId,
            message.Seq,
            message.ChangedSeq,
            message.Direction,
            message.Kind,
            message.Text,
            message.Content,
            message.Status,
            message.Error,
            message.Author,
            message.CreatedAt,
            message.ClientId,
            message.Resent,
            message.Wamid,
            message.ReplyTo
        );

    public static MessageStatusChanged Status(StatusChange change) =>
        new(
            change.WorkspaceId,
            change.ConversationId,
            change.ChangedSeq,
            MessageView.IdOf(change.ConversationId, change.MessageSeq),
            change.MessageSeq,
            change.Status,
            StorageJson.Error(change.Error)
        );
}
