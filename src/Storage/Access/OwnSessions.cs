using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>One of a person's sessions: the browser as it names itself, and the address that it was begun from.</summary>
public sealed record OwnSession(
    long Id,
    string? Device,
    string? Address,
    DateTimeOffset BegunAt,
    DateTimeOffset SeenAt,
    bool IsThis
);

/// <summary>The sessions of one person, as that person sees and ends them.</summary>
public sealed class OwnSessions(Database database)
{
    /// <summary>Those that are alive, the one seen last first.</summary>
    public async Task<IReadOnlyList<OwnSession>> List(string user, byte[] token, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            """
            select id, device, address, created_at, seen_at, token_hash = $2 from sign_ins
            where user_id = $1 and expires_at > now() and seen_at > now() - $3
            order by token_hash = $2 desc, seen_at desc, id desc limit 200
            """
        );
        ask.Parameters.Text(user);
        ask.Parameters.Value(token);
        ask.Parameters.Value(SignIns.Idle);
        var all = new List<OwnSession>();
        await using var row = await ask.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            all.Add(
                new OwnSession(
                    row.GetInt64(0),
                    row.TextOrNull(1),
                    row.TextOrNull(2),
                    row.Time(3),
                    row.Time(4),
                    row.GetBoolean(5)
                )
            );
        return all;
    }

    /// <summary>False when the person has no such session.</summary>
    public async Task<bool> End(Actor person, long id, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Change(
            "delete from sign_ins where user_id = $7 and id = $8 returning id",
            new AuditEntry(null, person, "session.end", person.Id)
        );
        change.Text(person.Id);
        change.Value(id);
        return await batch.ExecuteNonQueryAsync(cancel) > 0;
    }

    /// <summary>Ends all but this one.</summary>
    public async Task EndOthers(Actor person, byte[] token, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Change(
            "delete from sign_ins where user_id = $7 and token_hash <> $8 returning id",
            new AuditEntry(null, person, "session.end", person.Id)
        );
        change.Text(person.Id);
        change.Value(token);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
