using Npgsql;

namespace WhatsAppBot.Storage.Hooks;

/// <summary>Writes events and who is to be told of them. Runs inside the transaction of whoever made them.</summary>
internal static class HookWriting
{
    /// <summary>An event that is there already is not made again, nor are its deliveries.</summary>
    public static async Task Add(
        NpgsqlConnection connection,
        IReadOnlyList<HookEvent> events,
        IReadOnlyList<string[]> tell,
        CancellationToken cancel
    )
    {
        var ids = await Events(connection, events, cancel);
        var deliveries = events
            .SelectMany(
                (one, at) =>
                    ids.TryGetValue((one.WorkspaceId, one.Body.Id), out var id)
                        ? tell[at].Select(webhook => (Webhook: webhook, one.Lane, Event: id))
                        : []
            )
            .ToArray();
        await using var batch = new NpgsqlBatch(connection);
        Open(batch, [.. deliveries.Select(one => (one.Webhook, one.Lane))]);
        var insert = batch.Add(
            """
            insert into webhook_deliveries (event, webhook_id, lane)
            select * from unnest($1::bigint[], $2::text[], $3::bigint[])
            on conflict do nothing
            """
        );
        insert.Bigints(deliveries, one => one.Event);
        insert.Texts(deliveries, one => one.Webhook);
        insert.Bigints(deliveries, one => one.Lane);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Holds lanes, always in one order, so that they are not closed while something is put into them.</summary>
    public static void Open(NpgsqlBatch batch, IEnumerable<(string Webhook, long Lane)> lanes)
    {
        var each = lanes
            .Distinct()
            .OrderBy(one => one.Webhook, StringComparer.Ordinal)
            .ThenBy(one => one.Lane)
            .ToArray();
        var open = batch.Add(
            """
            insert into webhook_lanes (webhook_id, lane) select * from unnest($1::text[], $2::bigint[])
            on conflict (webhook_id, lane) do update set claim = webhook_lanes.claim
            """
        );
        open.Texts(each, one => one.Webhook);
        open.Bigints(each, one => one.Lane);
    }

    private static async Task<Dictionary<(string, string), long>> Events(
        NpgsqlConnection connection,
        IReadOnlyList<HookEvent> events,
        CancellationToken cancel
    )
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into webhook_events (workspace_id, event_id, kind, lane, body)
            select workspace_id, event_id, kind, lane, body
            from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) with ordinality
                as e (workspace_id, event_id, kind, lane, body, place)
            order by place
            on conflict (event_id, workspace_id) do nothing
            returning id, workspace_id, event_id
            """,
            connection
        );
        insert.Parameters.Texts(events, one => one.WorkspaceId);
        insert.Parameters.Texts(events, one => one.Body.Id);
        insert.Parameters.Texts(events, one => one.Kind);
        insert.Parameters.Bigints(events, one => one.Lane);
        insert.Parameters.Texts(events, one => one.Body.ToJson());
        var ids = new Dictionary<(string, string), long>(events.Count);
        await using var row = await insert.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            ids[(row.GetString(1), row.GetString(2))] = row.GetInt64(0);
        return ids;
    }
}
