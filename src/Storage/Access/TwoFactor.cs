using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>A person's second factor as it is kept: its secret sealed.</summary>
public sealed record StoredFactor(string Sealed, bool Confirmed, long LastStep);

/// <summary>Second factors and recovery codes.</summary>
public sealed class TwoFactor(Database database)
{
    public static SecretPlace Place(string user) => new("users", user, "totp");

    public async Task<StoredFactor?> Find(string user, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            "select totp, totp_confirmed, totp_step from users where id = $1 and totp is not null"
        );
        ask.Parameters.Text(user);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new StoredFactor(row.GetString(0), row.GetBoolean(1), row.GetInt64(2))
            : null;
    }

    /// <summary>Notes a secret that still has to be confirmed; false when there is a confirmed one.</summary>
    public async Task<bool> Begin(string user, string sealedSecret, CancellationToken cancel)
    {
        await using var update = database.Source.CreateCommand(
            "update users set totp = $2, totp_confirmed = false, totp_step = 0 where id = $1 and not totp_confirmed"
        );
        update.Parameters.Text(user);
        update.Parameters.Text(sealedSecret);
        return await update.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>From now on a code is asked for.</summary>
    public async Task<bool> Confirm(
        Actor person,
        string sealedSecret,
        long step,
        IReadOnlyList<byte[]> recovery,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("delete from recovery_codes where user_id = $1").Text(person.Id);
        var codes = batch.Add(
            "insert into recovery_codes (user_id, code_hash) select $1, c.hash from unnest($2::bytea[]) as c (hash)"
        );
        codes.Text(person.Id);
        codes.Bytes(recovery, hash => hash);
        var change = batch.Change(
            "update users set totp_confirmed = true, totp_step = $9 where id = $7 and totp = $8 and not totp_confirmed returning id",
            new AuditEntry(null, person, "two-factor.on", person.Id)
        );
        change.Text(person.Id);
        change.Text(sealedSecret);
        change.Value(step);
        await using var result = await batch.ExecuteReaderAsync(cancel);
        return batch.BatchCommands[2].RecordsAffected == 1;
    }

    /// <summary>Uses a time step up: a code that was seen over a shoulder does not work again.</summary>
    public async Task<bool> UseStep(string user, long step, CancellationToken cancel)
    {
        await using var update = database.Source.CreateCommand(
            "update users set totp_step = $2 where id = $1 and totp_step < $2"
        );
        update.Parameters.Text(user);
        update.Parameters.Value(step);
        return await update.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Uses a recovery code up.</summary>
    public async Task<bool> UseRecovery(string user, byte[] code, CancellationToken cancel)
    {
        await using var delete = database.Source.CreateCommand(
            "delete from recovery_codes where user_id = $1 and code_hash = $2"
        );
        delete.Parameters.Text(user);
        delete.Parameters.Value(code);
        return await delete.ExecuteNonQueryAsync(cancel) == 1;
    }

    public async Task Remove(Actor person, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("delete from recovery_codes where user_id = $1").Text(person.Id);
        batch
            .Change(
                "update users set totp = null, totp_confirmed = false, totp_step = 0 where id = $7 and totp is not null returning id",
                new AuditEntry(null, person, "two-factor.off", person.Id)
            )
            .Text(person.Id);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
