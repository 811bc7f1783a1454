using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Calls;
using WhatsAppBot.Grains.Channels;
using WhatsAppBot.Grains.Live;
using WhatsAppBot.Grains.Sending;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>After the commit: gives what is to be sent or called to the pumps, and tells the screens. All of it can be lost without harm.</summary>
internal sealed class Announcer(OutboxPump pump, CallPump calls, LiveRelay live, ChannelCatalog channels)
{
    /// <summary>A turn is committed.</summary>
    public async ValueTask Tell(Conversation now, Turn turn, TurnCommitted committed)
    {
        for (var ord = 0; ord < turn.Messages.Count; ord++)
        {
            var seq = committed.FirstSeq + ord;
            var message = turn.Messages[ord];
            if (message.Lane is { } lane)
                pump.Offer(
                    Delivery(now, Pending(turn, message, seq, lane)) with
                    {
                        Prepaid = message.BroadcastOrd is not null,
                        IsAnswer = lane == Lane.Reply,
                    }
                );

            live.Publish(
                LiveEvent.Of(
                    now.WorkspaceId,
                    new MessageAdded(now.WorkspaceId, now.Id, seq, View(now.Id, message, seq))
                )
            );
        }

        foreach (var call in turn.Calls ?? [])
            calls.Offer(new CallKey(now.Id, call.CallId));

        await Tell(now);
    }

    /// <summary>How the conversation looks in the list now.</summary>
    public async ValueTask Tell(Conversation now)
    {
        var view = ViewsOf.Conversation(now, (await channels.Find(now.ChannelId))?.Channel);
        live.Publish(LiveEvent.Of(now.WorkspaceId, new ConversationChanged(now.WorkspaceId, now.Id, now.Seq, view)));
    }

    /// <summary>Sends that were found pending: those of a dead node, or of a lost outcome that is to be tried once more.</summary>
    public void Send(Conversation now, IReadOnlyList<PendingSend> pending)
    {
        foreach (var send in pending)
            pump.Offer(Delivery(now, send));
    }

    private static Delivery Delivery(Conversation now, PendingSend send) =>
        new(send, new Recipient(now.Contact.Phone, now.Contact.Bsuid), now.State.WindowClosesAt);

    private static PendingSend Pending(Turn turn, NewMessage message, long seq, Lane lane) =>
        new(
            turn.ConversationId,
            seq,
            turn.WorkspaceId,
            turn.ChannelId,
            lane,
            message.Content,
            message.ReplyTo,
            message.SessionId,
            message.NodeId,
            null,
            message.BroadcastId
        );

    private static MessageView View(long conversation, NewMessage message, long seq) =>
        new(
            MessageView.IdOf(conversation, seq),
            conversation,
            seq,
            seq,
            message.Direction,
            message.Content.Kind,
            message.Content.Plain,
            message.Content,
            message.Status,
            null,
            message.Author,
            message.CreatedAt,
            message.ClientId,
            false,
            message.Wamid,
            message.ReplyTo
        );
}
