using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits turns: state behind its fence, messages with their seq, outbox, timer, turn log, and the inbox row that was handled,
/// all or nothing for each conversation. Null: the fence held, the activation is stale. A caller awaits its turn before the next.
/// </summary>
public sealed class TurnWriter(Database database) : GroupCommit<Turn, TurnCommitted?>(capacity: 10_000, pumps: 2)
{
    public new Task<TurnCommitted?> Commit(Turn turn, CancellationToken cancel) => base.Commit(turn, cancel);

    protected override async Task<IReadOnlyList<TurnCommitted?>> Write(IReadOnlyList<Turn> given)
    {
        var places = Newest(given);
        IReadOnlyList<Turn> turns =
            places.Count == given.Count ? given : [.. places.Values.Select(place => given[place])];

        await using var connection = await database.Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.Conversations(batch, turns, turn => turn.ConversationId);
        Fill(batch.Add(Statement), turns);

        var results = new TurnCommitted?[given.Count];
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        while (await row.ReadAsync())
            results[places[row.GetInt64(0)]] = new TurnCommitted(
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt32(3),
                row.GetInt64(4)
            );
        return results;
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

    // The first statement of the batch holds the rows, so this one sees them as they are.
    private const string Statement = """
        with turn as (
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
                    $10::text[], $11::text[], $12::smallint[], $13::text[], $14::smallint[], $15::text[], $16::text[], $17::timestamptz[],
                    $18::int[], $19::int[], $20::bigint[], $21::bigint[], $22::text[], $23::text[], $24::timestamptz[])
                as t (id, version, inbox_id, added, session, session_id, flow_id, flow_version, flow_name,
                    node_id, node_name, owner, queue, status, assignee_id, assignee_name, window_closes_at,
                    unread_added, last_ord, timer_generation, timer_ms, input, events, at)),
        message as (
            select * from unnest($25::bigint[], $26::int[], $27::smallint[], $28::text[], $29::text[], $30::text[], $31::text[], $32::smallint[],
                    $33::text[], $34::text[], $35::uuid[], $36::timestamptz[], $37::smallint[], $38::text[], $39::text[])
                as m (conversation_id, ord, direction, kind, text, content, author, status,
                    wamid, reply_to, client_id, created_at, lane, session_id, node_id)),
        fits as (
            update conversations c set
                version = c.version + 1, seq = c.seq + t.added,
                session = t.session::json, session_id = coalesce(t.session_id, c.session_id),
                flow_id = t.flow_id, flow_version = t.flow_version, flow_name = t.flow_name, node_id = t.node_id, node_name = t.node_name,
                owner = t.owner, queue = t.queue, status = t.status, assignee_id = t.assignee_id, assignee_name = t.assignee_name,
                window_closes_at = greatest(c.window_closes_at, t.window_closes_at), unread = c.unread + t.unread_added,
                last_seq = coalesce(c.seq + l.ord + 1, c.last_seq), last_kind = coalesce(l.kind, c.last_kind),
                last_text = coalesce(left(l.text, 200), c.last_text), last_direction = coalesce(l.direction, c.last_direction),
                last_status = coalesce(l.status, c.last_status), last_at = coalesce(l.created_at, c.last_at)
            from turn t left join message l on l.conversation_id = t.id and l.ord = t.last_ord
            where c.id = any($1) and c.id = t.id and c.version = t.version
                and (t.inbox_id = 0
                    or t.inbox_id = (select min(i.id) from inbox i where i.conversation_id = t.id))
            returning c.id, c.workspace_id, c.channel_id, c.version, c.seq - t.added as base, c.unread, c.read_seq, t.inbox_id, t.session_id, t.flow_id,
                t.flow_version, t.timer_generation, t.timer_ms, t.input, t.events, t.at),
        written as (
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status,
                wamid, reply_to, client_id, created_at)
            select f.id, f.base + m.ord + 1, f.base + m.ord + 1, f.workspace_id, f.channel_id, m.direction, m.kind, m.text, m.content::json,
                m.author::json, m.status, m.wamid, m.reply_to, m.client_id, m.created_at
            from message m join fits f on f.id = m.conversation_id),
        sending as (
            insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, session_id, node_id)
            select f.id, f.base + m.ord + 1, f.workspace_id, f.channel_id, m.lane, m.session_id, m.node_id
            from message m join fits f on f.id = m.conversation_id
            where m.lane is not null),
        handled as (
            delete from inbox i using fits f
            where i.conversation_id = any($1) and i.conversation_id = f.id and i.id = f.inbox_id),
        waiting as (
            insert into timers (conversation_id, generation, due_at)
            select id, timer_generation, now() + timer_ms * interval '1 millisecond' from fits
            where timer_generation > 0
            on conflict (conversation_id) do update
                set generation = excluded.generation, due_at = excluded.due_at, lease_until = null),
        done as (
            delete from timers t using fits f
            where t.conversation_id = any($1) and t.conversation_id = f.id and f.timer_generation = -1),
        logged as (
            insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events)
            select id, version, workspace_id, session_id, flow_id, flow_version, at, input::json, events::json from fits
            where input is not null)
        select id, version, base + 1, unread, read_seq from fits
        """;

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
        sql.Ints(turns, turn => LastShown(turn.Messages));
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
        sql.Texts(turns, turn => turn.Log?.Input);
        sql.Texts(turns, turn => turn.Log?.Events);
        sql.Times(turns, turn => turn.Log?.At);

        var messages = new List<(long Conversation, int Ord, NewMessage Message)>(turns.Count * 2);
        foreach (var turn in turns)
        {
            for (var ord = 0; ord < turn.Messages.Count; ord++)
                messages.Add((turn.ConversationId, ord, turn.Messages[ord]));
        }
        sql.Bigints(messages, one => one.Conversation);
        sql.Ints(messages, one => one.Ord);
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
        sql.Smallints(messages, one => (short?)one.Message.Lane);
        sql.Texts(messages, one => one.Message.SessionId);
        sql.Texts(messages, one => one.Message.NodeId);
    }

    private static int? LastShown(IReadOnlyList<NewMessage> messages)
    {
        for (var ord = messages.Count - 1; ord >= 0; ord--)
        {
            if (messages[ord].Direction != Direction.Event)
                return ord;
        }
        return null;
    }
}
