using System.Globalization;
using WhatsAppBot.Messages;
using WhatsAppBot.Simulation.Tests.Memory;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Simulation.Tests.Likeness;

/// <summary>One statement for both.</summary>
internal sealed record Statement(string What, Func<Tables, string> InMemory, Func<Sql, Task<string>> InSql);

/// <summary>Draws statements about one conversation, sensible ones and others.</summary>
internal sealed class Draw(Random chance, long id, string phone)
{
    private int count;
    private int generation;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Statement Append()
    {
        var arrival = new Arrival(
            Tables.Workspace,
            Tables.Channel,
            new Sender(phone, null),
            $"wamid.in{id}.{chance.Next(6)}",
            "{}"u8.ToArray()
        );
        return new Statement(
            $"append {arrival.Wamid}",
            tables => tables.Append(arrival) is null ? "known" : "new",
            async sql =>
                await (sql.Inbox.TryAppend(arrival) ?? throw new InvalidOperationException("full")) is null
                    ? "known"
                    : "new"
        );
    }

    public Statement Next(ConversationRow row) =>
        chance.Next(13) switch
        {
            0 => Append(),
            1 or 2 or 3 => Commit(row),
            4 or 5 => Claim(row),
            6 or 7 => Record(row),
            8 or 9 => Status(row),
            10 => Lost(),
            11 => Due(),
            _ => Reconcile(),
        };

    private Statement Commit(ConversationRow row)
    {
        var version = row.Version - (chance.Next(6) == 0 ? 1 : 0);
        var rows = row.Inbox.Keys.ToArray();
        var inbox = rows.Length == 0 || chance.Next(3) == 0 ? 0 : rows[chance.Next(rows.Length)];
        var messages = Enumerable.Range(0, chance.Next(4)).Select(_ => Message()).ToArray();
        var state = row.Value.State with { SessionId = chance.Next(4) == 0 ? "s2" : "s1" };
        var turn = new Turn(
            Tables.Workspace,
            Tables.Channel,
            id,
            version,
            inbox,
            state,
            Timer(),
            messages,
            null,
            ContactId: id
        );
        static string Told(TurnCommitted? done) =>
            done is null ? "stale" : $"v{done.Version} from {done.FirstSeq} unread {done.Unread}";
        return new Statement(
            $"commit v{version} row {inbox} with {messages.Length}",
            tables => Told(tables.Commit(turn)),
            async sql => Told(await sql.Turns.Commit(turn, Cancel))
        );
    }

    private TimerChange Timer() =>
        chance.Next(4) switch
        {
            0 => new TimerChange.Set(++generation, TimeSpan.FromHours(chance.Next(2))),
            1 => TimerChange.Clear,
            _ => TimerChange.None,
        };

    private NewMessage Message() =>
        chance.Next(3) == 0
            ? new NewMessage(
                Direction.Inbound,
                new TextContent("hi"),
                new ContactAuthor(),
                MessageStatus.Received,
                DateTimeOffset.UnixEpoch
            )
            : new NewMessage(
                Direction.Outbound,
                new TextContent("hello"),
                new BotAuthor("f", 1, "Flow", "n1", null, "s1"),
                MessageStatus.Queued,
                DateTimeOffset.UnixEpoch,
                (Lane)chance.Next(2),
                SessionId: "s1",
                NodeId: "n1"
            );

    private Statement Claim(ConversationRow row)
    {
        var send = new PendingSend(
            id,
            Seq(row),
            Tables.Workspace,
            Tables.Channel,
            Lane.Reply,
            new TextContent("hello"),
            null,
            "s1",
            "n1",
            null
        );
        return new Statement(
            $"claim {send.Seq}",
            tables => $"{tables.Claim(send)}",
            async sql => $"{await sql.Claims.Claim(send, Cancel)}"
        );
    }

