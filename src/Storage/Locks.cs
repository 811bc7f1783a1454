using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Holds conversation rows, always in the order of their ids, so that writers meeting the same conversations wait and never deadlock.
/// It stands as a statement of its own before the work, so that the work's snapshot is taken after the wait.
/// </summary>
internal static class Locks
{
    public static void Conversations<T>(NpgsqlBatch batch, IReadOnlyList<T> items, Func<T, long> conversation) =>
        batch
            .Add("select 1 from conversations where id = any($1::bigint[]) order by id for no key update")
            .Bigints(items, item => conversation(item));
}
