using System.Diagnostics;
using Npgsql;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.Storage;

/// <summary>Who is in which sequence: enters, leaves, is counted and listed.</summary>
public sealed class SequenceEntries(Database database, ContactCatalog catalog, Audiences audiences)
{
    private const int Patience = 300;

    /// <summary>Everybody of the audience who was never in it enters. Who has opted out, is blocked or has no number does not.</summary>
    public async Task<Entered> Enter(Sequence sequence, Audience audience, CancellationToken cancel)
    {
        var (clean, excluded) = AudienceMeaning.Clean(audience);
        var rule = await AudienceMeaning.Rule(catalog, sequence.WorkspaceId, clean, cancel);
        if (clean is ListedPhones listed)
            await audiences.Meet(sequence.WorkspaceId, listed.Recipients, cancel);

        await using var enter = database.Source.CreateCommand();
        enter.CommandTimeout = Patience;
        var judged = AudienceSql.Judged(sequence.WorkspaceId, 0, clean, rule, enter.Parameters);
        enter.Parameters.Value(sequence.Id);
        var id = enter.Parameters.Count;
        enter.CommandText = $"""
            with {judged},
            fresh as (
                insert into sequence_entries (sequence_id, contact_id, due_at)
                select s.id, j.contact_id, now() from judged j join sequences s on s.id = ${id} and s.state in (1, 2)
                where j.reason is null and not exists (
                    select 1 from sequence_entries e where e.sequence_id = s.id and e.contact_id = j.contact_id)
                on conflict do nothing
                returning contact_id)
            select reason, count(*) from judged group by reason
            union all
            select 'fresh', count(*) from fresh
            """;
#if CHAOS
        Crash.At("sequence entry before commit");
#endif
        var (all, fresh) = (0, 0);
        await using var row = await enter.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var count = (int)row.GetInt64(1);
            switch (row.TextOrNull(0))
            {
                case null:
                    all = count;
                    break;
                case "fresh":
                    fresh = count;
                    break;
                case var reason:
                    excluded[reason] = count;
                    break;
            }
        }
#if CHAOS
        if (fresh > 0)
            Crash.At("sequence entry after commit");
#endif
        return new Entered(fresh, all - fresh, excluded);
    }

    /// <summary>Whoever has come to be in the audience enters; asked by every silo, done by one in half a minute.</summary>
    public async Task EnterNew(Sequence sequence, CancellationToken cancel)
    {
        if (sequence.Enter is not { } audience)
            return;

        await using var look = database.Source.CreateCommand(
            """
            update sequences set looked_at = now()
            where id = $1 and state = 1 and (looked_at is null or looked_at < now() - interval '30 seconds')
            """
        );
        look.Parameters.Value(sequence.Id);
        if (await look.ExecuteNonQueryAsync(cancel) == 0)
            return;

        var started = Stopwatch.GetTimestamp();
        await Enter(sequence, audience, cancel);
        // a big audience takes seconds: never more than a twentieth of the time
        await using var rest = database.Source.CreateCommand(
            "update sequences set looked_at = now() + $2 * interval '20 seconds' where id = $1 and $2 > 1"
        );
        rest.Parameters.Value(sequence.Id);
        rest.Parameters.Value(Stopwatch.GetElapsedTime(started).TotalSeconds);
        await rest.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>These leave, if they are in it; what is not handed over yet does not go out. The answer is how many there were.</summary>
    public async Task<int> Leave(long sequence, IReadOnlyList<long> contacts, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var leave = batch.Add(
            """
            with due as materialized (
                select contact_id from sequence_entries
                where sequence_id = $1 and contact_id = any($2) and state = 0
                order by contact_id for no key update),
            gone as (
                update sequence_entries e set state = 2, reason = 'asked', due_at = null, changed_at = now()
                from due d where e.sequence_id = $1 and e.contact_id = d.contact_id returning 1)
            select count(*) from gone
            """
        );
        leave.Value(sequence);
        leave.Bigints(contacts, one => one);
        var skip = batch.Add(
            """
            with due as materialized (
                select r.broadcast_id, r.ord from broadcasts b join broadcast_recipients r on r.broadcast_id = b.id
                where b.sequence_id = $1 and r.contact_id = any($2) and r.state = 0
                order by r.broadcast_id, r.ord for no key update of r)
            update broadcast_recipients r set state = 30, reason = 'left', changed_at = now()
            from due d where r.broadcast_id = d.broadcast_id and r.ord = d.ord and r.state = 0
            """
        );
        skip.Value(sequence);
        skip.Bigints(contacts, one => one);
        return (int)(await batch.ExecuteScalarAsync(cancel) as long? ?? 0);
    }

    public async Task<IReadOnlyList<EntryCount>> Counts(long sequence, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select state, reason, count(*) from sequence_entries where sequence_id = $1 group by state, reason"
        );
        ask.Parameters.Value(sequence);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var counts = new List<EntryCount>();
        while (await row.ReadAsync(cancel))
            counts.Add(new((EntryState)row.GetInt16(0), row.TextOrNull(1), (int)row.GetInt64(2)));
        return counts;
    }

    /// <summary>A page of those in it after a contact, of one state or of any.</summary>
    public async Task<IReadOnlyList<EntryRow>> List(
        long sequence,
        EntryState? state,
        long after,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            """
            select e.contact_id, p.name, p.phone, e.state, e.reason, e.step, e.entered_at, e.due_at
            from sequence_entries e left join contacts p on p.id = e.contact_id
            where e.sequence_id = $1 and e.contact_id > $2 and ($3 < 0 or e.state = $3)
            order by e.contact_id limit $4
            """
        );
        ask.Parameters.Value(sequence);
        ask.Parameters.Value(after);
        ask.Parameters.Value((int)(state ?? (EntryState)(-1)));
        ask.Parameters.Value(most);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var page = new List<EntryRow>();
        while (await row.ReadAsync(cancel))
            page.Add(
                new EntryRow(
                    row.GetInt64(0),
                    row.TextOrNull(1),
                    row.TextOrNull(2),
                    (EntryState)row.GetInt16(3),
                    row.TextOrNull(4),
                    row.GetInt32(5),
                    row.Time(6),
                    row.TimeOrNull(7)
                )
            );
        return page;
    }
}
