using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>
/// Makes deliveries of what is committed, after the commit: a turn writes nothing for them. The cursor is the number of a transaction and passes only
/// over those that are older than every running one; it moves in the transaction that writes the deliveries, so that each event is made once, whatever dies. A
/// long transaction in the cluster delays events and loses none.
/// </summary>
public sealed class HookFeed(Database database)
{
    // of messages, turns, and each kind of step
    private const int MostOfAKind = 2_000;

    // other databases of the cluster use numbers, too: what is empty is passed quickly
    private const long Widest = 1 << 20;

    // an empty way of this length is looked over again rather than noted
    private const long Short = 256;

    private long width = 1024;

    private sealed record Wish(string Id, string WorkspaceId, HashSet<string> Kinds, long From);

    /// <summary>Takes up a bite; false when there is nothing new, nobody to tell, or another silo is at it.</summary>
    public async Task<bool> TakeUp(DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Bite(connection, cancel) is not var (from, last, wishes) || wishes.Count == 0)
            return false;

        // should this bite be too much, the next one is smaller
        var wide = width;
        width = Smaller(wide);
        var workspaces = wishes.Select(one => one.WorkspaceId).Distinct().ToArray();
        var to = Math.Min(last, from + wide);
        HookFacts? facts;
        // a transaction is never split, so that one alone may have more
        while (
            (
                facts = await HookSources.Read(
                    connection,
                    workspaces,
                    from,
                    to,
                    to == from + 1 ? int.MaxValue - 1 : MostOfAKind,
                    cancel
                )
            )
                is null
        )
            to = from + Smaller(to - from);
        var next = facts.Largest > MostOfAKind / 4 ? Math.Max(1, to - from) : Math.Min(Widest, (to - from) * 4);

        if (facts.IsEmpty && to == last && to - from < Short)
        {
            width = next;
            return false;
        }

        await Write(connection, HookMaker.Of(facts, now), wishes, cancel);
        await Move(connection, facts, to, cancel);
#if CHAOS
        Crash.At("hook feed before commit");
#endif
        await transaction.CommitAsync(cancel);
        width = next;
#if CHAOS
        Crash.At("hook feed after commit");
#endif
        return true;
    }

    private static long Smaller(long wide) => Math.Max(1, wide / 8);

    /// <summary>
    /// The transactions to take up: from (not included) to (included), and who is to be told. They are asked for last: whoever comes later than that has
    /// a transaction of a higher number, and is told nothing older.
    /// </summary>
    private static async Task<(long From, long To, IReadOnlyList<Wish> Wishes)?> Bite(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        // an erasure takes it alone: what it deletes must not be in our hands
        batch.Add("select pg_advisory_xact_lock_shared(2, 16)");
        // no row is held, so that looking in vain writes nothing
        batch.Add("select pg_try_advisory_xact_lock(2, 19)");
        batch.Add("select written, pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 from webhook_cursor");
        batch.Add("select id, workspace_id, kinds, from_written from webhooks where state = 0");
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.NextResultAsync(cancel);
        if (!await row.ReadAsync(cancel) || !row.GetBoolean(0))
            return null;
        await row.NextResultAsync(cancel);
        await row.ReadAsync(cancel);
        var (from, to) = (row.GetInt64(0), row.GetInt64(1));
        if (to <= from)
            return null;
        await row.NextResultAsync(cancel);
        var wishes = new List<Wish>();
        while (await row.ReadAsync(cancel))
            wishes.Add(new(row.GetString(0), row.GetString(1), [.. row.GetFieldValue<string[]>(2)], row.GetInt64(3)));
        return (from, to, wishes);
    }

    /// <summary>Each event that somebody wants, once, and a delivery for each who wants it.</summary>
    private static async Task Write(
        NpgsqlConnection connection,
        IReadOnlyList<HookEvent> made,
        IReadOnlyList<Wish> wishes,
        CancellationToken cancel
    )
    {
        var wanted = made.Select(one =>
                (
                    Event: one,
                    For: wishes
                        .Where(wish =>
                            wish.WorkspaceId == one.WorkspaceId
                            && wish.From < one.Written
                            && wish.Kinds.Contains(one.Kind)
                        )
                        .Select(wish => wish.Id)
                        .ToArray()
                )
            )
            .Where(one => one.For.Length > 0)
            .ToArray();
        if (wanted.Length > 0)
            await HookWriting.Add(
                connection,
                [.. wanted.Select(one => one.Event)],
                [.. wanted.Select(one => one.For)],
                cancel
            );
    }

    private static async Task Move(NpgsqlConnection connection, HookFacts facts, long to, CancellationToken cancel)
    {
        var told = facts
            .Conversations.Values.Select(one =>
                (one.Conversation.Id, Then: one.Told, Now: HookMaker.Standing(one.Conversation))
            )
            .Select(one => (one.Id, one.Then, Now: JsonSerializer.Serialize(one.Now, HookJson.Default.HookStanding)))
            .Where(one =>
                one.Then is null || JsonSerializer.Serialize(one.Then, HookJson.Default.HookStanding) != one.Now
            )
            .ToArray();
        await using var batch = new NpgsqlBatch(connection);
        if (told.Length > 0)
        {
            var tell = batch.Add(
                """
                insert into webhook_conversations (conversation_id, told)
                select t.id, t.told::json from unnest($1::bigint[], $2::text[]) as t (id, told)
                on conflict (conversation_id) do update set told = excluded.told
                """
            );
            tell.Bigints(told, one => one.Id);
            tell.Texts(told, one => one.Now);
        }
        batch.Add("delete from webhook_facts where written <= $1").Value(to);
        batch.Add("update webhook_cursor set written = $1").Value(to);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
