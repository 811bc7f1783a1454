using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>
/// Someone whose turn has come; without a conversation the contact is gone. With a bar (opted out, blocked) it is not for them. The zone is what the contact's field says.
/// </summary>
public sealed record WaitingRecipient(
    int Ord,
    int Attempt,
    long? ConversationId,
    string? Bar,
    string? Values,
    string? Variant,
    long ContactId,
    string? Phone,
    string? TimeZone,
    bool WindowOpen,
    long ChannelId
);

/// <summary>A recipient who may get it only later.</summary>
public readonly record struct DeferredRecipient(int Ord, DateTimeOffset DueAt);

/// <summary>A recipient who does not get it, and why.</summary>
public readonly record struct SkippedRecipient(int Ord, string Reason);

/// <summary>A part of the audience: from, next and end are numbers of recipients.</summary>
public sealed record ShardPlace(int Start, int Next, int End);

/// <summary>
/// The recipients of broadcasts between freeze and end. Handing over is the turn's (<see cref="TurnWriter"/>), and what becomes of the message is the
/// status writers': nothing here says that something was sent.
/// </summary>
public sealed class Recipients(Database database)
{
    /// <summary>Most recipients that a shard takes at a time.</summary>
    public const int InAChunk = 500;

    private const int Patience = 120;
    private const int CancelledAtOnce = 20_000;

