using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests.Memory;

// claims, records and statuses
internal sealed partial class Tables
{
    public Claimed? Claim(PendingSend send)
    {
        if (!Conversations[send.ConversationId].Outbox.TryGetValue(send.Seq, out var row))
            return null;
        if (fault != Fault.ClaimWithoutLock)
        {
            if (row.State != OutboxState.Pending)
                return null;
            foreach (var (seq, earlier) in Conversations[send.ConversationId].Outbox)
                if (
                    seq < send.Seq
                    && (
                        earlier.State == OutboxState.Attempting
                        || (earlier.State == OutboxState.Pending && earlier.Send.Lane <= row.Send.Lane)
                    )
                )
                    return null;
        }

        row.State = OutboxState.Attempting;
        row.AttemptedAt = Now;
        row.NotBefore = null;
        return new Claimed(++row.Attempt, Blocked: false);
    }

    public StatusChange? Record(SendRecord record)
    {
        var conversation = Conversations[record.ConversationId];
        conversation.Outbox.TryGetValue(record.Seq, out var row);
        var isCurrent = row?.Attempt == record.Attempt;
        var resent = row is { Resend: true, State: not OutboxState.Pending };
        var outcome = record.Outcome switch
        {
            SendOutcome.Lost when fault == Fault.RetryOnTimeOut => new SendOutcome.Later(TimeSpan.FromSeconds(1)),
            SendOutcome.Lost when fault == Fault.UnknownCountedFailed => new SendOutcome.Failed(
                new MessageError(0, "lost")
            ),
            var told => told,
        };

        switch (outcome)
        {
            case SendOutcome.Accepted:
            case SendOutcome.Failed when isCurrent:
                conversation.Outbox.Remove(record.Seq);
                break;
            case SendOutcome.Lost when isCurrent && row is not null:
                (row.State, row.NotBefore) = (OutboxState.Unknown, null);
                // it may have gone out twice
                conversation.BySeq[record.Seq].Resent |= resent;
                break;
            case SendOutcome.Later later when isCurrent && row is not null:
                (row.State, row.NotBefore) = (OutboxState.Pending, Now + later.After);
                return null;
            default:
                return null;
        }

        var (status, wamid, error) = outcome switch
        {
            SendOutcome.Accepted accepted => (
                accepted.Held ? MessageStatus.Held : MessageStatus.Accepted,
                accepted.Wamid,
                null
            ),
            SendOutcome.Failed failed => (MessageStatus.Failed, null, failed.Error),
            _ => (MessageStatus.Unknown, (string?)null, (MessageError?)null),
        };
        var overtook = parked.Where(news => news.ChannelId == record.ChannelId && news.Wamid == wamid).ToArray();
        foreach (var news in overtook)
            parked.Remove(news);
        var top = overtook.MaxBy(news => news.Status);
        return Climb(
            conversation,
            record.Seq,
            top is not null && top.Status > status ? top.Status : status,
            wamid,
            top?.Error ?? (error is null ? null : JsonSerializer.Serialize(error, MessagesJson.Default.MessageError)),
            resent
        );
    }

    public IReadOnlyList<StatusChange> Apply(StatusNews news)
    {
        var (row, message) = Find(news);
        if (row is null || message is null)
        {
            if (news.Attempt is null && fault != Fault.NothingParked && !parked.Contains(news))
                parked.Add(news);
            return [];
        }

        row.Outbox.TryGetValue(message.Seq, out var sending);
        row.Outbox.Remove(message.Seq);
        var resent = fault != Fault.ResendNotMarked && sending is { Resend: true, State: not OutboxState.Pending };
        return Climb(row, message.Seq, news.Status, news.Wamid, news.Error, resent) is { } change ? [change] : [];
    }

    private (ConversationRow?, MessageRow?) Find(StatusNews news)
    {
        if (
            news.Attempt is { } attempt
            && Conversations.TryGetValue(attempt.Conversation, out var row)
            && row.BySeq.GetValueOrDefault(attempt.Seq) is { Message.Direction: Direction.Outbound } named
        )
            return (row, named);
        return byWamid.TryGetValue(news.Wamid, out var known) ? known : (null, null);
    }

    /// <summary>The one way a message's status changes.</summary>
    private StatusChange? Climb(
        ConversationRow row,
        long seq,
        MessageStatus status,
        string? wamid,
        string? error,
        bool resend
    )
    {
        if (!row.BySeq.TryGetValue(seq, out var message))
            return null;
        if (wamid is not null && message.Wamid is null && status > message.Status)
        {
            message.Wamid = wamid;
            byWamid.TryAdd(wamid, (row, message));
        }
        if (status <= message.Status && fault != Fault.StatusByArrival)
            return null;

        message.Status = status;
        message.Statuses.Add(status);
        message.ChangedSeq = ++row.Seq;
        message.Resent |= resend;
        if (row.Value.Last?.Seq == seq)
            row.Value = row.Value with { Last = row.Value.Last with { Status = status } };
        if (status == MessageStatus.Failed && message.Message.Author is BotAuthor bot)
        {
            var failure = new SendFailure(bot.SessionId, bot.NodeId, new MessageError(0, "Not delivered"), bot.FlowId);
            var entry = new InboxRow(
                row.Value.Id,
                ++lastInboxId,
                InboxKind.SendFailure,
                JsonSerializer.SerializeToUtf8Bytes(failure, Json)
            );
            row.Inbox.Add(entry.Id, new InboxEntry(entry, Now));
        }
        return new StatusChange(
            Workspace,
            row.Value.Id,
            message.ChangedSeq,
            seq,
            status,
            error,
            row.Value.Last?.Seq == seq
        );
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}
