using Npgsql;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Storage;

/// <summary>The columns of a conversation with its contact, and how to read them.</summary>
internal static class ConversationSql
{
    public const string Columns = """
        c.id, c.workspace_id, c.channel_id, c.version, c.seq, c.session, c.session_id, c.flow_id, c.flow_version, c.flow_name, c.node_id,
        c.node_name, c.owner, c.queue, c.status, c.assignee_id, c.assignee_name, c.window_closes_at, c.unread, c.read_seq, c.last_seq, c.last_kind,
        c.last_text, c.last_direction, c.last_status, c.last_at, c.created_at, c.snoozed_until, c.waiting_since, c.labels,
        p.id, p.name, p.phone, p.bsuid, p.language, p.tags, p.fields, p.opted_out_at, p.blocked_at, c.broadcast_id, c.broadcast_at
        """;

    /// <summary>How many they are: what is selected after them begins here.</summary>
    public const int Count = 41;

    public const string ContactColumns = "id, name, phone, bsuid, language, tags, fields, opted_out_at, blocked_at";

    public const string From = "from conversations c join contacts p on p.id = c.contact_id";

    public static Conversation Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt64(4),
            new ConversationState(
                row.TextOrNull(5),
                row.TextOrNull(6),
                row.IsDBNull(7)
                    ? null
                    : new Standing(
                        row.GetString(7),
                        row.GetInt32(8),
                        row.GetString(9),
                        row.TextOrNull(10),
                        row.TextOrNull(11)
                    ),
                (Owner)row.GetInt16(12),
                row.TextOrNull(13),
                (ConversationStatus)row.GetInt16(14),
                row.TextOrNull(15),
                row.TextOrNull(16),
                row.TimeOrNull(17),
                row.TimeOrNull(27),
                row.TimeOrNull(28),
                row.GetFieldValue<string[]>(29)
            ),
            ReadContact(row, 30),
            row.GetInt32(18),
            row.GetInt64(19),
            row.IsDBNull(25)
                ? null
                : new LastMessage(
                    row.GetInt64(20),
                    row.GetString(21),
                    row.GetString(22),
                    (Direction)row.GetInt16(23),
                    (MessageStatus)row.GetInt16(24),
                    row.Time(25)
                ),
            row.Time(26),
            Broadcast: row.LongOrNull(39) is { } broadcast ? new BroadcastMark(broadcast, row.Time(40)) : null
        );

    /// <summary>The contact whose columns begin at <paramref name="at"/>.</summary>
    public static Contact ReadContact(NpgsqlDataReader row, int at) =>
        new(
            row.GetInt64(at),
            row.TextOrNull(at + 1),
            row.TextOrNull(at + 2),
            row.TextOrNull(at + 3),
            row.TextOrNull(at + 4),
            row.GetFieldValue<string[]>(at + 5),
            row.GetString(at + 6),
            row.TimeOrNull(at + 7),
            row.TimeOrNull(at + 8)
        );
}
