using System.Text.Json;
using Npgsql;
using WhatsAppBot.Flows;

namespace WhatsAppBot.Storage;

/// <summary>A call that a turn asks for.</summary>
public sealed record NewCall(string CallId, string SessionId, string NodeId, Call Call)
{
    /// <summary>Doing it twice does what doing it once does: by its method, or because the other side is given a key to notice by.</summary>
    public bool IsRepeatable =>
        Call.Method.ToUpperInvariant() is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE"
        || Call.Headers.Any(one =>
            one.Key.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase)
            && !string.IsNullOrWhiteSpace(one.Value)
        );
}

/// <summary>Which call of which conversation.</summary>
public readonly record struct CallKey(long ConversationId, string CallId);

/// <summary>A call whose attempt is on record and that may be made now, by whoever holds this.</summary>
public sealed record ClaimedCall(CallKey Key, int Attempt, bool IsRepeatable, Call Call);

/// <summary>An attempt on record without an end.</summary>
public sealed record LostCall(CallKey Key, int Attempt, bool IsRepeatable);

/// <summary>How a call ended, put into the inbox so that the session hears of it exactly once.</summary>
public sealed record CallAnswer(string CallId, CallResult Result)
{
    public static CallAnswer Read(byte[] body) =>
        JsonSerializer.Deserialize(body, StorageJson.Default.CallAnswer)
        ?? throw new JsonException("An inbox row holds an object.");
}

/// <summary>Calls between the turn that asks and the inbox row that answers. What is done to one is done by its attempt: late news of an older one is none.</summary>
public sealed class CallStore(Database database)
{
    private const int MostAtOnce = 200;

    /// <summary>Puts an attempt on record before the call. Null: it is over, being made, or must wait; then nothing may be called.</summary>
    public async Task<ClaimedCall?> Claim(CallKey key, CancellationToken cancel)
    {
        await using var claim = database.Source.CreateCommand(
            """
            update calls set state = 1, attempt = attempt + 1, claimed_at = now(), not_before = null
            where conversation_id = $1 and call_id = $2 and state = 0 and (not_before is null or not_before <= now())
            returning attempt, repeatable, request
            """
        );
        Key(claim.Parameters, key);
        await using var row = await claim.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new ClaimedCall(
                key,
                row.GetInt32(0),
                row.GetBoolean(1),
                JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(2), FlowsJson.Default.Call)
                    ?? throw new JsonException("A call is an object.")
            )
            : null;
    }

    /// <summary>The attempt is over, and the call is to be made again after a while. False: it was not current any more.</summary>
    public async Task<bool> Again(CallKey key, int attempt, TimeSpan after, CancellationToken cancel)
    {
        await using var again = database.Source.CreateCommand(
            """
            update calls set state = 0, claimed_at = null, not_before = now() + $4
            where conversation_id = $1 and call_id = $2 and state = 1 and attempt = $3
            """
        );
        Key(again.Parameters, key);
        again.Parameters.Value(attempt);
        again.Parameters.Value(after);
        return await again.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>The call is over: its row goes and the answer stands in the inbox, or neither. Null: the attempt was not current any more.</summary>
    public async Task<InboxRow?> Finish(CallKey key, int attempt, CallResult result, CancellationToken cancel)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new CallAnswer(key.CallId, result),
            StorageJson.Default.CallAnswer
        );
        await using var finish = database.Source.CreateCommand(
            """
            with over as (
                delete from calls where conversation_id = $1 and call_id = $2 and state = 1 and attempt = $3
                returning conversation_id, channel_id)
            insert into inbox (conversation_id, channel_id, kind, body)
            select conversation_id, channel_id, 2, $4 from over
            returning id
            """
        );
        Key(finish.Parameters, key);
        finish.Parameters.Value(attempt);
        finish.Parameters.Value(body);
        var row = await finish.ExecuteScalarAsync(cancel) as long?;
#if CHAOS
        Crash.At("call after commit");
#endif
        return row is { } id ? new InboxRow(key.ConversationId, id, InboxKind.CallAnswer, body) : null;
    }

    /// <summary>
    /// Calls that nobody took for <paramref name="age"/> though they may be made: each is told to one silo at a time, and again after 5 s.
    /// </summary>
    public async Task<IReadOnlyList<CallKey>> Forgotten(TimeSpan age, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            update calls c set swept_at = now()
            from (
                select conversation_id, call_id from calls
                where created_at < now() - $1 and state = 0 and (not_before is null or not_before <= now())
                    and (swept_at is null or swept_at < now() - interval '5 seconds')
                order by created_at limit {MostAtOnce} for update skip locked) o
            where c.conversation_id = o.conversation_id and c.call_id = o.call_id
            returning c.conversation_id, c.call_id
            """
        );
        ask.Parameters.Value(age);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var found = new List<CallKey>();
        while (await row.ReadAsync(cancel))
            found.Add(new(row.GetInt64(0), row.GetString(1)));
        return found;
    }

    /// <summary>Attempts that have been on record for <paramref name="age"/> without an end: whoever made them is gone.</summary>
    public async Task<IReadOnlyList<LostCall>> Lost(TimeSpan age, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"""
            select conversation_id, call_id, attempt, repeatable from calls
            where created_at < now() - $1 and state = 1 and claimed_at < now() - $1
            order by created_at limit {MostAtOnce}
            """
        );
        ask.Parameters.Value(age);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        var lost = new List<LostCall>();
        while (await row.ReadAsync(cancel))
            lost.Add(new(new(row.GetInt64(0), row.GetString(1)), row.GetInt32(2), row.GetBoolean(3)));
        return lost;
    }

    private static void Key(NpgsqlParameterCollection parameters, CallKey key)
    {
        parameters.Value(key.ConversationId);
        parameters.Text(key.CallId);
    }
}
