using System.Globalization;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Broadcasts;

/// <summary>
/// What of a turn may answer a broadcast. It is written in the transaction of the turn, so that it is neither lost nor counted twice; a conversation that
/// was never handed a broadcast pays nothing for it.
/// </summary>
internal sealed class Responses(BroadcastBook book)
{
    // a broadcast may be paused between handing over and send; the answer itself has 72 hours from the send
    private static readonly TimeSpan Open = TimeSpan.FromDays(30);

    public async ValueTask<Response?> Of(
        Conversation conversation,
        Input input,
        Session? before,
        IReadOnlyList<FlowEvent> events,
        DateTimeOffset now
    )
    {
        var heard = input is MessageReceived { Message: var message } ? Heard(conversation.Broadcast, message) : null;
        return await Goal(input, before, events) is { } goal
            ? (heard ?? new Response()) with
            {
                Goal = goal,
                GoalAt = now,
            }
            : heard;
    }

    private static Response? Heard(BroadcastMark? last, InboundMessage message)
    {
        if (last is null || message.Content is SystemContent or DeletedContent)
            return null;
        if (message.Content is ReplyContent reply)
            return new Response(
                message.SentAt,
                message.Context?.Wamid,
                // Meta may leave out of which template a quick reply is
                message.Context?.Wamid
                    is null
                && reply.Source == ReplySource.Template
                    ? last.Id
                    : null
            );
        return message.SentAt < last.At + Open ? new Response(message.SentAt) : null;
    }

    /// <summary>The broadcast whose goal the session has just come to. Nodes of sub-flows are none of it.</summary>
    private async ValueTask<long?> Goal(Input input, Session? before, IReadOnlyList<FlowEvent> events)
    {
        var (session, campaign) = input is Started { Broadcast: { } begun }
            ? (events.OfType<SessionStarted>().FirstOrDefault()?.SessionId, begun)
            : (before?.Id, before?.Broadcast);
        if (
            session is null
            || !long.TryParse(campaign?.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await book.Find(id) is not { GoalNode: { } goal }
        )
            return null;

        foreach (var happened in events)
        {
            if (
                happened is NodeEntered { Within: null } entered
                && entered.SessionId == session
                && entered.NodeId == goal
            )
                return id;
        }
        return null;
    }
}
