using Npgsql;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>The columns of a contact, and how to read them.</summary>
internal static class ContactSql
{
    public const string Columns = """
        c.id, c.name, c.named_by, c.phone, c.bsuid, c.language, c.tags, c.fields, c.opted_in_at, c.opted_in_source, c.opted_out_at,
        c.opted_out_source, c.blocked_at, c.created_at, c.updated_at, c.version
        """;

    /// <summary>Beside <see cref="Columns"/>: when the contact last wrote, and when anybody did.</summary>
    public const string Seen = """
        (select max(v.window_closes_at) - interval '24 hours' from conversations v where v.contact_id = c.id),
        (select max(v.last_at) from conversations v where v.contact_id = c.id)
        """;

    public static StoredContact Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.TextOrNull(1),
            row.GetInt16(2) == 1,
            row.TextOrNull(3),
            row.TextOrNull(4),
            row.TextOrNull(5),
            row.GetFieldValue<string[]>(6),
            row.GetString(7),
            row.TimeOrNull(8) is { } optedIn ? new Consent(optedIn, row.TextOrNull(9)) : null,
            row.TimeOrNull(10) is { } optedOut ? new Consent(optedOut, row.TextOrNull(11)) : null,
            row.TimeOrNull(12),
            row.Time(13),
            row.Time(14),
            row.GetInt64(15)
        );

    public static StoredContact ReadSeen(NpgsqlDataReader row) =>
        Read(row) with
        {
            LastInboundAt = row.TimeOrNull(16),
            LastMessageAt = row.TimeOrNull(17),
        };
}
