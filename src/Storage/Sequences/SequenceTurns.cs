using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Moves those on whose step is due. Whoever moves somebody on twice, or dies between asking and moving, changes nothing: a move counts only from the step
/// that it was decided at, and the step's recipient is made in the same transaction.
/// </summary>
public sealed class SequenceTurns(Database database)
{
    // taken for so long: a silo that dies with some leaves them to the others
    private const string Lease = "20 seconds";

    /// <summary>The next whose step is due, each for one silo at a time.</summary>
    public async Task<IReadOnlyList<DueEntry>> Claim(long sequence, int most, CancellationToken cancel)
    {
        await using var claim = database.Source.CreateCommand(
            $"""
            with due as materialized (
                select e.contact_id from sequence_entries e join sequences s on s.id = e.sequence_id and s.state = 1
                where e.sequence_id = $1 and e.state = 0 and e.due_at <= now()
                order by e.due_at limit $2 for update of e skip locked),
            taken as (
                update sequence_entries e set due_at = now() + interval '{Lease}'
                from due d where e.sequence_id = $1 and e.contact_id = d.contact_id
                returning e.contact_id, e.step, e.entered_at, e.sent_at)
            select t.contact_id, t.step, t.entered_at, t.sent_at, p.id is null, coalesce(p.opted_out_at, p.blocked_at) is not null,
                -- the window closes a day after the last message of the contact
                coalesce(c.window_closes_at - interval '24 hours' > t.entered_at, false),
                coalesce(p.tags, array[]::text[]), p.phone, coalesce(p.fields::text, '{"{}"}')
            from taken t
            join sequences s on s.id = $1
            left join contacts p on p.id = t.contact_id and p.merged_into is null
            left join conversations c on c.contact_id = t.contact_id and c.channel_id = s.channel_id
            """
        );
        claim.Parameters.Value(sequence);
        claim.Parameters.Value(most);
        await using var row = await claim.ExecuteReaderAsync(cancel);
        var due = new List<DueEntry>();
        while (await row.ReadAsync(cancel))
            due.Add(
                new DueEntry(
                    sequence,
                    row.GetInt64(0),
                    row.GetInt32(1),
                    row.Time(2),
                    row.TimeOrNull(3),
                    row.GetBoolean(4),
                    row.GetBoolean(5),
                    row.GetBoolean(6),
                    row.GetFieldValue<string[]>(7),
                    row.TextOrNull(8),
                    row.GetString(9)
                )
            );
#if CHAOS
        if (due.Count > 0)
            Crash.At("sequence step after claim");
#endif
        return due;
    }

    /// <summary>All of one sequence. Each counts if the contact is still at the step it was decided at, and the sequence is active.</summary>
    public async Task Move(IReadOnlyList<EntryMove> moves, CancellationToken cancel)
    {
        var broadcasts = moves.Select(move => move.Broadcast).OfType<long>().Distinct().Order().ToArray();
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        // whoever completes a step's broadcast takes its row first, too: then it sees whom we add, or we see that it is through
        batch
            .Add("select 1 from broadcasts where id = any($1::bigint[]) order by id for no key update")
            .Bigints(broadcasts, id => id);
        var sql = batch.Add(
            """
            with held as materialized (
                select e.contact_id from unnest($2::bigint[], $3::int[]) as m (contact_id, from_step)
                join sequence_entries e on e.sequence_id = $1 and e.contact_id = m.contact_id
                join sequences s on s.id = $1 and s.state = 1
                where e.state = 0 and e.step = m.from_step
                order by e.contact_id for no key update of e),
            moved as (
                update sequence_entries e set step = m.step, due_at = m.due_at, state = m.state, reason = m.reason,
                    sent_at = case when m.broadcast_id is null then e.sent_at else now() end, changed_at = now()
                from unnest($2::bigint[], $3::int[], $4::bigint[], $5::int[], $6::timestamptz[], $7::smallint[], $8::text[]) with ordinality
                    as m (contact_id, from_step, broadcast_id, step, due_at, state, reason, place)
                join held h on h.contact_id = m.contact_id
                where e.sequence_id = $1 and e.contact_id = m.contact_id and e.state = 0 and e.step = m.from_step
                returning e.contact_id, m.broadcast_id, m.place),
            sent as materialized (
                select broadcast_id, contact_id, row_number() over (partition by broadcast_id order by place) - 1 as n
                from moved where broadcast_id is not null),
            put as (
                insert into broadcast_recipients (broadcast_id, ord, contact_id)
                select s.broadcast_id, h.end_ord + s.n, s.contact_id
                from sent s join broadcast_shards h on h.broadcast_id = s.broadcast_id and h.shard = 0
                on conflict do nothing),
            grown as (
                update broadcast_shards h set end_ord = h.end_ord + g.n
                from (select broadcast_id, count(*) as n from sent group by broadcast_id) g
                where h.broadcast_id = g.broadcast_id and h.shard = 0)
            update broadcasts b set state = case when b.state = 4 then 2 else b.state end, ended_at = null, audience_size = b.audience_size + g.n,
                updated_at = now()
            from (select broadcast_id, count(*) as n from sent group by broadcast_id) g
            where b.id = g.broadcast_id
            """
        );
        sql.Value(moves.Count == 0 ? 0 : moves[0].Of.SequenceId);
        sql.Bigints(moves, move => move.Of.ContactId);
        sql.Ints(moves, move => move.Of.Step);
        sql.Bigints(moves, move => move.Broadcast);
        sql.Ints(moves, move => move.Step);
        sql.Times(moves, move => move.DueAt);
        sql.Smallints(moves, move => (short)move.State);
        sql.Texts(moves, move => move.Reason);
#if CHAOS
        Crash.At("sequence step before commit");
#endif
        await batch.ExecuteNonQueryAsync(cancel);
#if CHAOS
        Crash.At("sequence step after commit");
#endif
    }
}
