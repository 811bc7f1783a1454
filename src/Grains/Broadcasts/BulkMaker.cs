using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppBot.Flows;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Grains.Conversations;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>The turn that gives a broadcast to one recipient, or why there is none.</summary>
internal sealed class BulkMaker(BroadcastBook book, TurnMaker maker, [FromKeyedServices("app")] TimeProvider clock)
{
    /// <summary>Who is busy is come back to for so long.</summary>
    private static readonly TimeSpan QueuedAtMost = TimeSpan.FromHours(24);

    private static readonly BulkResult Committed = new(BulkOutcome.Handed);

    public async Task<(Draft? Draft, BulkResult Refusal)> On(Conversation conversation, BulkSend send)
    {
        if (
            await book.Find(send.BroadcastId) is not { } broadcast
            || !broadcast.Channels.Contains(conversation.ChannelId)
        )
            return (null, new BulkResult(BulkOutcome.NotWaiting, "gone"));

        var isTest = send.Ord is null;
        if (conversation.Contact.OptedOutAt is not null)
            return (null, new BulkResult(BulkOutcome.Skipped, "opted_out"));
        if (conversation.Contact.IsBlocked)
            return (null, new BulkResult(BulkOutcome.Skipped, "blocked"));
        if (conversation.Contact is { Phone: null, Bsuid: null })
            return (null, new BulkResult(BulkOutcome.Skipped, "no_number"));
        if (!isTest && Busy(conversation, broadcast) is { } busy)
            return (null, busy);

        var values = send.Values is null ? null : JsonNode.Parse(send.Values) as JsonObject;
        var content = broadcast.ContentOf(send.Variant);
        return content is BroadcastTemplate template
            ? await Say(conversation, broadcast, template, values, send)
            : await Begin(conversation, broadcast, (BroadcastFlow)content, values, send);
    }

    /// <summary>The name of one handing over: asking again makes no second message.</summary>
    public static Guid ClientId(long broadcast, int ord, int attempt)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, broadcast);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], attempt);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], ord);
        // RFC 9562's version 8: our own layout
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private BulkResult? Busy(Conversation conversation, Broadcast broadcast)
    {
        var withPeople = conversation.State.Owner != Owner.Bot;
        var live = conversation.State.Session is not null;
        if (!withPeople && (!live || broadcast.LiveSession == LiveSessionPolicy.Interrupt))
            return null;

        var reason = withPeople ? "with_people" : "live_session";
        return
            broadcast.LiveSession == LiveSessionPolicy.Queue
            && clock.GetUtcNow() < (broadcast.StartedAt ?? clock.GetUtcNow()) + QueuedAtMost
            ? new BulkResult(BulkOutcome.Later, reason)
            : new BulkResult(BulkOutcome.Skipped, reason);
    }

    private async Task<(Draft?, BulkResult)> Say(
        Conversation conversation,
        Broadcast broadcast,
        BroadcastTemplate template,
        JsonObject? values,
        BulkSend send
    )
    {
        var (content, missing) = TemplateFilling.Fill(template, conversation.Contact, values);
        if (content is null)
            return (null, new BulkResult(BulkOutcome.Skipped, $"missing {missing}"));

        var message = new NewMessage(
            Direction.Outbound,
            content,
            new BroadcastAuthor(broadcast.Id, broadcast.Title),
            MessageStatus.Queued,
            clock.GetUtcNow(),
            send.Ord is null ? Lane.Reply : Lane.Bulk,
            ClientId: send.ClientId,
            BroadcastId: send.Ord is null ? null : broadcast.Id,
            BroadcastOrd: send.Ord
        );
        var draft =
            conversation.State.Session is not null && send.Ord is not null
                ? await maker.On(conversation, new Stopped($"the broadcast “{broadcast.Title}” was sent"))
                : new Draft(conversation.State, TimerChange.None, [], null);
        return (draft with { Messages = [.. draft.Messages, message], Recipient = Served(send) }, Committed);
    }

    private async Task<(Draft?, BulkResult)> Begin(
        Conversation conversation,
        Broadcast broadcast,
        BroadcastFlow flow,
        JsonObject? values,
        BulkSend send
    )
    {
        var id = broadcast.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var draft = await maker.On(
            conversation,
            new Started(flow.FlowId, null, new BroadcastView(id, broadcast.Title, values))
        );
        if (draft.State.SessionId == conversation.State.SessionId)
            return (null, new BulkResult(BulkOutcome.Impossible, "flow"));

        var isOpen = conversation.State.WindowClosesAt > clock.GetUtcNow();
        if (!isOpen && draft.Messages.Any(one => one.Lane is not null && one.Content is not TemplateContent))
            return (null, new BulkResult(BulkOutcome.Skipped, "window_closed"));
        if (send.Ord is null)
            return (draft, Committed);

        var first = true;
        var messages = new List<NewMessage>(draft.Messages.Count);
        foreach (var message in draft.Messages)
        {
            if (message.Lane is null)
            {
                messages.Add(message);
                continue;
            }
            messages.Add(
                message with
                {
                    Lane = Lane.Bulk,
                    ClientId = first ? send.ClientId : message.ClientId,
                    BroadcastId = broadcast.Id,
                    BroadcastOrd = first ? send.Ord : null,
                }
            );
            first = false;
        }
        var served = new ServedRecipient(broadcast.Id, send.Ord.Value, draft.Response?.Goal == broadcast.Id);
        return (draft with { Messages = messages, Recipient = served, Response = null }, Committed);
    }

    private static ServedRecipient? Served(BulkSend send) =>
        send.Ord is { } ord ? new ServedRecipient(send.BroadcastId, ord) : null;
}
