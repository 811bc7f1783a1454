using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>What waits somewhere: how many, and since when the oldest does.</summary>
public sealed record WorkWaiting(long Count, DateTimeOffset? Since);

/// <summary>A node that holds conversations, as the cluster's own table knows it.</summary>
public sealed record SiloSeen(string Name, DateTimeOffset StartedAt, DateTimeOffset AliveAt);

/// <summary>A number, and when a message came to it last, as far as the list of the inbox was looked through.</summary>
public sealed record NumberHeard(string Title, string Number, bool Simulated, DateTimeOffset? HeardAt);

/// <summary>A campaign that the product stopped by itself, with the reason in one word.</summary>
public sealed record StoppedCampaign(long Id, string Title, string Reason, DateTimeOffset At);

/// <summary>A webhook out that is not well: failing since then, or switched off because it failed.</summary>
public sealed record FailingHook(string Url, bool IsOff, DateTimeOffset? Since);

/// <summary>How a workspace stands, as the database knows it at one moment.</summary>
public sealed record HealthFacts(
    string DatabaseVersion,
    long DatabaseBytes,
    DateTimeOffset Now,
    IReadOnlyList<SiloSeen> Silos,
    WorkWaiting Inbox,
    WorkWaiting Outbox,
    WorkWaiting Unknown,
    WorkWaiting HooksOut,
    WorkWaiting Quarantine,
    IReadOnlyList<NumberHeard> Numbers,
    IReadOnlyList<FailingHook> FailingHooks,
    StoppedCampaign? LastStopped
);

/// <summary>Gathers what an operator wants to see. Rare, and bounded: no table is read whole.</summary>
public sealed class WorkspaceHealth(Database database)
{
    // the first of the inbox's list: a number without a message among them has been quiet for long
    private const int LookedThrough = 5000;

    /// <summary>Sends whose outcome was lost and authentic webhooks that could not be read are told for a day.</summary>
    private const string Lately = "interval '24 hours'";

    public async Task<HealthFacts> Look(string workspace, CancellationToken cancel)
    {
        await using var connection = await database.Lists.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        void Ask(string sql) => batch.Add(sql).Text(workspace);

        batch.Add("select current_setting('server_version'), pg_database_size(current_database()), now()");
        batch.Add(
            "select silo_name, start_time, i_am_alive from orleans.cluster_member where status = 3 order by start_time limit 100"
        );
        Ask(
            "select count(*), min(i.received_at) from inbox i join channels h on h.id = i.channel_id where h.workspace_id = $1"
        );
        // what is due: neither to be sent later, nor held back with its campaign
        Ask(
            """
            select count(*), min(o.created_at) from outbox o left join broadcasts b on b.id = o.broadcast_id
            where o.workspace_id = $1 and o.state < 2 and (o.not_before is null or o.not_before < now()) and coalesce(b.state, 2) = 2
            """
        );
        Ask(
            $"select count(*), min(created_at) from outbox where workspace_id = $1 and state = 2 and created_at > now() - {Lately}"
        );
        Ask(
            """
            select count(*), min(d.created_at) from webhooks w join webhook_deliveries d on d.webhook_id = w.id
            where w.workspace_id = $1 and w.state = 0 and d.state = 0
            """
        );
        Ask(
            $"""
            select count(*), max(q.received_at) from quarantine q join connections c on c.id = q.connection_id
            where c.workspace_id = $1 and q.received_at > now() - {Lately}
            """
        );
        Ask(
            $"""
            select h.title, h.number, h.simulated, l.at from channels h
            left join (
                select channel_id, max(window_closes_at) - interval '24 hours' as at from (
                    select channel_id, window_closes_at from conversations
                    where workspace_id = $1 and listed_at is not null order by listed_at desc limit {LookedThrough}) v
                group by channel_id) l on l.channel_id = h.id
            where h.workspace_id = $1 and h.archived_at is null order by h.id limit 100
            """
        );
        Ask(
            """
            select url, state <> 0, coalesce(failing_since, updated_at) from webhooks
            where workspace_id = $1 and (state in (2, 3) or state = 0 and failing_since is not null) order by created_at limit 20
            """
        );
        Ask(
            """
            select id, title, reason, updated_at from broadcasts
            where workspace_id = $1 and reason is not null and state in (3, 6) order by id desc limit 1
            """
        );
        await using var row = await batch.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var (version, bytes, now) = (row.GetString(0), row.GetInt64(1), row.Time(2));
        return new HealthFacts(
            version.Split(' ')[0],
            bytes,
            now,
            await All(row, one => new SiloSeen(one.GetString(0), one.Time(1), one.Time(2)), cancel),
            await Count(row, cancel),
            await Count(row, cancel),
            await Count(row, cancel),
            await Count(row, cancel),
            await Count(row, cancel),
            await All(
                row,
                one => new NumberHeard(one.GetString(0), one.GetString(1), one.GetBoolean(2), one.TimeOrNull(3)),
                cancel
            ),
            await All(row, one => new FailingHook(one.GetString(0), one.GetBoolean(1), one.TimeOrNull(2)), cancel),
            await All(
                row,
                one => new StoppedCampaign(one.GetInt64(0), one.GetString(1), one.GetString(2), one.Time(3)),
                cancel
            )
                is [var stopped, ..]
                ? stopped
                : null
        );
    }

    private static async Task<WorkWaiting> Count(NpgsqlDataReader row, CancellationToken cancel) =>
        (await All(row, one => new WorkWaiting(one.GetInt64(0), one.TimeOrNull(1)), cancel))[0];

    /// <summary>The rows of the next answer.</summary>
    private static async Task<IReadOnlyList<T>> All<T>(
        NpgsqlDataReader row,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancel
    )
    {
        await row.NextResultAsync(cancel);
        var all = new List<T>();
        while (await row.ReadAsync(cancel))
            all.Add(read(row));
        return all;
    }
}
