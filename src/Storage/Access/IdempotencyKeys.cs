namespace WhatsAppBot.Storage;

/// <summary>What was answered the first time.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, byte[]? Body);

/// <summary>What is known of an Idempotency-Key.</summary>
public abstract record KeyClaim
{
    /// <summary>It is new: do it, then keep the answer or let go.</summary>
    public sealed record Yours : KeyClaim;

    /// <summary>It was used for another body.</summary>
    public sealed record OtherBody : KeyClaim;

    /// <summary>The first one runs, since so long.</summary>
    public sealed record Running(TimeSpan Since) : KeyClaim;

    /// <summary>It was done, and this was the answer.</summary>
    public sealed record Done(KeptAnswer Answer) : KeyClaim;
}

/// <summary>Requests that are made once, however often they are asked for; kept for a day.</summary>
public sealed class IdempotencyKeys(Database database)
{
    public async Task<KeyClaim> Take(
        string workspace,
        string key,
        string route,
        byte[] bodyHash,
        CancellationToken cancel
    )
    {
        while (true)
        {
            await using var insert = database.Source.CreateCommand(
                """
                insert into idempotency_keys as k (workspace_id, key, route, body_hash) values ($1, $2, $3, $4)
                on conflict (workspace_id, key, route) do update set body_hash = $4, status = null, content_type = null, location = null,
                    body = null, created_at = now()
                    where k.created_at < now() - interval '24 hours'
                """
            );
            insert.Parameters.Text(workspace);
            insert.Parameters.Text(key);
            insert.Parameters.Text(route);
            insert.Parameters.Value(bodyHash);
            if (await insert.ExecuteNonQueryAsync(cancel) == 1)
                return new KeyClaim.Yours();

            await using var ask = database.Source.CreateCommand(
                """
                select body_hash, status, content_type, location, body, now() - created_at from idempotency_keys
                where workspace_id = $1 and key = $2 and route = $3
                """
            );
            ask.Parameters.Text(workspace);
            ask.Parameters.Text(key);
            ask.Parameters.Text(route);
            await using var row = await ask.ExecuteReaderAsync(cancel);
            // let go in between: it may be ours now
            if (!await row.ReadAsync(cancel))
                continue;
            if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(bodyHash))
                return new KeyClaim.OtherBody();
            return row.ShortOrNull(1) is { } status
                ? new KeyClaim.Done(
                    new KeptAnswer(
                        status,
                        row.TextOrNull(2),
                        row.TextOrNull(3),
                        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4)
                    )
                )
                : new KeyClaim.Running(row.GetFieldValue<TimeSpan>(5));
        }
    }

    public async Task Keep(string workspace, string key, string route, KeptAnswer answer, CancellationToken cancel)
    {
        await using var update = database.Source.CreateCommand(
            """
            update idempotency_keys set status = $4, content_type = $5, location = $6, body = $7
            where workspace_id = $1 and key = $2 and route = $3
            """
        );
        update.Parameters.Text(workspace);
        update.Parameters.Text(key);
        update.Parameters.Text(route);
        update.Parameters.Value((short)answer.Status);
        update.Parameters.Text(answer.ContentType);
        update.Parameters.Text(answer.Location);
        update.Parameters.Add(
            new Npgsql.NpgsqlParameter
            {
                Value = (object?)answer.Body ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea,
            }
        );
        await update.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Nothing was done: the key may be used again.</summary>
    public async Task LetGo(string workspace, string key, string route, CancellationToken cancel)
    {
        await using var delete = database.Source.CreateCommand(
            "delete from idempotency_keys where workspace_id = $1 and key = $2 and route = $3 and status is null"
        );
        delete.Parameters.Text(workspace);
        delete.Parameters.Text(key);
        delete.Parameters.Text(route);
        await delete.ExecuteNonQueryAsync(cancel);
    }
}
