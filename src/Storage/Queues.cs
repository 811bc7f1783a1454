using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Someone who may be given a conversation.</summary>
public sealed record Teammate(string Id, string Name);

/// <summary>A team that conversations wait for.</summary>
public sealed record Queue(string Key, string Title, bool RoundRobin, IReadOnlyList<Teammate> Members);

/// <summary>Where a hand-off leads: the queue, and whose turn it is.</summary>
public sealed record QueuePlace(string Key, string Title, Teammate? Member);

/// <summary>Teams and their members, and who of them is there.</summary>
public sealed class Queues(Database database)
{
    /// <summary>Heartbeats come every 20 s: who missed two is not there.</summary>
    internal const string Present = "interval '45 seconds'";

    public async Task<IReadOnlyList<Queue>> All(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select q.key, q.title, q.round_robin, coalesce(m.ids, '{}'), coalesce(m.names, '{}')
            from queues q
            left join lateral (
                select array_agg(n.user_id order by n.user_id) as ids, array_agg(coalesce(u.name, n.user_id) order by n.user_id) as names
                from queue_members n left join users u on u.id = n.user_id
                where n.workspace_id = q.workspace_id and n.queue = q.key) m on true
            where q.workspace_id = $1 order by lower(q.title), q.key
            """
        );
        ask.Parameters.Text(workspace);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<Queue>();
        while (await row.ReadAsync(cancel))
            all.Add(
                new Queue(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetBoolean(2),
                    [
                        .. row.GetFieldValue<string[]>(3)
                            .Zip(row.GetFieldValue<string[]>(4), (id, name) => new Teammate(id, name)),
                    ]
                )
            );
        return all;
    }

    /// <summary>False: a queue with that key is there already.</summary>
    public async Task<bool> Add(
        string workspace,
        string key,
        string title,
        bool roundRobin,
        IReadOnlyList<string> members,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (
            var add = new NpgsqlCommand(
                "insert into queues (workspace_id, key, title, round_robin) values ($1, $2, $3, $4) on conflict do nothing",
                connection
            )
        )
        {
            add.Parameters.Text(workspace);
            add.Parameters.Text(key);
            add.Parameters.Text(title);
            add.Parameters.Value(roundRobin);
            if (await add.ExecuteNonQueryAsync(cancel) == 0)
                return false;
        }
        await Seat(connection, workspace, key, members, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Null members stay as they are. False: there is no such queue.</summary>
    public async Task<bool> Change(
        string workspace,
        string key,
        string? title,
        bool? roundRobin,
        IReadOnlyList<string>? members,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (
            var change = new NpgsqlCommand(
                "update queues set title = coalesce($3, title), round_robin = coalesce($4, round_robin) where workspace_id = $1 and key = $2",
                connection
            )
        )
        {
            change.Parameters.Text(workspace);
            change.Parameters.Text(key);
            change.Parameters.Text(title);
            change.Parameters.Add(
                new NpgsqlParameter
                {
                    Value = (object?)roundRobin ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean,
                }
            );
            if (await change.ExecuteNonQueryAsync(cancel) == 0)
                return false;
        }
        if (members is not null)
            await Seat(connection, workspace, key, members, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Conversations that wait in it stay: their queue is then a name without a team.</summary>
    public async Task<bool> Remove(string workspace, string key, CancellationToken cancel)
    {
        await using var remove = database.Source.CreateCommand(
            "delete from queues where workspace_id = $1 and key = $2"
        );
        remove.Parameters.Text(workspace);
        remove.Parameters.Text(key);
        return await remove.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>
    /// The queue whose key or title is <paramref name="name"/>, in any case; and, if it gives in turn, the present member who was given one longest ago
    /// (noted at once, so that two at the same moment go to two). Null: there is no such queue.
    /// </summary>
    public async Task<QueuePlace?> Give(string workspace, string name, CancellationToken cancel)
    {
        await using var give = database.Source.CreateCommand(
            $"""
            with here as (
                select key, title, round_robin from queues
                where workspace_id = $1 and (lower(key) = lower($2) or lower(title) = lower($2))
                order by lower(key) = lower($2) desc limit 1),
            next as (
                select m.queue, m.user_id, u.name from queue_members m
                join here h on h.key = m.queue and h.round_robin
                join presence p on p.workspace_id = m.workspace_id and p.user_id = m.user_id and p.seen_at > now() - {Present}
                join members w on w.workspace_id = m.workspace_id and w.user_id = m.user_id and w.suspended_at is null
                join users u on u.id = m.user_id
                where m.workspace_id = $1
                order by m.given_at, m.user_id limit 1 for update of m skip locked),
            given as (
                update queue_members m set given_at = clock_timestamp() from next n
                where m.workspace_id = $1 and m.queue = n.queue and m.user_id = n.user_id)
            select h.key, h.title, n.user_id, n.name from here h left join next n on true
            """
        );
        give.Parameters.Text(workspace);
        give.Parameters.Text(name);
        await using var row = await give.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel))
            return null;
        return new QueuePlace(
            row.GetString(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : new Teammate(row.GetString(2), row.GetString(3))
        );
    }

    /// <summary>The name of an active member of the workspace, or null.</summary>
    public async Task<string?> NameOf(string workspace, string user, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select u.name from members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and m.user_id = $2 and m.suspended_at is null
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(user);
        return await ask.ExecuteScalarAsync(cancel) as string;
    }

    /// <summary>A heartbeat of somebody's page.</summary>
    public async Task Seen(string workspace, string user, CancellationToken cancel)
    {
        await using var note = database.Source.CreateCommand(
            """
            insert into presence (workspace_id, user_id, seen_at) values ($1, $2, now())
            on conflict (workspace_id, user_id) do update set seen_at = now()
            """
        );
        note.Parameters.Text(workspace);
        note.Parameters.Text(user);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Who has the inbox open.</summary>
    public async Task<IReadOnlyList<string>> PresentIn(string workspace, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select user_id from presence where workspace_id = $1 and seen_at > now() - {Present} order by user_id"
        );
        ask.Parameters.Text(workspace);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var all = new List<string>();
        while (await row.ReadAsync(cancel))
            all.Add(row.GetString(0));
        return all;
    }

    private static async Task Seat(
        NpgsqlConnection connection,
        string workspace,
        string key,
        IReadOnlyList<string> members,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        var leave = batch.Add(
            "delete from queue_members where workspace_id = $1 and queue = $2 and user_id <> all($3::text[])"
        );
        leave.Text(workspace);
        leave.Text(key);
        leave.Texts(members, one => one);
        var join = batch.Add(
            """
            insert into queue_members (workspace_id, queue, user_id) select $1, $2, u from unnest($3::text[]) as u
            on conflict do nothing
            """
        );
        join.Text(workspace);
        join.Text(key);
        join.Texts(members, one => one);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
