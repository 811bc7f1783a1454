using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Somebody who signs in; a member of any number of workspaces.</summary>
public sealed record User(string Id, string Email, string Name, string? Password, bool TwoFactor);

/// <summary>The people of all workspaces.</summary>
public sealed class People(Database database)
{
    /// <summary>What an e-mail address is compared by.</summary>
    public static string EmailKey(string email) => email.Trim().ToLowerInvariant();

    public Task<User?> ByEmail(string email, CancellationToken cancel) => One("email_key", EmailKey(email), cancel);

    public Task<User?> Find(string id, CancellationToken cancel) => One("id", id, cancel);

    /// <summary>A new password. All sign-ins of the person end but the one given.</summary>
    public async Task ChangePassword(Actor actor, string password, byte[] staying, CancellationToken cancel)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var change = batch.Add("update users set password = $2 where id = $1");
        change.Text(actor.Id);
        change.Text(password);
        var others = batch.Add("delete from sign_ins where user_id = $1 and token_hash <> $2");
        others.Text(actor.Id);
        others.Value(staying);
        batch.Audit(new AuditEntry(null, actor, "password.change", actor.Id));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private async Task<User?> One(string column, string value, CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand(
            $"select id, email, name, password, totp is not null and totp_confirmed from users where {column} = $1"
        );
        ask.Parameters.Text(value);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new User(row.GetString(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), row.GetBoolean(4))
            : null;
    }

    /// <summary>Adds a person to a batch, unless there is one of that id.</summary>
    internal static void Add(NpgsqlBatch batch, string id, string email, string name, string? password)
    {
        var insert = batch.Add(
            "insert into users (id, email, email_key, name, password) values ($1, $2, $3, $4, $5) on conflict (id) do nothing"
        );
        insert.Text(id);
        insert.Text(email.Trim());
        insert.Text(EmailKey(email));
        insert.Text(name.Trim());
        insert.Text(password);
    }
}
