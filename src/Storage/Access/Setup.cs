using Npgsql;

namespace WhatsAppBot.Storage;

/// <summary>Somebody who is made: a person with the hash of a password.</summary>
public sealed record NewUser(string Id, string Email, string Name, string Password);

/// <summary>How the first owner comes in: by a link that the host prints while there is nobody.</summary>
public sealed class Setup(Database database)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // people who can sign in: the demo's stand-in cannot
    private const string Nobody = "not exists (select 1 from users where password is not null)";

    /// <summary>Whether there is nobody yet who could sign in.</summary>
    public async Task<bool> IsNeeded(CancellationToken cancel)
    {
        await using var ask = database.Source.CreateCommand($"select {Nobody}");
        return await ask.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Notes a link, if one is needed; each node prints one of its own.</summary>
    public async Task<bool> Offer(byte[] token, CancellationToken cancel)
    {
        await using var insert = database.Source.CreateCommand(
            $"insert into setup_links (token_hash, expires_at) select $1, now() + $2 where {Nobody}"
        );
        insert.Parameters.Value(token);
        insert.Parameters.Value(Life);
        return await insert.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Makes the first owner and their workspace; false when the link is none, is over, or somebody was faster.</summary>
    public async Task<bool> Take(
        byte[] token,
        NewUser owner,
        string workspace,
        string workspaceName,
        CancellationToken cancel
    )
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var one = new NpgsqlCommand("select pg_advisory_xact_lock(2, 0)", connection, transaction))
            await one.ExecuteNonQueryAsync(cancel);
        await using (
            var use = new NpgsqlCommand(
                $"delete from setup_links where {Nobody} and exists (select 1 from setup_links where token_hash = $1 and expires_at > now())",
                connection,
                transaction
            )
        )
        {
            use.Parameters.Value(token);
            if (await use.ExecuteNonQueryAsync(cancel) == 0)
                return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        People.Add(batch, owner.Id, owner.Email, owner.Name, owner.Password);
        var actor = new Actor(owner.Id, owner.Name);
        Workspaces.Add(batch, workspace, workspaceName, actor);
        batch.Audit(new AuditEntry(workspace, actor, "setup", owner.Id));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
