namespace WhatsAppBot.Storage;

/// <summary>The statement that writes turns; <see cref="TurnWriter"/> fills it.</summary>
internal static class TurnSql
{
    // The first statement of the batch holds the conversations, so this one sees them as they are, and every part of it sees them as they were
    // before it. The fence is asked once, by the update; what it let through becomes one row of arrays, in which every other part looks by the
    // turn's place in the batch. No part joins another: between two lists of unknown length the planner takes nested loops, which cost the square.
    // Turns that serve recipients of a broadcast are in few batches: only those pay for what they need.
    private static string Always(bool serving)
    {
        string When(string more) => serving ? more : "";
        var (turnColumns, turnNames) = (When(", $86::bigint[], $87::int[]"), When(", broadcast_id, broadcast_ord"));
        var (messageColumns, messageNames) = (
            When(", $88::bigint[], $89::int[]"),
            When(", broadcast_id, broadcast_ord")
        );
        var messageValues = When(", m.broadcast_id, m.broadcast_ord");
        var (sendColumns, sendNames, sendValues) = (
            When(", $90::bigint[]"),
            When(", broadcast_id"),
            When(", m.broadcast_id")
        );
        var stillWaits = When(StillWaits);
        var marked = When(
            ", broadcast_id = coalesce(t.broadcast_id, c.broadcast_id), broadcast_at = case when t.broadcast_id is null then c.broadcast_at else now() end"
        );
        return $"""
            with changed as (
                update conversations c set
                    version = t.version + 1, seq = c.seq + t.added,
                    session = t.session::json, session_id = coalesce(t.session_id, c.session_id),
                    flow_id = t.flow_id, flow_version = t.flow_version, flow_name = t.flow_name, node_id = t.node_id, node_name = t.node_name,
                    owner = t.owner, queue = t.queue, status = t.status, assignee_id = t.assignee_id, assignee_name = t.assignee_name,
                    window_closes_at = greatest(c.window_closes_at, t.window_closes_at),
                    snoozed_until = t.snoozed_until, waiting_since = t.waiting_since, labels = t.labels::text[], unread = c.unread + t.unread_added,
                    last_seq = coalesce(c.seq + t.last_ord + 1, c.last_seq), last_kind = coalesce(t.last_kind, c.last_kind),
                    last_text = coalesce(left(t.last_text, 200), c.last_text), last_direction = coalesce(t.last_direction, c.last_direction),
                    last_status = coalesce(t.last_status, c.last_status), last_at = coalesce(t.last_at, c.last_at){marked}
                from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[],
                        $10::text[], $11::text[], $12::smallint[], $13::text[], $14::smallint[], $15::text[], $16::text[], $17::timestamptz[],
                        $18::int[], $19::int[], $20::text[], $21::text[], $22::smallint[], $23::smallint[], $24::timestamptz[],
                        $25::bigint[], $26::bigint[], $27::timestamptz[], $28::timestamptz[], $29::text[]{turnColumns}) with ordinality
                    as t (id, version, inbox_id, added, session, session_id, flow_id, flow_version, flow_name,
                        node_id, node_name, owner, queue, status, assignee_id, assignee_name, window_closes_at,
                        unread_added, last_ord, last_kind, last_text, last_direction, last_status, last_at,
                        timer_generation, timer_ms, snoozed_until, waiting_since, labels{turnNames}, place)
                where c.id = t.id and c.version = t.version
                    and (t.inbox_id = 0 or t.inbox_id = (select min(i.id) from inbox i where i.conversation_id = t.id))
                    {stillWaits}
                returning t.place, c.id, c.version, c.seq - t.added as base, c.unread, c.read_seq, t.inbox_id, t.timer_generation, t.timer_ms),
            fits as materialized (
                select array_agg(base order by place) as base
                from (
                    select place, max(base) as base
                    from (select place, base from changed union all select place, -1 from generate_series(1, cardinality($1)) as g (place)) u
                    group by place) p),
            written as (
                insert into messages (conversation_id, seq, changed_seq, workspace_id, channel_id, direction, kind, text, content, author, status,
                    wamid, reply_to, client_id, created_at{messageNames})
                select m.id, f.base[m.place] + m.ord, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.direction, m.kind, m.text,
                    m.content::json, m.author::json, m.status, m.wamid, m.reply_to, m.client_id, m.created_at{messageValues}
                from fits f, unnest($30::bigint[], $31::int[], $32::int[], $33::text[], $34::bigint[], $35::smallint[], $36::text[], $37::text[],
                        $38::text[], $39::text[], $40::smallint[], $41::text[], $42::text[], $43::uuid[], $44::timestamptz[]{messageColumns})
                    as m (id, place, ord, workspace_id, channel_id, direction, kind, text, content, author, status, wamid, reply_to, client_id,
                        created_at{messageNames})
                where f.base[m.place] >= 0),
            sending as (
                insert into outbox (conversation_id, seq, workspace_id, channel_id, lane, session_id, node_id{sendNames})
                select m.id, f.base[m.place] + m.ord, m.workspace_id, m.channel_id, m.lane, m.session_id, m.node_id{sendValues}
                from fits f, unnest($45::bigint[], $46::int[], $47::int[], $48::text[], $49::bigint[], $50::smallint[], $51::text[], $52::text[]{sendColumns})
                    as m (id, place, ord, workspace_id, channel_id, lane, session_id, node_id{sendNames})
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
                from fits f, unnest($53::bigint[], $54::int[], $55::bigint[], $56::text[], $57::text[], $58::text[], $59::int[], $60::timestamptz[],
                        $61::text[], $62::text[], $63::text[])
                    as l (id, place, version, workspace_id, session_id, flow_id, flow_version, at, input, events, around)
                where f.base[l.place] >= 0)
            """;
    }

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
                conversation_id = h.id, seq = f.base[h.place] + h.message, changed_at = now(),
                goal_at = case when h.goal then coalesce(r.goal_at, now()) else r.goal_at end
            from fits f, unnest($91::int[], $92::bigint[], $93::bigint[], $94::int[], $95::int[], $96::boolean[])
                as h (place, id, broadcast_id, ord, message, goal)
            where f.base[h.place] >= 0 and r.broadcast_id = h.broadcast_id and r.ord = h.ord)
        """;

    // What a contact did with the broadcasts of the conversation: answered within 72 hours after the send (Meta's clock has whole seconds), tapped a
    // button of it, came to its goal. Asked again it changes nothing. What nobody has tried to send yet cannot be answered.
    private const string Responded = """
        ,
        responded as (
            update broadcast_recipients r set replied_at = coalesce(r.replied_at, x.replied_at),
                clicked_at = coalesce(r.clicked_at, x.clicked_at), goal_at = coalesce(r.goal_at, x.goal_at)
            from (
                select d.broadcast_id, d.ord,
                    case when h.heard_at >= date_trunc('second', m.created_at)
                        and h.heard_at < coalesce(m.sent_at, m.created_at) + interval '72 hours' then h.heard_at end as replied_at,
                    case when d.broadcast_id = coalesce(h.clicked, (
                        select k.broadcast_id from messages k
                        where k.channel_id = h.channel_id and k.wamid = h.wamid and k.direction = 1)) then h.heard_at end as clicked_at,
                    case when d.broadcast_id = h.goal then h.goal_at end as goal_at
                from fits f, unnest($77::int[], $78::bigint[], $79::bigint[], $80::bigint[], $81::timestamptz[], $82::text[], $83::bigint[],
                        $84::bigint[], $85::timestamptz[])
                    as h (place, id, contact_id, channel_id, heard_at, wamid, clicked, goal, goal_at)
                join broadcast_recipients d on d.contact_id = h.contact_id and d.conversation_id = h.id and d.state in (1, 10, 11, 12, 40)
                join messages m on m.conversation_id = d.conversation_id and m.seq = d.seq
                where f.base[h.place] >= 0 and not exists (
                    select 1 from outbox o where o.conversation_id = d.conversation_id and o.seq = d.seq and o.state = 0)) x
            where r.broadcast_id = x.broadcast_id and r.ord = x.ord
                and ((r.replied_at is null and x.replied_at is not null) or (r.clicked_at is null and x.clicked_at is not null)
                    or (r.goal_at is null and x.goal_at is not null)))
        """;

    // few turns have any of it, and the others do not pay for it
    private const string Sometimes =
        """
            ,
            calling as (
                insert into calls (conversation_id, call_id, workspace_id, channel_id, session_id, node_id, request, repeatable)
                select k.id, k.call_id, k.workspace_id, k.channel_id, k.session_id, k.node_id, k.request, k.repeatable
                from fits f, unnest($64::bigint[], $65::int[], $66::text[], $67::bigint[], $68::text[], $69::text[], $70::text[], $71::bytea[],
                        $72::boolean[])
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
                        else (p.fields || (h.change -> 'fields'))
                            - array(select n.key from jsonb_each(h.change -> 'fields') n where n.value = 'null') end,
                    tags = array(
                            select t.tag from unnest(p.tags) with ordinality as t (tag, ord)
                            where not coalesce(h.change -> 'removeTags', '[]') ? t.tag or coalesce(h.change -> 'addTags', '[]') ? t.tag
                            order by t.ord)
                        || array(select a.tag from jsonb_array_elements_text(h.change -> 'addTags') as a (tag) where a.tag <> all(p.tags)),
                    opted_out_at = case h.change ->> 'optOut'
                        when 'true' then coalesce(p.opted_out_at, now()) when 'false' then null else p.opted_out_at end,
                    opted_out_source = case h.change ->> 'optOut'
                        when 'true' then coalesce(p.opted_out_source, 'flow') when 'false' then null else p.opted_out_source end,
                    version = p.version + 1, updated_at = now()
                from fits f, (
                    select w.place, w.id, w.workspace_id, w.change::jsonb as change
                    from unnest($73::int[], $74::bigint[], $75::text[], $76::text[]) as w (place, id, workspace_id, change)) h
                where f.base[h.place] >= 0 and p.id = h.id and p.workspace_id = h.workspace_id)
            """ + Responded;

    private const string Answer = """

        select place, version, base + 1, unread, read_seq from changed
        """;

    /// <summary>For turns that neither call nor change their contact.</summary>
    public static readonly string Plain = Always(serving: false) + Answer;

    /// <summary>For turns of which some do.</summary>
    public static readonly string WithMore = Always(serving: false) + Sometimes + Answer;

    /// <summary>For turns of which some give a broadcast to its recipient.</summary>
    public static readonly string WithRecipients = Always(serving: true) + Sometimes + Served + Answer;
}
