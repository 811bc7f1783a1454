using System.Text.Json;
using Npgsql;
using WhatsAppBot.Flows;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits turns: state behind its fence, messages with their seq, outbox, timer, turn log, and the inbox row that was handled,
/// all or nothing for each conversation. Null: the fence held, the activation is stale. A caller awaits its turn before the next.
/// </summary>
public sealed class TurnWriter(Database database)
    : GroupCommit<Turn, TurnCommitted?>(database, capacity: 10_000, pumps: 2),
        ITurns
{
    public new Task<TurnCommitted?> Commit(Turn turn, CancellationToken cancel) => base.Commit(turn, cancel);

    protected override async Task<IReadOnlyList<TurnCommitted?>> Write(IReadOnlyList<Turn> given)
    {
        var places = Newest(given);
        IReadOnlyList<Turn> turns =
            places.Count == given.Count ? given : [.. places.Values.Select(place => given[place])];

        var parts = Parts(turns);
        var contacts = turns.Where(turn => turn.Contact is not null).Select(turn => turn.Contact?.ContactId).ToArray();

        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.Conversations(batch, turns.Select(turn => turn.ConversationId));
        if (contacts.Length > 0)
            Hold(batch, contacts);
        var served = turns.Select(turn => turn.Recipient).OfType<ServedRecipient>().ToArray();
        if (served.Length > 0)
            ServedTurns.Hold(batch, served);
        foreach (var part in parts)
            Fill(batch, part);
        if (contacts.Length > 0)
            Read(batch, contacts);

        var results = new TurnCommitted?[given.Count];
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        if (contacts.Length > 0)
            await row.NextResultAsync();
        if (served.Length > 0)
            await row.NextResultAsync();
        foreach (var part in parts)
        {
            while (await row.ReadAsync())
                results[places[part[(int)row.GetInt64(0) - 1].ConversationId]] = new TurnCommitted(
                    row.GetInt64(1),
                    row.GetInt64(2),
                    row.GetInt32(3),
                    row.GetInt64(4)
                );
            await row.NextResultAsync();
        }
        if (contacts.Length > 0)
            await Tell(row, given, results);
        return results;
    }

    /// <summary>
    /// What one statement can write. It changes a contact once at most, so that turns that share one (on two channels) go one after the other, in the
    /// same transaction.
    /// </summary>
    private static List<IReadOnlyList<Turn>> Parts(IReadOnlyList<Turn> turns)
    {
        if (turns.All(turn => turn.Contact is null))
            return [turns];

        var parts = new List<IReadOnlyList<Turn>>();
        for (var left = turns; left.Count > 0; )
        {
            var contacts = new HashSet<long>();
            var (now, later) = (new List<Turn>(), new List<Turn>());
            foreach (var turn in left)
                (turn.Contact is { } change && !contacts.Add(change.ContactId) ? later : now).Add(turn);
            parts.Add(now);
            left = later;
        }
        return parts;
    }

    /// <summary>In the order of their ids, so that two writers wait for each other and do not deadlock.</summary>
    private static void Hold(NpgsqlBatch batch, IReadOnlyList<long?> contacts) =>
        batch
            .Add("select id from contacts where id = any($1::bigint[]) order by id for no key update")
            .Bigints(contacts, id => id);

    private static void Read(NpgsqlBatch batch, IReadOnlyList<long?> contacts) =>
        batch
            .Add($"select {ConversationSql.ContactColumns} from contacts where id = any($1::bigint[])")
            .Bigints(contacts, id => id);

    /// <summary>Who changed a contact is told how it is now.</summary>
    private static async Task Tell(NpgsqlDataReader row, IReadOnlyList<Turn> given, TurnCommitted?[] results)
    {
        var contacts = new Dictionary<long, Contact>();
        while (await row.ReadAsync())
        {
            var contact = ConversationSql.ReadContact(row, 0);
            contacts[contact.Id] = contact;
        }
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i] is { } committed && given[i].Contact is { } change)
                results[i] = committed with { Contact = contacts.GetValueOrDefault(change.ContactId) };
        }
    }

    /// <summary>Two activations of a conversation may meet in a batch: only one can pass the fence, the others are stale.</summary>
    private static Dictionary<long, int> Newest(IReadOnlyList<Turn> turns)
    {
        var places = new Dictionary<long, int>(turns.Count);
        for (var i = 0; i < turns.Count; i++)
        {
            if (
                !places.TryAdd(turns[i].ConversationId, i)
                && turns[i].Version > turns[places[turns[i].ConversationId]].Version
            )
                places[turns[i].ConversationId] = i;
        }
        return places;
    }

    private sealed record Line(Turn Turn, int At, int Ord, NewMessage Message);

    private static void Fill(NpgsqlBatch batch, IReadOnlyList<Turn> turns)
    {
        var serving = turns.Any(turn => turn.Recipient is not null);
        var more =
            serving
            || turns.Any(turn => turn.Calls is { Count: > 0 } || turn.Contact is not null || turn.Response is not null);
        var sql = batch.Add(
            serving ? TurnSql.WithRecipients
            : more ? TurnSql.WithMore
            : TurnSql.Plain
        );
#if CHAOS
        Mutant.NoVersionFence.Rewrite(batch, "and c.version = t.version", "");
#endif
        Fill(sql, turns);
        if (more)
            FillMore(sql, turns);
        if (serving)
            ServedTurns.Fill(sql, turns);
    }

    private static void Fill(NpgsqlParameterCollection sql, IReadOnlyList<Turn> turns)
    {
        sql.Bigints(turns, turn => turn.ConversationId);
        sql.Bigints(turns, turn => turn.Version);
        sql.Bigints(turns, turn => turn.InboxId);
        sql.Ints(turns, turn => turn.Messages.Count);
        sql.Texts(turns, turn => turn.State.Session);
        sql.Texts(turns, turn => turn.State.SessionId);
        sql.Texts(turns, turn => turn.State.Standing?.FlowId);
        sql.Ints(turns, turn => turn.State.Standing?.FlowVersion);
        sql.Texts(turns, turn => turn.State.Standing?.FlowName);
        sql.Texts(turns, turn => turn.State.Standing?.NodeId);
        sql.Texts(turns, turn => turn.State.Standing?.NodeName);
        sql.Smallints(turns, turn => (short)turn.State.Owner);
        sql.Texts(turns, turn => turn.State.Queue);
        sql.Smallints(turns, turn => (short)turn.State.Status);
        sql.Texts(turns, turn => turn.State.AssigneeId);
        sql.Texts(turns, turn => turn.State.AssigneeName);
        sql.Times(turns, turn => turn.State.WindowClosesAt);
        sql.Ints(turns, turn => turn.Messages.Count(message => message.Direction == Direction.Inbound));

        var last = turns.Select(LastShown).ToArray();
        sql.Ints(last, one => one?.Ord);
        sql.Texts(last, one => one?.Message.Content.Kind);
        sql.Texts(last, one => one?.Message.Content.Plain);
        sql.Smallints(last, one => (short?)one?.Message.Direction);
        sql.Smallints(last, one => (short?)one?.Message.Status);
        sql.Times(last, one => one?.Message.CreatedAt);

        sql.Bigints(
            turns,
            turn =>
                turn.Timer switch
                {
                    TimerChange.Set set => set.Generation,
                    TimerChange.Remove => -1,
                    _ => 0,
                }
        );
        sql.Bigints(turns, turn => turn.Timer is TimerChange.Set set ? (long)set.After.TotalMilliseconds : 0);
        sql.Times(turns, turn => turn.State.SnoozedUntil);
        sql.Times(turns, turn => turn.State.WaitingSince);
        sql.Texts(turns, turn => Labels(turn.State.Labels));

        var messages = turns
            .SelectMany((turn, at) => turn.Messages.Select((message, ord) => new Line(turn, at, ord, message)))
            .ToArray();
        Place(sql, messages);
        sql.Smallints(messages, one => (short)one.Message.Direction);
        sql.Texts(messages, one => one.Message.Content.Kind);
        sql.Texts(messages, one => one.Message.Content.Plain);
        sql.Texts(messages, one => StorageJson.Of(one.Message.Content));
        sql.Texts(messages, one => StorageJson.Of(one.Message.Author));
        sql.Smallints(messages, one => (short)one.Message.Status);
        sql.Texts(messages, one => one.Message.Wamid);
        sql.Texts(messages, one => one.Message.ReplyTo);
        sql.Uuids(messages, one => one.Message.ClientId);
        sql.Times(messages, one => one.Message.CreatedAt);

        var sends = messages.Where(one => one.Message.Lane is not null).ToArray();
        Place(sql, sends);
        sql.Smallints(sends, one => (short?)one.Message.Lane);
        sql.Texts(sends, one => one.Message.SessionId);
        sql.Texts(sends, one => one.Message.NodeId);

        var logs = turns.Select((turn, at) => (Turn: turn, At: at)).Where(one => one.Turn.Log is not null).ToArray();
        sql.Bigints(logs, one => one.Turn.ConversationId);
        sql.Ints(logs, one => one.At + 1);
        sql.Bigints(logs, one => one.Turn.Version);
        sql.Texts(logs, one => one.Turn.WorkspaceId);
        sql.Texts(logs, one => one.Turn.State.SessionId);
        sql.Texts(logs, one => one.Turn.Log?.FlowId ?? one.Turn.State.Standing?.FlowId);
        sql.Ints(logs, one => one.Turn.Log?.FlowVersion ?? one.Turn.State.Standing?.FlowVersion);
        sql.Times(logs, one => one.Turn.Log?.At);
        sql.Texts(logs, one => one.Turn.Log?.Input);
        sql.Texts(logs, one => one.Turn.Log?.Events);
        sql.Texts(logs, one => one.Turn.Log?.Around);
    }

    private static void FillMore(NpgsqlParameterCollection sql, IReadOnlyList<Turn> turns)
    {
        var calls = turns
            .SelectMany((turn, at) => (turn.Calls ?? []).Select(call => (Turn: turn, At: at, Call: call)))
            .ToArray();
        sql.Bigints(calls, one => one.Turn.ConversationId);
        sql.Ints(calls, one => one.At + 1);
        sql.Texts(calls, one => one.Turn.WorkspaceId);
        sql.Bigints(calls, one => one.Turn.ChannelId);
        sql.Texts(calls, one => one.Call.CallId);
        sql.Texts(calls, one => one.Call.SessionId);
        sql.Texts(calls, one => one.Call.NodeId);
        sql.Bytes(calls, one => JsonSerializer.SerializeToUtf8Bytes(one.Call.Call, FlowsJson.Default.Call));
        sql.Bools(calls, one => one.Call.IsRepeatable);

        var changes = turns
            .Select((turn, at) => (Turn: turn, At: at, Change: turn.Contact))
            .Where(one => one.Change is not null)
            .ToArray();
        sql.Ints(changes, one => one.At + 1);
        sql.Bigints(changes, one => one.Change?.ContactId);
        sql.Texts(changes, one => one.Turn.WorkspaceId);
        sql.Texts(changes, one => one.Change?.ToJson());
        ServedTurns.Answers(sql, turns);
    }

    private static void Place(NpgsqlParameterCollection sql, IReadOnlyList<Line> lines)
    {
        sql.Bigints(lines, one => one.Turn.ConversationId);
        sql.Ints(lines, one => one.At + 1);
        sql.Ints(lines, one => one.Ord + 1);
        sql.Texts(lines, one => one.Turn.WorkspaceId);
        sql.Bigints(lines, one => one.Turn.ChannelId);
    }

    /// <summary>An array as PostgreSQL spells one: a column of arrays cannot be an array of arrays of unequal length.</summary>
    private static string Labels(IReadOnlyList<string>? labels) =>
        labels is null or { Count: 0 }
            ? "{}"
            : $"{{{string.Join(',', labels.Select(one => $"\"{one.Replace(@"\", @"\\").Replace("\"", "\\\"")}\""))}}}";

    private static Line? LastShown(Turn turn)
    {
        for (var ord = turn.Messages.Count - 1; ord >= 0; ord--)
        {
            if (turn.Messages[ord].Direction != Direction.Event)
                return new Line(turn, 0, ord, turn.Messages[ord]);
        }
        return null;
    }
}