    public async Task<ShardPlace?> Shard(long broadcast, int shard, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select start_ord, next_ord, end_ord from broadcast_shards where broadcast_id = $1 and shard = $2"
        );
        ask.Parameters.Value(broadcast);
        ask.Parameters.Value(shard);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new ShardPlace(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)) : null;
    }

    /// <summary>Everybody before <paramref name="next"/> has been gone through once. The cursor only moves on.</summary>
    public async Task Advance(long broadcast, int shard, int next, CancellationToken cancel)
    {
        await using var advance = database.Source.CreateCommand(
            "update broadcast_shards set next_ord = $3 where broadcast_id = $1 and shard = $2 and next_ord < $3"
        );
        advance.Parameters.Value(broadcast);
        advance.Parameters.Value(shard);
        advance.Parameters.Value(next);
        await advance.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The next who wait between two numbers, each with a conversation: those who had none on the channel get one.</summary>
    public async Task<IReadOnlyList<WaitingRecipient>> Waiting(
        Broadcast broadcast,
        int from,
        int to,
        CancellationToken cancel
    )
    {
        const string due = """
            with due as materialized (
                select ord, attempt, contact_id, vals, variant, coalesce(channel_id, $4) as channel_id from broadcast_recipients
                where broadcast_id = $1 and ord >= $2 and ord < $3 and state = 0 and (due_at is null or due_at <= now())
                order by ord limit 500)
            """;
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var make = batch.Add(
            $"""
            {due}
            insert into conversations (workspace_id, channel_id, contact_id)
            select $5, d.channel_id, d.contact_id from due d join contacts p on p.id = d.contact_id and p.merged_into is null
            where not exists (select 1 from conversations c where c.contact_id = d.contact_id and c.channel_id = d.channel_id)
            order by d.contact_id
            on conflict do nothing
            """
        );
        Range(make, broadcast.Id, from, to);
        make.Value(broadcast.ChannelId);
        make.Text(broadcast.WorkspaceId);

        var read = batch.Add(
            $"""
            {due}
            select d.ord, d.attempt, case when p.id is not null then c.id end,
                case when p.opted_out_at is not null then 'opted_out' when p.blocked_at is not null then 'blocked' end, d.vals,
                d.variant, d.contact_id, p.phone, p.fields ->> 'timezone', coalesce(c.window_closes_at > now(), false),
                d.channel_id
            from due d
            left join contacts p on p.id = d.contact_id and p.merged_into is null
            left join conversations c on c.contact_id = d.contact_id and c.channel_id = d.channel_id
            order by d.ord
            """
        );
        Range(read, broadcast.Id, from, to);
        read.Value(broadcast.ChannelId);

        var waiting = new List<WaitingRecipient>(InAChunk);
        await using var row = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await row.ReadAsync(cancel))
                waiting.Add(
                    new WaitingRecipient(
                        row.GetInt32(0),
                        row.GetInt32(1),
                        row.LongOrNull(2),
                        row.TextOrNull(3),
                        row.TextOrNull(4),
                        row.TextOrNull(5),
                        row.GetInt64(6),
                        row.TextOrNull(7),
                        row.TextOrNull(8),
                        row.GetBoolean(9),
                        row.GetInt64(10)
                    )
                );
        } while (await row.NextResultAsync(cancel));
        return waiting;
    }

    /// <summary>These do not get it, if they still wait.</summary>
    public async Task Skip(long broadcast, IReadOnlyList<SkippedRecipient> skips, CancellationToken cancel)
    {
        await using var skip = database.Source.CreateCommand(
            """
            with due as materialized (
                select r.ord, s.reason from unnest($2::int[], $3::text[]) as s (ord, reason)
                join broadcast_recipients r on r.broadcast_id = $1 and r.ord = s.ord
                where r.state = 0
                order by r.ord for no key update of r)
            update broadcast_recipients r set state = 30, reason = d.reason, code = null, changed_at = now()
            from due d where r.broadcast_id = $1 and r.ord = d.ord and r.state = 0
            """
        );
        skip.Parameters.Value(broadcast);
        skip.Parameters.Ints(skips, one => one.Ord);
        skip.Parameters.Texts(skips, one => one.Reason);
        await skip.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>These get it later, if they still wait.</summary>
    public async Task Defer(long broadcast, IReadOnlyList<DeferredRecipient> deferred, CancellationToken cancel)
    {
        await using var defer = database.Source.CreateCommand(
            """
            with due as materialized (
                select r.ord, s.due_at from unnest($2::int[], $3::timestamptz[]) as s (ord, due_at)
                join broadcast_recipients r on r.broadcast_id = $1 and r.ord = s.ord
                where r.state = 0
                order by r.ord for no key update of r)
            update broadcast_recipients r set due_at = d.due_at
            from due d where r.broadcast_id = $1 and r.ord = d.ord and r.state = 0
            """
        );
        defer.Parameters.Value(broadcast);
        defer.Parameters.Ints(deferred, one => one.Ord);
        defer.Parameters.Times(deferred, one => one.DueAt);
        await defer.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>When the next of those between two numbers who wait may get it: null when one may now, or nobody waits.</summary>
    public async Task<DateTimeOffset?> NextDue(long broadcast, int from, int to, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select case when count(*) filter (where due_at is null or due_at <= now()) = 0 then min(due_at) end
            from broadcast_recipients where broadcast_id = $1 and ord >= $2 and ord < $3 and state = 0
            """
        );
        Range(ask.Parameters, broadcast, from, to);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? row.TimeOrNull(0) : null;
    }

    /// <summary>Who still waits of a cancelled broadcast is skipped; a bite at a time. The answer is how many there were in the bite.</summary>
    public async Task<int> CancelRest(long broadcast, CancellationToken cancel)
    {
        await using var skip = database.Source.CreateCommand(
            $"""
            with due as materialized (
                select ord from broadcast_recipients
                where broadcast_id = $1 and state = 0 and exists (select 1 from broadcasts where id = $1 and state = 5)
                order by ord limit {CancelledAtOnce} for no key update)
            update broadcast_recipients r set state = 30, reason = 'cancelled', code = null, changed_at = now()
            from due d where r.broadcast_id = $1 and r.ord = d.ord
            """
        );
        skip.CommandTimeout = Patience;
        skip.Parameters.Value(broadcast);
        return await skip.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>
    /// Failed recipients are to be tried anew: those of one code, or of all that may be. Null: the broadcast is in no state for it, or there are none.
    /// Unknown ones never: they may have got it.
    /// </summary>
    public async Task<int> Retry(long broadcast, int? code, IReadOnlyList<int> never, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // as whoever completes it does
        await using (
            var hold = new NpgsqlCommand(
                "select 1 from broadcasts where id = $1 for no key update",
                connection,
                transaction
            )
        )
        {
            hold.Parameters.Value(broadcast);
            await hold.ExecuteScalarAsync(cancel);
        }
        await using var again = new NpgsqlCommand(
            """
            with due as materialized (
                select ord from broadcast_recipients
                where broadcast_id = $1 and state = 20 and ($2 = 0 or code = $2) and code <> all($3)
                    -- kept back for the sake of the user: no second try within a day
                    and (code <> 131049 or changed_at < now() - interval '24 hours')
                    and exists (select 1 from broadcasts where id = $1 and state in (2, 3, 4))
                order by ord for no key update)
            update broadcast_recipients r set state = 0, attempt = attempt + 1, code = null, reason = null, seq = null, changed_at = now()
            from due d where r.broadcast_id = $1 and r.ord = d.ord and r.state = 20
            """,
            connection,
            transaction
        )
        {
            CommandTimeout = Patience,
        };
        again.Parameters.Value(broadcast);
        again.Parameters.Value(code ?? 0);
        again.Parameters.Ints(never, one => one);
        var count = await again.ExecuteNonQueryAsync(cancel);
        if (count == 0)
            return 0;

        // a completed one runs again; a paused one stays paused
        await using var run = new NpgsqlCommand(
            """
            update broadcasts set state = case when state = 4 then 2 else state end, ended_at = null, updated_at = now()
            where id = $1 and state in (2, 3, 4)
            """,
            connection,
            transaction
        );
        run.Parameters.Value(broadcast);
        if (await run.ExecuteNonQueryAsync(cancel) == 0)
            return 0;

        await transaction.CommitAsync(cancel);
        return count;
    }

    /// <summary>The conversation of a contact of the workspace on a channel, made when there is none; null when there is no such contact.</summary>
    public async Task<long?> Conversation(string workspace, long channel, long contact, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var make = batch.Add(
            """
            insert into conversations (workspace_id, channel_id, contact_id)
            select workspace_id, $2, id from contacts where workspace_id = $1 and id = $3
            on conflict do nothing
            """
        );
        make.Text(workspace);
        make.Value(channel);
        make.Value(contact);
        var read = batch.Add(
            "select id from conversations where workspace_id = $1 and channel_id = $2 and contact_id = $3"
        );
        read.Text(workspace);
        read.Value(channel);
        read.Value(contact);
        return await batch.ExecuteScalarAsync(cancel) as long?;
    }

    private static void Range(NpgsqlParameterCollection parameters, long broadcast, int from, int to)
    {
        parameters.Value(broadcast);
        parameters.Value(from);
        parameters.Value(to);
    }
}