    private Statement Record(ConversationRow row)
    {
        var seq = Seq(row);
        var attempt = Math.Max(1, (row.Outbox.GetValueOrDefault(seq)?.Attempt ?? 1) - (chance.Next(4) == 0 ? 1 : 0));
        SendOutcome outcome = chance.Next(5) switch
        {
            0 => new SendOutcome.Lost(),
            1 => new SendOutcome.Failed(new MessageError(131026, "No")),
            2 => new SendOutcome.Later(TimeSpan.FromHours(chance.Next(2))),
            _ => new SendOutcome.Accepted(Wamid(seq), chance.Next(3) == 0),
        };
        var record = new SendRecord(id, Tables.Channel, seq, attempt, outcome);
        return new Statement(
            $"record {seq}.{attempt} {outcome.GetType().Name}",
            tables => Told(tables.Record(record)),
            async sql => Told(await sql.Records.Record(record, Cancel))
        );
    }

    private Statement Status(ConversationRow row)
    {
        var seq = Seq(row);
        MessageStatus[] all = [MessageStatus.Sent, MessageStatus.Failed, MessageStatus.Delivered, MessageStatus.Read];
        var status = all[chance.Next(all.Length)];
        AttemptId? named = chance.Next(2) == 0 ? new AttemptId(id, seq, 1) : null;
        var error = status == MessageStatus.Failed ? """{"code":1,"title":"No"}""" : null;
        var news = new StatusNews(Tables.Channel, Wamid(seq), status, DateTimeOffset.UnixEpoch, error, named);
        return new Statement(
            $"status {news.Wamid} {status} {named}",
            tables => string.Join('\n', tables.Apply(news).Select(Told)),
            async sql => string.Join('\n', (await sql.Statuses.Apply(news, Cancel)).Select(Told))
        );
    }

    private static Statement Lost() =>
        new(
            "lost attempts",
            tables =>
                string.Join(
                    '\n',
                    tables.LostAttempts(TimeSpan.Zero).OrderBy(Place).Select(lost => Told(tables.Record(lost)))
                ),
            async sql =>
            {
                var told = new List<string>();
                foreach (var lost in (await sql.Recovery.LostAttempts(TimeSpan.Zero, Cancel)).OrderBy(Place))
                    told.Add(Told(await sql.Records.Record(lost, Cancel)));
                return string.Join('\n', told);
            }
        );

    /// <summary>What is due goes; another generation is asked for first, which changes nothing.</summary>
    private static Statement Due() =>
        new(
            "due",
            tables =>
            {
                var due = tables.Due(500, TimeSpan.Zero);
                foreach (var timer in due)
                {
                    tables.Drop(timer with { Generation = timer.Generation + 1 });
                    tables.Drop(timer);
                }
                return string.Join(' ', due.OrderBy(timer => timer.ConversationId));
            },
            async sql =>
            {
                var due = await sql.Timers.Claim(500, Cancel);
                foreach (var timer in due)
                {
                    await sql.Timers.Drop(timer with { Generation = timer.Generation + 1 }, Cancel);
                    await sql.Timers.Drop(timer, Cancel);
                }
                return string.Join(' ', due.OrderBy(timer => timer.ConversationId));
            }
        );

    private static Statement Reconcile() =>
        new(
            "reconcile",
            tables => string.Join(' ', tables.Reconcile(TimeSpan.Zero).Order()),
            async sql => string.Join(' ', (await sql.Recovery.Reconcile(TimeSpan.Zero, Cancel)).Order())
        );

    private static (long, long) Place(SendRecord record) => (record.ConversationId, record.Seq);

    // one that is there and outbound, or the first
    private long Seq(ConversationRow row)
    {
        var seqs = row
            .Messages.Where(one => one.Message.Direction == Direction.Outbound)
            .Select(one => one.Seq)
            .ToArray();
        return seqs.Length == 0 ? 1 : seqs[chance.Next(seqs.Length)];
    }

    private string Wamid(long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"wamid.out{id}.{seq}.{(chance.Next(6) == 0 ? ++count : 0)}");

    private static string Told(StatusChange? change) =>
        change is null
            ? "no change"
            : $"{change.ConversationId}-{change.MessageSeq} {change.Status} at {change.ChangedSeq} {change.IsLast}";
}
