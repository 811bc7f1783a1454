using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Takes messages up into the search, after their commit. The cursor is the number of a transaction, and passes only over those that are older than
/// every running one: a long transaction in the cluster delays the search and loses nothing. It moves in the transaction that writes the words.
/// </summary>
public sealed class MessageWords(Database database)
{
    private const int MostMessages = 2_000;

    /// <summary>Takes up a bite; false when there is nothing new, or another silo is at it.</summary>
    public async Task<bool> TakeUp(CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // an erasure takes it alone: what it deletes must not be in our hands
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock_shared(2, 16)", connection))
            await hold.ExecuteNonQueryAsync(cancel);
        await using var bite = new NpgsqlCommand(
            $"""
            with here as (select written from message_words_cursor for update skip locked),
            until as (
                select h.written as from_here, (
                    select max(n.written) from (
                        select m.written from messages m
                        where m.written > h.written and m.written < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                        order by m.written limit {MostMessages}) n) as to_here
                from here h),
            taken as (
                insert into message_words (conversation_id, seq, words)
                select m.conversation_id, m.seq, message_words(m.workspace_id, m.text)
                from messages m, until u
                where m.written > u.from_here and m.written <= u.to_here and m.text <> '' and m.kind not in ('system', 'reaction')
                on conflict do nothing)
            update message_words_cursor c set written = u.to_here from until u where u.to_here is not null
            """,
            connection
        );
        var moved = await bite.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return moved > 0;
    }
}
