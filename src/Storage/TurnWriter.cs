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
    : GroupCommit<Turn, TurnCommitted?>(database, capacity: 10_000, pumps: 2)
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
            Hold(batch, served);
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

    /// <summary>Nobody else decides about them until the turn is committed; in one order, as whoever skips them takes them.</summary>
    private static void Hold(NpgsqlBatch batch, IReadOnlyList<ServedRecipient> served)
    {
        var hold = batch.Add(
            """
            select 1 from (
                select r.ord from unnest($1::bigint[], $2::int[]) as s (broadcast_id, ord)
                join broadcast_recipients r on r.broadcast_id = s.broadcast_id and r.ord = s.ord
                where r.state = 0
                order by r.broadcast_id, r.ord for no key update of r) h
            """
        );
        hold.Bigints(served, one => one.BroadcastId);
        hold.Ints(served, one => one.Ord);
    }

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

    // The first statement of the batch holds the conversations, so this one sees them as they are, and every part of it sees them as they were
    // before it. The fence is asked once, by the update; what it let through becomes one row of arrays, in which every other part looks by the
    // turn's place in the batch. No part joins another: between two lists of unknown length the planner takes nested loops, which cost the square.
    // Turns that serve a broadcast's recipients are in few batches: only those pay for what they need.
    private static string Always(bool serving) =>
        $"""
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
                        $25::bigint[], $26::bigint[]{(serving ? ", $73::bigint[], $74::int[]" : "")}) with ordinality
                    as t (id, version, inbox_id, added, session, session_id, flow_id, flow_version, flow_name,
                        node_id, node_name, owner, queue, status, assignee_id, assignee_name, window_closes_at,
                        unread_added, last_ord, last_kind, last_text, last_direction, last_status, last_at,
                        timer_generation, timer_ms{(serving ? ", broadcast_id, broadcast_ord" : "")}, place)
                where c.id = t.id and c.version = t.version
                    and (t.inbox_id = 0 or t.inbox_id = (select min(i.id) from inbox i where i.conversation_id = t.id))
                    {(serving ? StillWaits : "")}
                returning t.place, c.id, c.version, c.seq - t.added as base, c.unread, c.read_seq, t.inbox_id, t.timer_generation, t.timer_ms),
            fits as materialized (
                select array_agg(base order by place) as base
                from (
                    select place, max(base) as base
                    from (select place, base from changed union all select place, -1 from generate_series(1, cardinality($1)) as g (place)) u
                    group by place) p),
            written as (
                insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status,
                    wamid, reply_to, client_id, created_at{(serving ? ", broadcast_id, broadcast_ord" : "")})
                select m.id, f.base[m.place] + m.ord, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.direction, m.kind, m.text,
                    m.content::json, m.author::json, m.status, m.wamid, m.reply_to, m.client_id, m.created_at{(
                serving ? ", m.broadcast_id, m.broadcast_ord" : ""
            )}
                from fits f, unnest($27::bigint[], $28::int[], $29::int[], $30::text[], $31::bigint[], $32::smallint[], $33::text[], $34::text[],
                        $35::text[], $36::text[], $37::smallint[], $38::text[], $39::text[], $40::uuid[], $41::timestamptz[]{(
                serving ? ", $75::bigint[], $76::int[]" : ""
            )})
                    as m (id, place, ord, workspace_id, channel_id, direction, kind, text, content, author, status, wamid, reply_to, client_id,
                        created_at{(serving ? ", broadcast_id, broadcast_ord" : "")})
                where f.base[m.place] >= 0),
            sending as (
                insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, session_id, node_id{(
                serving ? ", broadcast_id" : ""
            )})
                select m.id, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.lane, m.session_id, m.node_id{(
                serving ? ", m.broadcast_id" : ""
            )}
                from fits f, unnest($42::bigint[], $43::int[], $44::int[], $45::text[], $46::bigint[], $47::smallint[], $48::text[], $49::text[]{(
                serving ? ", $77::bigint[]" : ""
            )})
                    as m (id, place, ord, workspace_id, channel_id, lane, session_id, node_id{(
                serving ? ", broadcast_id" : ""
            )})
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
                insert into turns (conversation_id, version, workspace_id, session_id, flow_id, flow_version, at, input, events)
                select l.id, l.version + 1, l.workspace_id, l.session_id, l.flow_id, l.flow_version, l.at, l.input::json, l.events::json
                from fits f, unnest($50::bigint[], $51::int[], $52::bigint[], $53::text[], $54::text[], $55::text[], $56::int[], $57::timestamptz[],
                        $58::text[], $59::text[])
                    as l (id, place, version, workspace_id, session_id, flow_id, flow_version, at, input, events)
                where f.base[l.place] >= 0)
            """;

    private const string StillWaits = """
        and (t.broadcast_id is null or (
            exists (select 1 from broadcast_recipients r where r.broadcast_id = t.broadcast_id and r.ord = t.broadcast_ord and r.state = 0)
            and exists (select 1 from broadcasts b where b.id = t.broadcast_id and b.state = 2)))
        """;

    private const string Served = """
        ,
        served as (
            update broadcast_recipients r set
                state = case when h.message is null then 30 else 1 end, reason = case when h.message is null then 'no_message' end, code = null,
                conversation_id = h.id, seq = f.base[h.place] + h.message, changed_at = now()
            from fits f, unnest($78::int[], $79::bigint[], $80::bigint[], $81::int[], $82::int[]) as h (place, id, broadcast_id, ord, message)
            where f.base[h.place] >= 0 and r.broadcast_id = h.broadcast_id and r.ord = h.ord)
        """;

    private static readonly string Plain = Always(serving: false) + Answer;
    private static readonly string WithMore = Always(serving: false) + Sometimes + Answer;
    private static readonly string WithRecipients = Always(serving: true) + Sometimes + Served + Answer;

    // few turns have any of it, and the others do not pay for it
    private const string Sometimes = """
        ,
        calling as (
            insert into calls (conversation_id, call_id, workspace_id, channel_id, session_id, node_id, request, repeatable)
            select k.id, k.call_id, k.workspace_id, k.channel_id, k.session_id, k.node_id, k.request, k.repeatable
            from fits f, unnest($60::bigint[], $61::int[], $62::text[], $63::bigint[], $64::text[], $65::text[], $66::text[], $67::bytea[],
                    $68::boolean[])
                as k (id, place, workspace_id, channel_id, call_id, session_id, node_id, request, repeatable)
            where f.base[k.place] >= 0
            on conflict do nothing),
        touched as (
            update contacts p set
                name = coalesce(h.change ->> 'name', p.name),
                named_by = case when h.change ->> 'name' is null then p.named_by else 1 end,
                language = coalesce(h.change ->> 'language', p.language),
                fields = case
                    when h.change -> 'fields' is null then p.fields
                    else ((p.fields::jsonb || (h.change -> 'fields'))
                        - array(select n.key from jsonb_each(h.change -> 'fields') n where n.value = 'null'))::json end,
                tags = array(
                        select t.tag from unnest(p.tags) with ordinality as t (tag, ord)
                        where not coalesce(h.change -> 'removeTags', '[]') ? t.tag or coalesce(h.change -> 'addTags', '[]') ? t.tag
                        order by t.ord)
                    || array(select a.tag from jsonb_array_elements_text(h.change -> 'addTags') as a (tag) where a.tag <> all(p.tags)),
                opted_out_at = case h.change ->> 'optOut'
                    when 'true' then coalesce(p.opted_out_at, now()) when 'false' then null else p.opted_out_at end
            from fits f, (
                select w.place, w.id, w.workspace_id, w.change::jsonb as change
                from unnest($69::int[], $70::bigint[], $71::text[], $72::text[]) as w (place, id, workspace_id, change)) h
            where f.base[h.place] >= 0 and p.id = h.id and p.workspace_id = h.workspace_id)
        """;

    private const string Answer = """

        select place, version, base + 1, unread, read_seq from changed
        """;

    private sealed record Line(Turn Turn, int At, int Ord, NewMessage Message);

    private static void Fill(NpgsqlBatch batch, IReadOnlyList<Turn> turns)
    {
        var serving = turns.Any(turn => turn.Recipient is not null);
        var more = serving || turns.Any(turn => turn.Calls is { Count: > 0 } || turn.Contact is not null);
        var sql = batch.Add(
            serving ? WithRecipients
            : more ? WithMore
            : Plain
        );
        Fill(sql, turns);
        if (more)
            FillMore(sql, turns);
        if (serving)
            FillServed(sql, turns);
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
        sql.Texts(logs, one => one.Turn.State.Standing?.FlowId);
        sql.Ints(logs, one => one.Turn.State.Standing?.FlowVersion);
        sql.Times(logs, one => one.Turn.Log?.At);
        sql.Texts(logs, one => one.Turn.Log?.Input);
        sql.Texts(logs, one => one.Turn.Log?.Events);
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
    }

    private static void FillServed(NpgsqlParameterCollection sql, IReadOnlyList<Turn> turns)
    {
        sql.Bigints(turns, turn => turn.Recipient?.BroadcastId);
        sql.Ints(turns, turn => turn.Recipient?.Ord);

        var messages = turns.SelectMany(turn => turn.Messages).ToArray();
        sql.Bigints(messages, message => message.BroadcastId);
        sql.Ints(messages, message => message.BroadcastOrd);
        var sends = messages.Where(message => message.Lane is not null).ToArray();
        sql.Bigints(sends, message => message.BroadcastId);

        var served = turns
            .Select((turn, at) => (Turn: turn, At: at))
            .Where(one => one.Turn.Recipient is not null)
            .ToArray();
        sql.Ints(served, one => one.At + 1);
        sql.Bigints(served, one => one.Turn.ConversationId);
        sql.Bigints(served, one => one.Turn.Recipient?.BroadcastId);
        sql.Ints(served, one => one.Turn.Recipient?.Ord);
        sql.Ints(served, one => MessageOf(one.Turn));
    }

    /// <summary>The place of the message that the recipient is to get, from 1.</summary>
    private static int? MessageOf(Turn turn)
    {
        for (var ord = 0; ord < turn.Messages.Count; ord++)
        {
            if (turn.Messages[ord].BroadcastOrd is not null)
                return ord + 1;
        }
        return null;
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
