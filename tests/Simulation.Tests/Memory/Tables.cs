using Npgsql;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests.Memory;

/// <summary>
/// The tables that turns and sends live in, and the statements over them: what the SQL of the Storage room promises, one statement at a time, in memory.
/// A fault breaks one of the promises.
/// </summary>
internal sealed partial class Tables(Clockwork clockwork, Fault fault)
{
    public const string Workspace = "ours";
    public const long Channel = 1;

    // a question waits for days: that is no work
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private readonly Dictionary<(long Channel, string Wamid), long> keys = [];
    private readonly Dictionary<string, long> byPhone = [];
    private readonly Dictionary<string, (ConversationRow Row, MessageRow Message)> byWamid = [];
    private readonly List<StatusNews> parked = [];
    private long lastInboxId;

    public Dictionary<long, ConversationRow> Conversations { get; } = [];

    public List<BroadcastRow> Broadcasts { get; } = [];

    public DateTimeOffset Now => clockwork.Now;

    /// <summary>Nothing waits for anybody: no row, no send, no timer.</summary>
    public bool IsQuiet =>
        Conversations.Values.All(row =>
            row.Inbox.Count == 0 && row.Outbox.Count == 0 && !(row.Timer?.DueAt < Now + Soon)
        ) && Broadcasts.All(one => one.Recipients.All(recipient => !recipient.Waits));

    /// <summary>Whether it sends; the fault says what once was true.</summary>
    public bool Goes(BroadcastRow broadcast) => broadcast.Runs || fault == Fault.PauseNotAsked;

    public InboxRow? Append(Arrival arrival)
    {
        var id = Conversation(arrival.Sender.Phone ?? throw new InvalidOperationException("no phone"));
        if (!keys.TryAdd((arrival.ChannelId, arrival.Wamid), lastInboxId + 1) && fault != Fault.NoKey)
            return null;

        var row = new InboxRow(id, ++lastInboxId, InboxKind.Message, arrival.Body);
        Conversations[id].Inbox.Add(row.Id, new InboxEntry(row, Now));
        return row;
    }

    public long Conversation(string phone)
    {
        if (byPhone.TryGetValue(phone, out var known))
            return known;

        var id = byPhone[phone] = byPhone.Count + 1;
        var contact = new Contact(id, $"Ada {id}", phone, null, "en", [], "{}", null);
        var state = new ConversationState(
            null,
            null,
            null,
            Owner.Bot,
            null,
            ConversationStatus.Open,
            null,
            null,
            null,
            Labels: []
        );
        Conversations[id] = new ConversationRow(
            new Conversation(id, Workspace, Channel, 0, 0, state, contact, 0, 0, null, Now)
        );
        return id;
    }

    public LoadedConversation? Load(long id)
    {
        if (!Conversations.TryGetValue(id, out var row))
            return null;

        var inbox = row.Inbox.Values.Select(entry => entry.Row);
        return new LoadedConversation(
            row.Value with
            {
                Version = row.Version,
                Seq = row.Seq,
            },
            [.. fault == Fault.AnyOrder ? inbox.Reverse().Take(1) : inbox],
            [
                .. row
                    .Outbox.Values.Where(send => send.State == OutboxState.Pending)
                    .Select(send => send.Send with { NotBefore = send.NotBefore }),
            ]
        );
    }

    public TurnCommitted? Commit(Turn turn)
    {
        var row = Conversations[turn.ConversationId];
        if (!Fits(row, turn))
            return null;
        if (
            turn.Messages.Any(message =>
                message.ClientId is { } client && row.Messages.Exists(one => one.Message.ClientId == client)
            )
        )
            throw Refused(PostgresErrorCodes.UniqueViolation);
        if (turn.Messages.Any(message => message.Content.Plain.Contains('\0')))
            throw Refused(PostgresErrorCodes.CharacterNotInRepertoire);

        var first = row.Seq + 1;
        row.Turns.Add(new TurnRow(turn, Now, row.Seq, row.Timer));
        row.Version++;
        Write(row, turn);
        row.Inbox.Remove(turn.InboxId);
        row.Timer = turn.Timer switch
        {
            TimerChange.Set set => new TimerRow(set.Generation, Now + set.After),
            TimerChange.Remove => null,
            _ => row.Timer,
        };
        return new TurnCommitted(row.Version, first, row.Value.Unread, 0);
    }

    private bool Fits(ConversationRow row, Turn turn)
    {
        if (fault != Fault.NoFence && row.Version != turn.Version)
            return false;
        if (turn.InboxId != 0 && fault is not (Fault.NoFence or Fault.AnyOrder))
            if (row.Inbox.Count == 0 || row.Inbox.First().Key != turn.InboxId)
                return false;
        if (
            turn.Recipient is not { } served
            || Broadcasts.Find(one => one.Value.Id == served.BroadcastId) is not { } broadcast
        )
            return true;

        var recipient = broadcast.Recipients[served.Ord];
        if (fault != Fault.RecipientNotAsked && (!recipient.Waits || !Goes(broadcast)))
            return false;
        var at = turn.Messages.ToList().FindIndex(message => message.BroadcastOrd is not null);
        (recipient.Waits, recipient.Seq) = (false, row.Seq + 1 + at);
        recipient.HandedOver++;
        return true;
    }

    private void Write(ConversationRow row, Turn turn)
    {
        LastMessage? last = row.Value.Last;
        foreach (var message in turn.Messages)
        {
            var written = new MessageRow(++row.Seq, message, Now);
            row.Messages.Add(written);
            row.BySeq.Add(written.Seq, written);
            if (message.Direction != Direction.Event)
                last = new LastMessage(
                    written.Seq,
                    message.Content.Kind,
                    message.Content.Plain,
                    message.Direction,
                    message.Status,
                    message.CreatedAt
                );
            if (message.Lane is { } lane)
                row.Outbox.Add(
                    written.Seq,
                    new OutboxRow(
                        new PendingSend(
                            turn.ConversationId,
                            written.Seq,
                            turn.WorkspaceId,
                            turn.ChannelId,
                            lane,
                            message.Content,
                            message.ReplyTo,
                            message.SessionId,
                            message.NodeId,
                            null,
                            message.BroadcastId
                        ),
                        Now
                    )
                );
        }

        var before = row.Value;
        var closes = before.State.WindowClosesAt;
        row.Value = before with
        {
            State = turn.State with
            {
                SessionId = turn.State.SessionId ?? before.State.SessionId,
                WindowClosesAt = closes > turn.State.WindowClosesAt ? closes : turn.State.WindowClosesAt ?? closes,
            },
            Unread = before.Unread + turn.Messages.Count(message => message.Direction == Direction.Inbound),
            Last = last,
            Broadcast = turn.Recipient is { } served ? new BroadcastMark(served.BroadcastId, Now) : before.Broadcast,
        };
    }

    private static PostgresException Refused(string state) => new("refused", "ERROR", "ERROR", state);
}
