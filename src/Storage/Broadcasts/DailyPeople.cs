using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>How many new people a connection may reach in 24 hours, and how many it has; a null limit is none that we know of.</summary>
public sealed record DailyRoom(string ConnectionId, int? Limit, int Used, DateTimeOffset? NextAt)
{
    public int Room => Limit is { } limit ? Math.Max(0, limit - Used) : int.MaxValue;

    /// <summary>That of several, each connection once.</summary>
    public static DailyRoom? Together(IEnumerable<DailyRoom> all)
    {
        var rooms = all.DistinctBy(one => one.ConnectionId).ToList();
        return rooms.Count < 2
            ? rooms.FirstOrDefault()
            : new DailyRoom(
                "",
                rooms.Any(one => one.Limit is null) ? null : rooms.Sum(one => one.Limit),
                rooms.Sum(one => one.Used),
                rooms.Min(one => one.NextAt)
            );
    }
}

/// <summary>
/// Meta's messaging limit: unique people outside an open window per rolling 24 hours, shared by all numbers of a connection (Meta: of the business
/// portfolio). A place is taken before the message is handed over; one that is not used after all stays taken for a day.
/// </summary>
public sealed class DailyPeople(Database database)
{
    // the first number of an advisory lock of two: see Locks for the others
    private const int LockSpace = 3;

    /// <summary>What there is room for now on the channel's connection.</summary>
    public async Task<DailyRoom?> Room(long channel, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select n.id, n.daily_people, u.used, u.first + interval '24 hours'
            from channels c join connections n on n.id = c.connection_id
            cross join lateral (
                select count(*)::int as used, min(r.at) as first from reached_people r
                where n.daily_people is not null and r.connection_id = n.id and r.at > now() - interval '24 hours') u
            where c.id = $1
            """
        );
        ask.Parameters.Value(channel);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new DailyRoom(row.GetString(0), row.IntOrNull(1), row.GetInt32(2), row.TimeOrNull(3))
            : null;
    }

    /// <summary>What there is room for on all connections of the channels together: no limit when one of them has none that we know of.</summary>
    public async Task<DailyRoom?> Room(IReadOnlyList<long> channels, CancellationToken cancel) =>
        DailyRoom.Together((await Rooms(channels, cancel)).Values);

    /// <summary>What there is room for on the connection of each channel.</summary>
    public async Task<IReadOnlyDictionary<long, DailyRoom>> Rooms(
        IReadOnlyList<long> channels,
        CancellationToken cancel
    )
    {
        var rooms = new Dictionary<long, DailyRoom>();
        foreach (var channel in channels)
        {
            if (await Room(channel, cancel) is { } one)
                rooms[channel] = one;
        }
        return rooms;
    }

    /// <summary>Those of the contacts who have a place: who has one already, and as many of the others, in their order, as there is room for.</summary>
    public async Task<IReadOnlySet<long>> Take(
        string connectionId,
        int limit,
        IReadOnlyList<long> contacts,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"select pg_advisory_xact_lock({LockSpace}, hashtext($1))").Text(connectionId);
        batch
            .Add("delete from reached_people where connection_id = $1 and at <= now() - interval '24 hours'")
            .Text(connectionId);
        var take = batch.Add(
            """
            with asked as materialized (
                select c.id, min(c.place) as place from unnest($2::bigint[]) with ordinality as c (id, place) group by c.id),
            known as materialized (
                select a.id from asked a join reached_people r on r.connection_id = $1 and r.contact_id = a.id),
            taken as (
                insert into reached_people (connection_id, contact_id)
                select $1, a.id from asked a where a.id not in (select id from known)
                order by a.place
                limit greatest(0, $3 - (select count(*) from reached_people where connection_id = $1))
                returning contact_id)
            select id from known union all select contact_id from taken
            """
        );
        take.Text(connectionId);
        take.Bigints(contacts, one => one);
        take.Value(limit);

        var granted = new HashSet<long>();
        await using var row = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (row.FieldCount > 0 && await row.ReadAsync(cancel))
            {
                if (row.GetFieldType(0) == typeof(long))
                    granted.Add(row.GetInt64(0));
            }
        } while (await row.NextResultAsync(cancel));
        return granted;
    }

    /// <summary>What Meta says the limit of a connection's account is; null: none.</summary>
    public async Task Learn(string connectionId, int? limit, CancellationToken cancel)
    {
        await using var learn = database.Source.CreateCommand(
            "update connections set daily_people = $2 where id = $1 and daily_people is distinct from $2"
        );
        learn.Parameters.Text(connectionId);
        BroadcastSql.Number(learn.Parameters, limit);
        await learn.ExecuteNonQueryAsync(cancel);
    }
}
