namespace WhatsAppBot.Storage;

/// <summary>
/// Puts an attempt on record before its POST. The answer is null when the row is gone, is being tried elsewhere, must wait, or an earlier message of
/// the conversation is not over: then nothing may be sent. A reply does not wait for a broadcast's message that nobody tries now; a broadcast's message
/// is not for people who have opted out. Whether the contact is blocked is asked here: a message may have waited long since it was written.
/// </summary>
public sealed class ClaimWriter(Database database)
    : GroupCommit<PendingSend, Claimed?>(database, capacity: 20_000, pumps: 1),
        IClaims
{
    /// <summary>The silo that claims, as <see cref="Recovery"/> looks for it among the dead: <c>address:port@generation</c>. Null: nobody can be asked for.</summary>
    public string? By { get; set; }

    public Task<Claimed?> Claim(PendingSend send, CancellationToken cancel) => Commit(send, cancel);

    protected override async Task<IReadOnlyList<Claimed?>> Write(IReadOnlyList<PendingSend> sends)
    {
        await using var claim = Source.CreateCommand(
            """
            update outbox o set state = 1, attempt = o.attempt + 1, attempted_at = now(), not_before = null, claimed_by = $3
            from unnest($1::bigint[], $2::bigint[]) as s (conversation_id, seq)
            where o.conversation_id = s.conversation_id and o.seq = s.seq and o.state = 0
                and not exists (
                    select 1 from outbox e
                    where e.conversation_id = o.conversation_id and e.seq < o.seq and (e.state = 1 or (e.state = 0 and e.lane <= o.lane)))
                and (o.broadcast_id is null or not exists (
                    select 1 from conversations c join contacts p on p.id = c.contact_id
                    where c.id = o.conversation_id and coalesce(p.opted_out_at, p.blocked_at) is not null))
            returning o.conversation_id, o.seq, o.attempt, (
                select p.blocked_at is not null from conversations c join contacts p on p.id = c.contact_id where c.id = o.conversation_id)
            """
        );
#if CHAOS
        Mutant.ClaimWithoutLock.Rewrite(claim, "and o.state = 0", "");
#endif
        claim.Parameters.Bigints(sends, send => send.ConversationId);
        claim.Parameters.Bigints(sends, send => send.Seq);
        claim.Parameters.Text(By);

        var attempts = new Dictionary<(long, long), Claimed>(sends.Count);
        await using (var row = await claim.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
                attempts[(row.GetInt64(0), row.GetInt64(1))] = new Claimed(row.GetInt32(2), row.GetBoolean(3));
        }

        var results = new Claimed?[sends.Count];
        for (var i = 0; i < results.Length; i++)
        {
            // the same row asked for twice is granted once
            if (attempts.Remove((sends[i].ConversationId, sends[i].Seq), out var attempt))
                results[i] = attempt;
        }
        return results;
    }
}
