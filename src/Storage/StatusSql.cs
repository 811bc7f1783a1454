using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// The one way a message's status changes, for results of sends and for status webhooks: it only climbs, each change takes the next seq of the
/// conversation, and a bot's failed message is told to its session through the inbox. Whoever has stopped marketing messages at WhatsApp (131050) has
/// opted out.
/// </summary>
internal static class StatusSql
{
    /// <summary>
    /// Follows a CTE <c>news (conversation_id, seq, status, wamid, error, sent_at, delivered_at, read_at, resend)</c> with one row per message.
    /// The conversations must be held (<see cref="Locks"/>) by a statement before this one. No part joins another part. A broadcast's recipient goes with
    /// the message that it was handed: 2 unknown, 10 to 20 accepted, 25 failed (or skipped when we took it back), 30 delivered, 40 and more read.
    /// </summary>
    public const string Apply = """
        change as materialized (
            select n.*, m.author, m.broadcast_id, m.broadcast_ord, c.workspace_id, c.contact_id, c.channel_id as own_channel, c.last_seq,
                c.seq + row_number() over (partition by n.conversation_id order by n.seq) as changed_seq
            from news n
            join messages m on m.conversation_id = n.conversation_id and m.seq = n.seq
            join conversations c on c.id = n.conversation_id
            where n.status > m.status),
        bump as (
            update conversations c set seq = g.seq, last_status = coalesce(g.last_status, c.last_status)
            from (
                select conversation_id, max(changed_seq) as seq, max(status) filter (where seq = last_seq) as last_status
                from change group by conversation_id) g
            where c.id = g.conversation_id),
        applied as (
            update messages m set status = h.status, changed_seq = h.changed_seq, wamid = coalesce(m.wamid, h.wamid),
                error = case when h.status in (25, 2) then h.error::json end, resent = m.resent or h.resend,
                sent_at = coalesce(m.sent_at, h.sent_at), delivered_at = coalesce(m.delivered_at, h.delivered_at),
                read_at = coalesce(m.read_at, h.read_at)
            from change h
            where m.conversation_id = h.conversation_id and m.seq = h.seq
            returning m.workspace_id, m.conversation_id, m.changed_seq, m.seq, m.status, m.error, m.seq = h.last_seq as is_last),
        climbed as (
            update broadcast_recipients r set
                state = case when h.status >= 40 then 12 when h.status >= 30 then 11
                    when h.status = 25 then case when (h.error::json ->> 'code')::int = -2 then 30 else 20 end
                    when h.status >= 10 then 10 else 40 end,
                code = case when h.status = 25 then nullif((h.error::json ->> 'code')::int, -2) end,
                reason = case when h.status = 25 then
                    case when (h.error::json ->> 'code')::int = -2 then h.error::json ->> 'details' else h.error::json ->> 'title' end end,
                changed_at = now()
            from change h
            where h.broadcast_ord is not null and r.broadcast_id = h.broadcast_id and r.ord = h.broadcast_ord
                and r.conversation_id = h.conversation_id and r.seq = h.seq),
        noted as (
            insert into webhook_facts (workspace_id, conversation_id, seq, message_seq, status, error)
            select workspace_id, conversation_id, changed_seq, seq, status, error::json from change
            where status <> 1
                and workspace_id in (select w.workspace_id from webhooks w where w.state = 0 and 'message.status' = any(w.kinds))),
        stopped as materialized (
            select p.id from contacts p
            where p.opted_out_at is null and p.id in (
                select h.contact_id from change h where h.status = 25 and h.error::json ->> 'code' = '131050')
            order by p.id for no key update),
        opted_out as (
            update contacts p set opted_out_at = now(), opted_out_source = 'whatsapp', version = p.version + 1, updated_at = now()
            from stopped s where p.id = s.id),
        told as (
            insert into inbox (conversation_id, channel_id, kind, body)
            select conversation_id, own_channel, 1, convert_to(json_build_object(
                'sessionId', author ->> 'sessionId', 'nodeId', author ->> 'nodeId', 'flowId', author ->> 'flowId',
                'error', coalesce(error, '{"code":0,"title":"Not delivered"}')::json)::text, 'UTF8')
            from change
            where status = 25 and author ->> 'type' = 'bot')
        select workspace_id, conversation_id, changed_seq, seq, status, error, is_last from applied
        order by conversation_id, changed_seq
        """;

    /// <summary>A row of <see cref="Apply"/>.</summary>
    public static StatusChange Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt64(3),
            (MessageStatus)row.GetInt16(4),
            row.TextOrNull(5),
            !row.IsDBNull(6) && row.GetBoolean(6)
        );
}
