using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>How many tries there were in the window now, in the order in which was asked; how long to wait when they are too many.</summary>
public sealed record TriesNow(IReadOnlyList<int> Counts, TimeSpan? Wait);

/// <summary>Counts the tries to sign in, per account and per address, over all nodes. A try counts before its password is looked at.</summary>
public sealed class SignInTries(Database database)
{
    /// <summary>Counts one try against each.</summary>
    public async Task<TriesNow> Count(
        IReadOnlyList<(string Who, int Most)> tries,
        TimeSpan window,
        CancellationToken cancel
    )
    {
        // always in the same order, so that tries at once wait for each other and never deadlock
        var sorted = tries
            .Select((one, place) => (Hash: Hash(one.Who), one.Most, Place: place))
            .OrderBy(one => Convert.ToHexString(one.Hash), StringComparer.Ordinal)
            .ToList();
        await using var count = database.Source.CreateCommand(
            """
            with given as (select * from unnest($1::bytea[], $2::integer[]) as g (who, most)),
            counted as (
                insert into sign_in_tries as t (who, tries, window_end) select who, 1, now() + $3 from given
                on conflict (who) do update set
                    tries = case when t.window_end < now() then 1 else t.tries + 1 end,
                    window_end = case when t.window_end < now() then now() + $3 else t.window_end end
                returning who, tries, window_end)
            select c.who, c.tries, case when c.tries > g.most then c.window_end - now() end from counted c join given g on g.who = c.who
            """
        );
        count.Parameters.Bytes(sorted, one => one.Hash);
        count.Parameters.Ints(sorted, one => one.Most);
        count.Parameters.Value(window);
        var counts = new int[tries.Count];
        TimeSpan? longest = null;
        await using var row = await count.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var hash = row.GetFieldValue<byte[]>(0);
            counts[sorted.Find(one => one.Hash.AsSpan().SequenceEqual(hash)).Place] = row.GetInt32(1);
            if (!row.IsDBNull(2) && row.GetFieldValue<TimeSpan>(2) is var wait && !(wait <= longest))
                longest = wait;
        }
        return new TriesNow(counts, longest);
    }

    /// <summary>Whoever came in was no guesser: these tries are forgotten.</summary>
    public async Task Forget(string account, string address, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("delete from sign_in_tries where who = $1").Value(Hash(account));
        batch.Add("update sign_in_tries set tries = greatest(tries - 1, 0) where who = $1").Value(Hash(address));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static byte[] Hash(string who) => SHA256.HashData(Encoding.UTF8.GetBytes(who));
}
