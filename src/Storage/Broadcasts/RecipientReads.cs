namespace WhatsAppBot.Storage;

/// <summary>
/// How many recipients of a variant and a number (null: the broadcast's own) are in one state for one reason, what they did, how many of them may get it now, and when the next of the others may.
/// </summary>
public sealed record RecipientCount(
    RecipientState State,
    int? Code,
    string? Reason,
    int Count,
    string? Variant = null,
    int Replied = 0,
    int Clicked = 0,
    int Goal = 0,
    int Due = 0,
    DateTimeOffset? NextDueAt = null,
    long? ChannelId = null
);

/// <summary>A recipient as lists show it; the channel is set when the broadcast has several.</summary>
public sealed record RecipientRow(
    int Ord,
    long ContactId,
    string? Name,
    string? Phone,
    long? ConversationId,
    long? Seq,
    RecipientState State,
    int Attempt,
    int? Code,
    string? Reason,
    DateTimeOffset? ChangedAt,
    string? Variant,
    DateTimeOffset? RepliedAt,
    DateTimeOffset? ClickedAt,
    DateTimeOffset? GoalAt,
    DateTimeOffset? DueAt,
    long? ChannelId
);

/// <summary>Which recipients a list shows beside their states: null for all.</summary>
public enum RecipientDeed
{
    Replied,
    Clicked,
    Goal,
}

/// <summary>What people see of the recipients of a broadcast.</summary>
public sealed class RecipientReads(Database database)
{
    private const int Patience = 120;

    /// <summary>How many recipients are in each state; the recipients themselves are counted, so that it is never wrong.</summary>
    public async Task<IReadOnlyList<RecipientCount>> Counts(long broadcast, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select state, code, reason, count(*), variant, count(replied_at), count(clicked_at), count(goal_at),
                count(*) filter (where due_at is null or due_at <= now()), min(due_at) filter (where due_at > now()),
                channel_id
            from broadcast_recipients where broadcast_id = $1
            group by state, code, reason, variant, channel_id
            """
        );
        ask.CommandTimeout = Patience;
        ask.Parameters.Value(broadcast);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var counts = new List<RecipientCount>();
        while (await row.ReadAsync(cancel))
            counts.Add(
                new(
                    (RecipientState)row.GetInt16(0),
                    row.IntOrNull(1),
                    row.TextOrNull(2),
                    (int)row.GetInt64(3),
                    row.TextOrNull(4),
                    (int)row.GetInt64(5),
                    (int)row.GetInt64(6),
                    (int)row.GetInt64(7),
                    (int)row.GetInt64(8),
                    row.TimeOrNull(9),
                    row.LongOrNull(10)
                )
            );
        return counts;
    }

    /// <summary>A page of recipients after a number, of one of these states or of any when there are none.</summary>
    public async Task<IReadOnlyList<RecipientRow>> List(
        long broadcast,
        IReadOnlyList<RecipientState> states,
        int after,
        int most,
        CancellationToken cancel,
        RecipientDeed? deed = null,
        string? variant = null
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select r.ord, r.contact_id, p.name, p.phone, r.conversation_id, r.seq, r.state, r.attempt, r.code, r.reason, r.changed_at,
                r.variant, r.replied_at, r.clicked_at, r.goal_at, r.due_at, r.channel_id
            from (
                select * from broadcast_recipients
                where broadcast_id = $1 and ord > $2 and (cardinality($3) = 0 or state = any($3))
                    and case $5 when 0 then replied_at is not null when 1 then clicked_at is not null when 2 then goal_at is not null else true end
                    and ($6::text is null or variant = $6)
                order by ord limit $4) r
            left join contacts p on p.id = r.contact_id
            order by r.ord
            """
        );
        ask.Parameters.Value(broadcast);
        ask.Parameters.Value(after);
        ask.Parameters.Smallints(states, state => (short)state);
        ask.Parameters.Value(most);
        ask.Parameters.Value((int)(deed ?? (RecipientDeed)(-1)));
        ask.Parameters.Text(variant);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<RecipientRow>();
        while (await row.ReadAsync(cancel))
            page.Add(
                new RecipientRow(
                    row.GetInt32(0),
                    row.GetInt64(1),
                    row.TextOrNull(2),
                    row.TextOrNull(3),
                    row.LongOrNull(4),
                    row.LongOrNull(5),
                    (RecipientState)row.GetInt16(6),
                    row.GetInt32(7),
                    row.IntOrNull(8),
                    row.TextOrNull(9),
                    row.TimeOrNull(10),
                    row.TextOrNull(11),
                    row.TimeOrNull(12),
                    row.TimeOrNull(13),
                    row.TimeOrNull(14),
                    row.TimeOrNull(15),
                    row.LongOrNull(16)
                )
            );
        return page;
    }
}
