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
            results[places[turns[(int)row.GetInt64(0) - 1].ConversationId]] = new TurnCommitted(
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
    // before it. The fence is asked once, by the update; what it let through becomes one row of arrays, in which every other part looks by the
    // turn's place in the batch. No part joins another: between two lists of unknown length the planner takes nested loops, which cost the square.
    private const string Statement = """
        with changed as (
            update conversations c set
                version = t.version + 1, seq = c.seq + t.added,
                session = t.session::json, session_id = coalesce(t.session_id, c.session_id),
                flow_id = t.flow_id, flow_version = t.flow_version, flow_name = t.flow_name, node_id = t.node_id, node_name = t.node_name,
                owner = t.owner, queue = t.queue, status = t.status, assignee_id = t.assignee_id, assignee_name = t.assignee_name,
                window_closes_at = greatest(c.window_closes_at, t.window_closes_at), unread = c.unread + t.unread_added,
                last_seq = coalesce(c.seq + t.last_ord + 1, c.last_seq), last_kind = coalesce(t.last_kind, c.last_kind),
                last_text = coalesce(left(t.last_text, 200), c.last_text), last_direction = coalesce(t.last_direction, c.last_direction),
                last_status = coalesce(t.last_status, c.last_status), last_at = coalesce(t.last_at, c.last_at)
            from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
                    $10::text[], $11::text[], $12::smallint[], $13::text[], $14::smallint[], $15::text[], $16::text[], $17::timestamptz[],
                    $18::int[], $19::int[], $20::text[], $21::text[], $22::smallint[], $23::smallint[], $24::timestamptz[],
                    $25::bigint[], $26::bigint[]) with ordinality
                as t (id, version, inbox_id, added, session, session_id, flow_id, flow_version, flow_name,
                    node_id, node_name, owner, queue, status, assignee_id, assignee_name, window_closes_at,
                    unread_added, last_ord, last_kind, last_text, last_direction, last_status, last_at,
                    timer_generation, timer_ms, place)
            where c.id = t.id and c.version = t.version
                and (t.inbox_id = 0 or t.inbox_id = (select min(i.id) from inbox i where i.conversation_id = t.id))
            returning t.place, c.id, c.version, c.seq - t.added as base, c.unread, c.read_seq, t.inbox_id, t.timer_generation, t.timer_ms),
        fits as materialized (
            select array_agg(base order by place) as base
            from (
                select place, max(base) as base
                from (select place, base from changed union all select place, -1 from generate_series(1, cardinality($1)) as g (place)) u
                group by place) p),
        written as (
            insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status,
                wamid, reply_to, client_id, created_at)
            select m.id, f.base[m.place] + m.ord, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.direction, m.kind, m.text,
                m.content::json, m.author::json, m.status, m.wamid, m.reply_to, m.client_id, m.created_at
            from fits f, unnest($27::bigint[], $28::int[], $29::int[], $30::text[], $31::bigint[], $32::smallint[], $33::text[], $34::text[],
                    $35::text[], $36::text[], $37::smallint[], $38::text[], $39::text[], $40::uuid[], $41::timestamptz[])
                as m (id, place, ord, workspace_id, channel_id, direction, kind, text, content, author, status, wamid, reply_to, client_id, created_at)
            where f.base[m.place] >= 0),
        sending as (
            insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, session_id, node_id)
            select m.id, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.lane, m.session_id, m.node_id
            from fits f, unnest($42::bigint[], $43::int[], $44::int[], $45::text[], $46::bigint[], $47::smallint[], $48::text[], $49::text[])
                as m (id, place, ord, workspace_id, channel_id, lane, session_id, node_id)
            where f.base[m.place] >= 0),
        handled as (
            delete from inbox i using changed f where i.conversation_id = f.id and i.id = f.inbox_id),
        waiting as (
            insert into timers (conversation_id, generation, due_at)
            select id, timer_generation, now() + timer_ms * interval '1 millisecond' from changed
            where timer_generation > 0
            on conflict (conversation_id) do update
                set generation = excluded.generation, due_at = excluded.due_at, lease_until = null),
        done as (
            delete from timers t using changed f where t.conversation_id = f.id and f.timer_generation = -1),
        logged as (
            insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events, around)
            select l.id, l.version + 1, l.workspace_id, l.session_id, l.flow_id, l.flow_version, l.at, l.input::json, l.events::json,
                l.around::json
            from fits f, unnest($50::bigint[], $51::int[], $52::bigint[], $53::text[], $54::text[], $55::text[], $56::int[], $57::timestamptz[],
                    $58::text[], $59::text[], $60::text[])
                as l (id, place, version, workspace_id, session_id, flow_id, flow_version, at, input, events, around)
            where f.base[l.place] >= 0)
        select place, version, base + 1, unread, read_seq from changed
        """;

    private sealed record Line(Turn Turn, int At, int Ord, NewMessage Message);

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

    private static void Place(NpgsqlParameterCollection sql, IReadOnlyList<Line> lines)
    {
        sql.Bigints(lines, one => one.Turn.ConversationId);
        sql.Ints(lines, one => one.At + 1);
        sql.Ints(lines, one => one.Ord + 1);
        sql.Texts(lines, one => one.Turn.WorkspaceId);
        sql.Bigints(lines, one => one.Turn.ChannelId);
    }

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
