using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests.Memory;

/// <summary>A conversation with everything that hangs on it.</summary>
internal sealed class ConversationRow(Conversation value)
{
    public Conversation Value { get; set; } = value;

    public long Version { get; set; }

    public long Seq { get; set; }

    public List<MessageRow> Messages { get; } = [];

    /// <summary>Statuses take seqs too, so the place in the list is not the seq.</summary>
    public Dictionary<long, MessageRow> BySeq { get; } = [];

    public SortedDictionary<long, InboxEntry> Inbox { get; } = [];

    public SortedDictionary<long, OutboxRow> Outbox { get; } = [];

    public TimerRow? Timer { get; set; }

    /// <summary>The conversation as people see it.</summary>
    public IEnumerable<string> Thread() =>
        Messages.Select(one =>
            $"{Value.Id}-{one.Seq} {one.Message.Direction} “{one.Message.Content.Plain}” {string.Join(" ", one.Statuses)}"
        );

    /// <summary>Each committed turn: what the checks look at.</summary>
    public List<TurnRow> Turns { get; } = [];
}

/// <summary>A message of the thread, with every status it ever had.</summary>
internal sealed class MessageRow(long seq, NewMessage message, DateTimeOffset writtenAt)
{
    public long Seq { get; } = seq;

    public NewMessage Message { get; } = message;

    public DateTimeOffset WrittenAt { get; } = writtenAt;

    public long ChangedSeq { get; set; } = seq;

    public MessageStatus Status { get; set; } = message.Status;

    public string? Wamid { get; set; } = message.Wamid;

    public bool Resent { get; set; }

    public List<MessageStatus> Statuses { get; } = [message.Status];
}

internal sealed class InboxEntry(InboxRow row, DateTimeOffset receivedAt)
{
    public InboxRow Row { get; } = row;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    public DateTimeOffset? SweptAt { get; set; }
}

internal sealed class OutboxRow(PendingSend send, DateTimeOffset createdAt)
{
    public PendingSend Send { get; } = send;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public OutboxState State { get; set; }

    public int Attempt { get; set; }

    public DateTimeOffset AttemptedAt { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? SweptAt { get; set; }

    public bool Resend { get; set; }
}

internal sealed class TimerRow(long generation, DateTimeOffset dueAt)
{
    public long Generation { get; } = generation;

    public DateTimeOffset DueAt { get; } = dueAt;

    public DateTimeOffset? LeaseUntil { get; set; }
}

/// <summary>A turn as it was committed, at the database's time.</summary>
internal sealed record TurnRow(Turn Turn, DateTimeOffset At, long BaseSeq, TimerRow? TimerBefore);

internal sealed class Addressee(int ord, long conversation)
{
    public int Ord { get; } = ord;

    public long Conversation { get; } = conversation;

    public bool Waits { get; set; } = true;

    public string? Skipped { get; set; }

    public long? Seq { get; set; }

    public int HandedOver { get; set; }
}

/// <summary>A broadcast of the history; who said when that it is to stop or go on.</summary>
internal sealed class BroadcastRow(Broadcast value, IReadOnlyList<Addressee> recipients)
{
    public Broadcast Value { get; set; } = value;

    public bool Runs => Value.State == BroadcastState.Running;

    public IReadOnlyList<Addressee> Recipients { get; } = recipients;

    public List<(DateTimeOffset From, DateTimeOffset? To)> Pauses { get; } = [];
}
