namespace WhatsAppBot.Storage;

/// <summary>How many recipients are in one state for one reason.</summary>
public sealed record RecipientCount(RecipientState State, int? Code, string? Reason, int Count);

/// <summary>A recipient as lists show it.</summary>
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
    DateTimeOffset? ChangedAt
);

/// <summary>What people see of the recipients of a broadcast.</summary>
public sealed class RecipientReads(Database database)
{
    private const int Patience = 120;

    /// <summary>How many recipients are in each state; the recipients themselves are counted, so that it is never wrong.</summary>
    public async Task<IReadOnlyList<RecipientCount>> Counts(long broadcast, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select state, code, reason, count(*) from broadcast_recipients where broadcast_id = $1
            group by state, code, reason
            """
        );
        ask.CommandTimeout = Patience;
        ask.Parameters.Value(broadcast);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var counts = new List<RecipientCount>();
        while (await row.ReadAsync(cancel))
            counts.Add(new((RecipientState)row.GetInt16(0), row.IntOrNull(1), row.TextOrNull(2), (int)row.GetInt64(3)));
        return counts;
    }

    /// <summary>A page of recipients after a number, of one of these states or of any when there are none.</summary>
    public async Task<IReadOnlyList<RecipientRow>> List(
        long broadcast,
        IReadOnlyList<RecipientState> states,
        int after,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select r.ord, r.contact_id, p.name, p.phone, r.conversation_id, r.seq, r.state, r.attempt, r.code, r.reason, r.changed_at
            from (
                select * from broadcast_recipients
                where broadcast_id = $1 and ord > $2 and (cardinality($3) = 0 or state = any($3))
                order by ord limit $4) r
            left join contacts p on p.id = r.contact_id
            order by r.ord
            """
        );
        ask.Parameters.Value(broadcast);
        ask.Parameters.Value(after);
        ask.Parameters.Smallints(states, state => (short)state);
        ask.Parameters.Value(most);
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
                    row.TimeOrNull(10)
                )
            );
        return page;
    }
}
