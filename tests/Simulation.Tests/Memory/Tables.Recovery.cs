using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests.Memory;

// timers, and what the sweeper asks for
internal sealed partial class Tables
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweptFor = TimeSpan.FromSeconds(5);

    /// <summary>Due by the database's clock; the fault takes the asker's.</summary>
    public IReadOnlyList<DueTimer> Due(int most, TimeSpan askersSkew)
    {
        var now = fault == Fault.LocalClock ? Now + askersSkew : Now;
        var due = new List<DueTimer>();
        foreach (var (id, row) in Conversations)
        {
            if (row.Timer is not { } timer || timer.DueAt > now || timer.LeaseUntil > Now || due.Count == most)
                continue;
            timer.LeaseUntil = Now + Lease;
            due.Add(new DueTimer(id, timer.Generation));
        }
        return due;
    }

    public bool Drop(DueTimer timer)
    {
        if (Conversations[timer.ConversationId] is not { Timer: { } now } row || now.Generation != timer.Generation)
            return false;
        row.Timer = null;
        return true;
    }

    public IReadOnlyList<long> Forgotten(TimeSpan age)
    {
        var found = new SortedSet<long>();
        if (fault == Fault.NoSweeper)
            return [];

        foreach (var (id, row) in Conversations)
        {
            foreach (var entry in row.Inbox.Values)
                if (entry.ReceivedAt < Now - age && !(entry.SweptAt >= Now - SweptFor))
                {
                    entry.SweptAt = Now;
                    found.Add(id);
                }
            foreach (var send in row.Outbox.Values)
                if (
                    send.State == OutboxState.Pending
                    && send.CreatedAt < Now - age
                    && !(send.NotBefore >= Now)
                    && Broadcasts.TrueForAll(one => one.Value.Id != send.Send.BroadcastId || Goes(one))
                    && !(send.SweptAt >= Now - SweptFor)
                )
                {
                    send.SweptAt = Now;
                    found.Add(id);
                }
        }
        return [.. found];
    }

    public IReadOnlyList<SendRecord> LostAttempts(TimeSpan age) =>
        [
            .. Sends()
                .Where(row => row.State == OutboxState.Attempting && row.AttemptedAt < Now - age)
                .Select(row => new SendRecord(
                    row.Send.ConversationId,
                    row.Send.ChannelId,
                    row.Send.Seq,
                    row.Attempt,
                    new SendOutcome.Lost()
                )),
        ];

    public IReadOnlyList<long> Reconcile(TimeSpan age)
    {
        var again = new List<long>();
        foreach (
            var row in Sends().Where(row => row.State == OutboxState.Unknown && row.AttemptedAt < Now - age).ToArray()
        )
        {
            var conversation = Conversations[row.Send.ConversationId];
            if (
                row is { Resend: false, Send: { Lane: Lane.Reply, SessionId: { } session } }
                && session == conversation.Value.State.SessionId
            )
            {
                (row.State, row.Resend) = (OutboxState.Pending, true);
                again.Add(row.Send.ConversationId);
            }
            else
                conversation.Outbox.Remove(row.Send.Seq);
        }
        return again;
    }

    public IReadOnlyList<StatusNews> Parked() => [.. parked.Where(news => byWamid.ContainsKey(news.Wamid))];

    public int Unpark() =>
        parked.RemoveAll(news => byWamid.TryGetValue(news.Wamid, out var known) && news.Status <= known.Message.Status);

    private IEnumerable<OutboxRow> Sends() => Conversations.Values.SelectMany(row => row.Outbox.Values);
}
