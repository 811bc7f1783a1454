using System.Text.Json;
using Npgsql;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>A lane that may be worked on now, by whoever holds this, for <see cref="HookLanes.GoodFor"/>.</summary>
public sealed record ClaimedLane(string WebhookId, long Lane, long Claim);

/// <summary>A delivery that waits, with what is to be sent.</summary>
public sealed record WaitingDelivery(
    long Event,
    string EventId,
    string Kind,
    string Body,
    int Attempts,
    DateTimeOffset CreatedAt
);

/// <summary>
/// The lanes of webhooks: events of one conversation go to one webhook one after the other, those of many side by side. A lane is taken by one silo at a
/// time and comes back by itself when that one dies.
/// </summary>
public sealed class HookLanes(Database database)
{
    /// <summary>How long a claim holds. What is begun later than this minus a call's limit may be begun by another silo, too.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(40);

    private const int MostTries = 20;

    /// <summary>Takes lanes that are due, at most so many of each webhook.</summary>
    public async Task<IReadOnlyList<ClaimedLane>> Claim(
        IReadOnlyList<(string Webhook, int Most)> free,
        CancellationToken cancel
    )
    {
        await using var claim = database.Source.CreateCommand(
            """
            with d as materialized (
                -- once: looked through again for each row, it would lock others, more than the limit
                select x.webhook_id, x.lane
                from unnest($1::text[], $2::int[]) as w (id, most)
                cross join lateral (
                    select webhook_id, lane from webhook_lanes
                    where webhook_id = w.id and due_at <= now()
                    order by due_at limit w.most for update skip locked) x)
            update webhook_lanes l set due_at = now() + $3, claimed_until = now() + $3, claim = l.claim + 1
            from d
            where l.webhook_id = d.webhook_id and l.lane = d.lane
            returning l.webhook_id, l.lane, l.claim
            """
        );
        claim.Parameters.Texts(free, one => one.Webhook);
        claim.Parameters.Ints(free, one => one.Most);
        claim.Parameters.Value(GoodFor);
        var taken = new List<ClaimedLane>();
        await using var row = await claim.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            taken.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2)));
#if CHAOS
        if (taken.Count > 0)
            Crash.At("hook after claim");
#endif
        return taken;
    }

    /// <summary>What waits in a lane, the oldest first.</summary>
    public async Task<IReadOnlyList<WaitingDelivery>> Waiting(ClaimedLane lane, int most, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select d.event, e.event_id, e.kind, e.body, d.attempts, d.created_at
            from (
                select event, attempts, created_at from webhook_deliveries
                where webhook_id = $1 and lane = $2 and state = 0 order by event limit $3) d
            join webhook_events e on e.id = d.event
            order by d.event
            """
        );
        ask.Parameters.Text(lane.WebhookId);
        ask.Parameters.Value(lane.Lane);
        ask.Parameters.Value(most);
        var waiting = new List<WaitingDelivery>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            waiting.Add(
                new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.Time(5))
            );
        return waiting;
    }

    /// <summary>
    /// An attempt is over. Since when the webhook fails is kept as long as nothing was taken. False: the lane is somebody else's by now, and nothing was
    /// noted.
    /// </summary>
    public async Task<bool> Record(
        ClaimedLane lane,
        long delivery,
        HookTry attempt,
        DeliveryState state,
        bool wasFailing,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var note = batch.Add(
            $"""
            update webhook_deliveries d set state = $5, attempts = d.attempts + 1, tried_at = $7,
                tries = (select json_agg(t) from (
                    select t from json_array_elements(('[' || $6 || ']')::json) as a (t)
                    union all
                    (select t from json_array_elements(d.tries) as b (t) limit {MostTries - 1})) u)
            where d.event = $4 and d.webhook_id = $1 and d.state = 0
                and exists (select 1 from webhook_lanes l where l.webhook_id = $1 and l.lane = $2 and l.claim = $3)
            """
        );
        Lane(note, lane);
        note.Value(delivery);
        note.Value((short)state);
        note.Text(JsonSerializer.Serialize(attempt, HookJson.Default.HookTry));
        note.Time(attempt.At);
        if (state == DeliveryState.Delivered && wasFailing)
            batch.Add("update webhooks set failing_since = null where id = $1").Text(lane.WebhookId);
        if (state != DeliveryState.Delivered)
            batch
                .Add("update webhooks set failing_since = now() where id = $1 and failing_since is null")
                .Text(lane.WebhookId);
        await batch.ExecuteNonQueryAsync(cancel);
#if CHAOS
        Crash.At("hook after commit");
#endif
        return batch.BatchCommands[0].RecordsAffected == 1;
    }

    /// <summary>The lane is put back: it goes when nothing waits in it, else it is due after a while.</summary>
    public async Task Release(ClaimedLane lane, TimeSpan after, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        // held first, so that the next statement sees all that was put into it
        Lane(
            batch.Add("select 1 from webhook_lanes where webhook_id = $1 and lane = $2 and claim = $3 for update"),
            lane
        );
        Lane(
            batch.Add(
                """
                delete from webhook_lanes l
                where l.webhook_id = $1 and l.lane = $2 and l.claim = $3
                    and not exists (select 1 from webhook_deliveries d where d.webhook_id = $1 and d.lane = $2 and d.state = 0)
                """
            ),
            lane
        );
        var later = batch.Add(
            "update webhook_lanes set due_at = now() + $4, claimed_until = null where webhook_id = $1 and lane = $2 and claim = $3"
        );
        Lane(later, lane);
        later.Value(after);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static void Lane(NpgsqlParameterCollection parameters, ClaimedLane lane)
    {
        parameters.Text(lane.WebhookId);
        parameters.Value(lane.Lane);
        parameters.Value(lane.Claim);
    }
}
