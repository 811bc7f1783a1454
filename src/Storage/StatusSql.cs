using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>
/// The one way a message's status changes, for results of sends and for status webhooks: it only climbs, each change takes the next seq of the
/// conversation, and a bot's failed message is told to its session through the inbox.
/// </summary>
internal static class StatusSql
{
    /// <summary>
    /// Follows a CTE <c>news (conversation_id, seq, status, wamid, error, sent_at, delivered_at, read_at, resend)</c> with one row per message.
    /// The conversations must be locked by a statement before this one.
    /// </summary>
    public const string Apply = """
        change as (
            select n.*, m.author, row_number() over (partition by n.conversation_id order by n.seq) as nth
            from news n join messages m on m.conversation_id = n.conversation_id and m.seq = n.seq
            where n.status > m.status),
        bump as (
            update conversations c set seq = c.seq + g.added,
                last_status = coalesce((select h.status from change h where h.conversation_id = c.id and h.seq = c.last_seq), c.last_status)
            from (select conversation_id, count(*) as added from change group by conversation_id) g
            where c.id = g.conversation_id
            returning c.id, c.seq - g.added as base, c.workspace_id, c.channel_id, c.last_seq),
        applied as (
            update messages m set status = h.status, changed_seq = b.base + h.nth, wamid = coalesce(m.wamid, h.wamid),
                error = case when h.status in (25, 2) then h.error::json end, resent = m.resent or h.resend,
                sent_at = coalesce(m.sent_at, h.sent_at), delivered_at = coalesce(m.delivered_at, h.delivered_at),
                read_at = coalesce(m.read_at, h.read_at)
            from change h join bump b on b.id = h.conversation_id
            where m.conversation_id = h.conversation_id and m.seq = h.seq
            returning m.workspace_id, m.conversation_id, m.changed_seq, m.seq, m.status, m.error, m.seq = b.last_seq as is_last),
        told as (
            insert into inbox (conversation_id, channel_id, kind, body)
            select h.conversation_id, b.channel_id, 1, convert_to(json_build_object(
                'sessionId', h.author ->> 'sessionId', 'nodeId', h.author ->> 'nodeId',
                'error', coalesce(h.error, '{"code":0,"title":"Not delivered"}')::json)::text, 'UTF8')
            from change h join bump b on b.id = h.conversation_id
            where h.status = 25 and h.author ->> 'type' = 'bot')
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
