using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>The delivery log of a webhook, and what people do with it. Every query is scoped by workspace.</summary>
public sealed class Deliveries(Database database)
{
    /// <summary>How many one request replays.</summary>
    public const int MostReplayed = 5_000;

    private const int MostPurged = 5_000;

    /// <summary>The newest first, those before an id.</summary>
    public Task<IReadOnlyList<Delivery>> List(
        string workspace,
        string webhook,
        DeliveryState? state,
        long before,
        int most,
        CancellationToken cancel
    ) =>
        Read(
            state is { } one ? $"and d.event < $3 and d.state = {(short)one}" : "and d.event < $3",
            false,
            workspace,
            webhook,
            before,
            most,
            cancel
        );

    /// <summary>One, with its body.</summary>
    public async Task<Delivery?> Find(string workspace, string webhook, long id, CancellationToken cancel) =>
        (await Read("and d.event = $3", true, workspace, webhook, id, 1, cancel)) is [var found] ? found : null;

    /// <summary>It is sent anew, under the id it had. False: it is not over yet, or not there.</summary>
    public async Task<bool> Replay(string workspace, string webhook, long id, CancellationToken cancel) =>
        await Again("d.event = $3 and d.state <> 0", workspace, webhook, p => p.Value(id), cancel) == 1;

    /// <summary>All that were given up since a time, at most <see cref="MostReplayed"/> and the oldest first, are sent anew: how many.</summary>
    public Task<int> ReplayFailed(string workspace, string webhook, DateTimeOffset since, CancellationToken cancel) =>
        Again("d.state = 2 and d.created_at >= $3", workspace, webhook, p => p.Time(since), cancel);

    /// <summary>An event for this webhook alone, to try it: the delivery's id. Null: it is off, or not there.</summary>
    public async Task<long?> Test(string workspace, string webhook, DateTimeOffset now, CancellationToken cancel)
    {
        var body = new HookBody($"{HookKinds.Test}:{Token.NewId("")}", HookKinds.Test, HookBody.Newest, workspace, now);
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (
            var ask = new NpgsqlCommand(
                "select 1 from webhooks where workspace_id = $1 and id = $2 and state = 0",
                connection
            )
        )
        {
            ask.Parameters.Text(workspace);
            ask.Parameters.Text(webhook);
            if (await ask.ExecuteScalarAsync(cancel) is null)
                return null;
        }
        await HookWriting.Add(
            connection,
            [new HookEvent(0, 0, body)],
            [
                [webhook],
            ],
            cancel
        );
        await using var made = new NpgsqlCommand(
            "select id from webhook_events where event_id = $1 and workspace_id = $2",
            connection
        );
        made.Parameters.Text(body.Id);
        made.Parameters.Text(workspace);
        var id = await made.ExecuteScalarAsync(cancel) as long?;
        await transaction.CommitAsync(cancel);
        return id;
    }

    /// <summary>
    /// Forgets a bite of what is older than <paramref name="keep"/>, and of what is more than <paramref name="most"/> events: the log is bounded, also that
    /// of a receiver who never takes anything. False when there was nothing.
    /// </summary>
    public async Task<bool> Purge(TimeSpan keep, long most, CancellationToken cancel)
    {
        await using var purge = database.Source.CreateCommand(
            $"""
            with old as materialized (
                select id from (select id, created_at from webhook_events order by id limit {MostPurged}) e
                where created_at < now() - $1 or id <= (select max(id) from webhook_events) - $2),
            deliveries as (delete from webhook_deliveries d using old where d.event = old.id)
            delete from webhook_events e using old where e.id = old.id
            """
        );
        purge.Parameters.Value(keep);
        purge.Parameters.Value(most);
        return await purge.ExecuteNonQueryAsync(cancel) > 0;
    }

    private async Task<int> Again(
        string which,
        string workspace,
        string webhook,
        Action<NpgsqlParameterCollection> third,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var found = new List<(long Event, long Lane)>();
        await using (
            var ask = new NpgsqlCommand(
                $"""
                select d.event, d.lane from webhook_deliveries d
                join webhooks w on w.id = d.webhook_id and w.workspace_id = $1
                where d.webhook_id = $2 and {which} order by d.event limit {MostReplayed}
                """,
                connection
            )
        )
        {
            ask.Parameters.Text(workspace);
            ask.Parameters.Text(webhook);
            third(ask.Parameters);
            await using var row = await ask.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
                found.Add((row.GetInt64(0), row.GetInt64(1)));
        }
        if (found.Count == 0)
            return 0;

        await using var batch = new NpgsqlBatch(connection);
        HookWriting.Open(batch, found.Select(one => (webhook, one.Lane)));
        // what waits there for its next time waits no longer: whoever replays has mended something
        var now = batch.Add(
            """
            update webhook_lanes set due_at = now()
            where webhook_id = $1 and lane = any($2) and (claimed_until is null or claimed_until < now())
            """
        );
        now.Text(webhook);
        now.Bigints(found, one => one.Lane);
        var again = batch.Add(
            """
            update webhook_deliveries set state = 0, attempts = 0, created_at = now()
            where webhook_id = $1 and event = any($2) and state <> 0
            """
        );
        again.Text(webhook);
        again.Bigints(found, one => one.Event);
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return batch.BatchCommands[^1].RecordsAffected is var replayed ? (int)replayed : 0;
    }

    private async Task<IReadOnlyList<Delivery>> Read(
        string which,
        bool whole,
        string workspace,
        string webhook,
        long third,
        int most,
        CancellationToken cancel
    )
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select d.event, e.event_id, e.kind, d.state, d.attempts, d.created_at, d.tried_at,
                case when d.state = 0 and w.state = 0 then l.due_at end, d.tries, {(whole ? "e.body" : "null")}
            from webhook_deliveries d
            join webhooks w on w.id = d.webhook_id and w.workspace_id = $1
            join webhook_events e on e.id = d.event
            left join webhook_lanes l on l.webhook_id = d.webhook_id and l.lane = d.lane
            where d.webhook_id = $2 {which}
            order by d.event desc limit $4
            """
        );
        ask.Parameters.Text(workspace);
        ask.Parameters.Text(webhook);
        ask.Parameters.Value(third);
        ask.Parameters.Value(most);
        var page = new List<Delivery>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            page.Add(
                new Delivery(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetString(2),
                    (DeliveryState)row.GetInt16(3),
                    row.GetInt32(4),
                    row.Time(5),
                    row.TimeOrNull(6),
                    row.TimeOrNull(7),
                    JsonSerializer.Deserialize(row.GetString(8), HookJson.Default.HookTryArray) ?? [],
                    row.TextOrNull(9)
                )
            );
        return page;
    }
}
