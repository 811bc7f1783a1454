using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// Group-commits turns: state behind its fence, messages with their seq, outbox, timer, turn log, and the inbox row that was handled,
/// all or nothing for each conversation. Null: the fence held, the activation is stale. A caller awaits its turn before the next.
/// </summary>
public sealed class TurnWriter(Database database)
    : GroupCommit<Turn, TurnCommitted?>(database, capacity: 10_000, pumps: 2)
{
    public new Task<TurnCommitted?> Commit(Turn turn, CancellationToken cancel) => base.Commit(turn, cancel);

    protected override async Task<IReadOnlyList<TurnCommitted?>> Write(IReadOnlyList<Turn> given)
    {
        var places = Newest(given);
        IReadOnlyList<Turn> turns =
            places.Count == given.Count ? given : [.. places.Values.Select(place => given[place])];

        await using var connection = await Source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        Locks.Conversations(batch, turns.Select(turn => turn.ConversationId));
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

    // The first statement of the batch holds the conversations, so this one sees them as they are, and every part of it sees them as they were
    // before it. No part joins another: between two lists of unknown length the planner takes nested loops, which cost the square.
    private const string Statement = """
        with turn as (
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
                    $10::text[], $11::text[], $12::smallint[], $13::text[], $14::smallint[], $15::text[], $16::text[], $17::timestamptz[],
                    $18::int[], $19::int[], $20::text[], $21::text[], $22::smallint[], $23::smallint[], $24::timestamptz[],
                    $25::bigint[], $26::bigint[], $27::text[], $28::text[], $29::timestamptz[])
                as t (id, version, inbox_id, added, session, session_id, flow_id, flow_version, flow_name,
                    node_id, node_name, owner, queue, status, assignee_id, assignee_name, window_closes_at,
                    unread_added, last_ord, last_kind, last_text, last_direction, last_status, last_at,
                    timer_generation, timer_ms, input, events, at)),
        fits as materialized (
            select t.*, c.workspace_id, c.seq as base, c.unread, c.read_seq
            from turn t join conversations c on c.id = t.id
            where c.version = t.version
                and (t.inbox_id = 0 or t.inbox_id = (select min(i.id) from inbox i where i.conversation_id = t.id))),
        changed as (
            update conversations c set
                version = f.version + 1, seq = f.base + f.added,
                session = f.session::json, session_id = coalesce(f.session_id, c.session_id),
                flow_id = f.flow_id, flow_version = f.flow_version, flow_name = f.flow_name, node_id = f.node_id, node_name = f.node_name,
                owner = f.owner, queue = f.queue, status = f.status, assignee_id = f.assignee_id, assignee_name = f.assignee_name,
                window_closes_at = greatest(c.window_closes_at, f.window_closes_at), unread = c.unread + f.unread_added,
                last_seq = coalesce(f.base + f.last_ord + 1, c.last_seq), last_kind = coalesce(f.last_kind, c.last_kind),
                last_text = coalesce(left(f.last_text, 200), c.last_text), last_direction = coalesce(f.last_direction, c.last_direction),
                last_status = coalesce(f.last_status, c.last_status), last_at = coalesce(f.last_at, c.last_at)
            from fits f
            where c.id = f.id),
        written as (
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status,
                wamid, reply_to, client_id, created_at)
            select c.id, c.seq + m.ord + 1, c.seq + m.ord + 1, c.workspace_id, c.channel_id, m.direction, m.kind, m.text, m.content::json,
                m.author::json, m.status, m.wamid, m.reply_to, m.client_id, m.created_at
            from unnest($30::bigint[], $31::bigint[], $32::bigint[], $33::int[], $34::smallint[], $35::text[], $36::text[], $37::text[], $38::text[],
                    $39::smallint[], $40::text[], $41::text[], $42::uuid[], $43::timestamptz[])
                as m (conversation_id, version, inbox_id, ord, direction, kind, text, content, author, status, wamid, reply_to, client_id, created_at)
            join conversations c on c.id = m.conversation_id and c.version = m.version
            where m.inbox_id = 0 or m.inbox_id = (select min(i.id) from inbox i where i.conversation_id = m.conversation_id)),
        sending as (
            insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, session_id, node_id)
            select c.id, c.seq + m.ord + 1, c.workspace_id, c.channel_id, m.lane, m.session_id, m.node_id
            from unnest($44::bigint[], $45::bigint[], $46::bigint[], $47::int[], $48::smallint[], $49::text[], $50::text[])
                as m (conversation_id, version, inbox_id, ord, lane, session_id, node_id)
            join conversations c on c.id = m.conversation_id and c.version = m.version
            where m.inbox_id = 0 or m.inbox_id = (select min(i.id) from inbox i where i.conversation_id = m.conversation_id)),
        handled as (
            delete from inbox i using fits f where i.conversation_id = f.id and i.id = f.inbox_id),
        waiting as (
            insert into timers (conversation_id, generation, due_at)
            select id, timer_generation, now() + timer_ms * interval '1 millisecond' from fits
            where timer_generation > 0
            on conflict (conversation_id) do update
                set generation = excluded.generation, due_at = excluded.due_at, lease_until = null),
        done as (
            delete from timers t using fits f where t.conversation_id = f.id and f.timer_generation = -1),
        logged as (
            insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events)
            select id, version + 1, workspace_id, session_id, flow_id, flow_version, at, input::json, events::json from fits
            where input is not null)
        select id, version + 1, base + 1, unread + unread_added, read_seq from fits
        """;

    private sealed record Line(Turn Turn, int Ord, NewMessage Message);

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
        sql.Texts(turns, turn => turn.Log?.Input);
        sql.Texts(turns, turn => turn.Log?.Events);
        sql.Times(turns, turn => turn.Log?.At);

        var messages = turns
            .SelectMany(turn => turn.Messages.Select((message, ord) => new Line(turn, ord, message)))
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
    }

    private static void Place(NpgsqlParameterCollection sql, IReadOnlyList<Line> lines)
    {
        sql.Bigints(lines, one => one.Turn.ConversationId);
        sql.Bigints(lines, one => one.Turn.Version);
        sql.Bigints(lines, one => one.Turn.InboxId);
        sql.Ints(lines, one => one.Ord);
    }

    private static Line? LastShown(Turn turn)
    {
        for (var ord = turn.Messages.Count - 1; ord >= 0; ord--)
        {
            if (turn.Messages[ord].Direction != Direction.Event)
                return new Line(turn, ord, turn.Messages[ord]);
        }
        return null;
    }
}
